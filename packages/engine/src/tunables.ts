import type { Policy } from './kernels/policy.ts';

const MAXIMA: Record<string, number> = {
  'vm/overcommit_memory': 2,
  'vm/swappiness': 200,
  'vm/panic_on_oom': 2,
};
/** An int of C, as kernel/sysctl.c:proc_dointvec reads it. */
const MOST = 2 ** 31 - 1;

/** [SET1] [SET2] The number that a text stands for, if the tunable takes it; else null. */
export function tunableValue(policy: Pick<Policy, 'maxima'> | null, name: string, text: string): number | null {
  const value = Number(text);
  const top = (policy?.maxima ?? MAXIMA)[name] ?? MOST;
  return /^\d+$/.test(text.trim()) && value <= top ? value : null;
}
