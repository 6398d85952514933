import * as engine from '@overcommit/engine';

type Texts = {
  meminfo?: (m: engine.Machine) => string;
  procFile?: (m: engine.Machine, pid: number, file: string) => string;
};
const texts = engine as Texts;
export const meminfo = (m: engine.Machine): string => texts.meminfo?.(m) ?? '';
export const procFile = (m: engine.Machine, pid: number, file: string): string => texts.procFile?.(m, pid, file) ?? '';
