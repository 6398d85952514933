import type { Act } from '../act.ts';
import type { AddressSpace, Process } from '../state.ts';
import type { Run } from './runs.ts';

/** Background reclaim up to the high watermark. */
export function balance(_act: Act): void {}

/** Reclaim by the one who needs memory; answers how many frames it freed. */
export function directReclaim(_act: Act, _target: number): number {
  return 0;
}

/** MADV_PAGEOUT: swap a range out now. */
export function pageOut(_act: Act, _process: Process, _space: AddressSpace, _range: Run): void {}
