import type { Policy } from './kernels/policy.ts';

const MAXIMA: Record<string, number> = {
  'vm/overcommit_memory': 2,
  'vm/swappiness': 200,
  'vm/watermark_scale_factor': 3000,
  'vm/panic_on_oom': 2,
};
const MINIMA: Record<string, number> = { 'vm/watermark_scale_factor': 1 };
/** An int of C, as kernel/sysctl.c:proc_dointvec reads it. */
const MOST = 2 ** 31 - 1;

/** [SET-1] [SET-2] The number that a text stands for, if the tunable takes it; else null. */
export function tunableValue(policy: Pick<Policy, 'maxima'> | null, name: string, text: string): number | null {
  const value = Number(text);
  const top = (policy?.maxima ?? MAXIMA)[name] ?? MOST;
  const isInRange = value >= (MINIMA[name] ?? 0) && value <= top;
  return /^\d+$/.test(text.trim()) && isInRange ? value : null;
}
