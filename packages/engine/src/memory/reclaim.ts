import type { Act } from '../act.ts';

/** Background reclaim up to the high watermark. */
export function balance(_act: Act): void {}

/** Reclaim by the one who needs memory; answers how many frames it freed. */
export function directReclaim(_act: Act, _target: number): number {
  return 0;
}
