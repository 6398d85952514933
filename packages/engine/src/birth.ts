import { compareReleases, parseRelease } from './kernels/release.ts';
import type { MachineSpec } from './spec.ts';

/** [BOOT-6] Whether the engine that made a machine was of this version or a later one. Without a name it is 0.4.0 or earlier. */
export function isBornSince({ engineVersion = '0.4.0' }: MachineSpec, version: string): boolean {
  return compareReleases(parseRelease(engineVersion) ?? [], parseRelease(version) ?? []) >= 0;
}
