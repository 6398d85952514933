import { policyOf } from '../kernels/registry.ts';
import type { Machine } from '../state.ts';
import { lspsS } from './lspsS.ts';
import { meminfo } from './meminfo.ts';
import { swapS } from './swapS.ts';

export type MemoryText = {
  /** What one would type or open on such a system, e.g. `swap -s`. */
  source: string;
  text: string;
};

/** What the system itself says about its memory. FreeBSD, OpenBSD and Windows show the plain counts, under that name. */
export function memoryText(m: Machine): MemoryText {
  const { id } = policyOf(m.spec.policy);
  if (id === 'solaris-10') return { source: 'swap -s', text: swapS(m) };
  if (id.startsWith('aix-')) return { source: 'lsps -s', text: lspsS(m) };
  return { source: id.startsWith('linux-') ? '/proc/meminfo' : 'memory', text: meminfo(m) };
}
