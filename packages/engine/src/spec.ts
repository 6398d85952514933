import type { PolicyId } from './kernels/ids.ts';

/** The machine at birth. Sizes in kB; `settings` are sysctls applied at boot (`vm/overcommit_memory` → "2"). */
export type MachineSpec = {
  /** MemTotal is smaller than the installed size, as on a real machine: boot works it out. */
  memKb: number;
  swapKb: number;
  policy: PolicyId;
  seed: number;
  settings: Record<string, string>;
  /** The engine whose tables it boots by; left out = 0.4.0 or an earlier one, which all boot alike. SPEC [BOOT-6] */
  engineVersion?: string;
};
