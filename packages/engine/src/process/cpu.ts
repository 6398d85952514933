import { type Act, type Answer, emit } from '../act.ts';
import type { ProgramName } from '../commands.ts';
import { HZ } from '../kernels/measure.ts';
import { liveProcess } from '../memory/space.ts';
import { ruleOf } from '../scoring/choose.ts';

/** [KRN-10] A page touched costs a hundredth of a millisecond or so: a jiffy for a thousand of them. What is left over is dropped. */
export const PAGES_TOUCHED_PER_JIFFY = 1000;
/** [KRN-11] Programs that always have something to compute; the others wait for people, disks or time. */
const BUSY: readonly ProgramName[] = ['leak', 'cache', 'bgsave', 'forkbomb', 'build', 'loop'];

/** [KRN-10] [RULE-2] Whether the kernel's formula, or the machine's own rule, asks for processor time. */
function countsCpu({ m, policy }: Act): boolean {
  return policy.countsCpu === true || ruleOf(m)?.names.includes('cpu') === true;
}

/** [KRN-10] Processor time of a touch, under kernels that count it. */
export function useTouch(act: Act, { pages = 0 }: Answer): void {
  const { command } = act;
  if (command.verb !== 'touch' || !countsCpu(act)) return;
  const jiffies = Math.floor(pages / PAGES_TOUCHED_PER_JIFFY);
  const process = liveProcess(act.m, command.process);
  if (jiffies > 0 && process) emit(act, { type: 'CpuUsed', used: [{ pid: process.pid, jiffies }] });
}

/** [KRN-11] In each tick the busy programs share the one processor equally; what does not divide is idle time. */
export function useTick(act: Act): void {
  if (!countsCpu(act)) return;
  const busy = act.m.processes.filter((p) => p.state === 'running' && p.program && BUSY.includes(p.program.name));
  const jiffies = Math.floor(HZ / Math.max(1, busy.length));
  if (busy.length > 0 && jiffies > 0) {
    emit(act, { type: 'CpuUsed', used: busy.map(({ pid }) => ({ pid, jiffies })) });
  }
}
