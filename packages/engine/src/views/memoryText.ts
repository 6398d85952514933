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
  const { memoryReport } = policyOf(m.spec.policy).system;
  if (memoryReport === 'swap -s') return { source: memoryReport, text: swapS(m) };
  if (memoryReport === 'lsps -s') return { source: memoryReport, text: lspsS(m) };
  return { source: memoryReport === 'meminfo' ? '/proc/meminfo' : 'memory', text: meminfo(m) };
}
