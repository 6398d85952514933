import { describe, expect, it } from 'vitest';
import { snapshotsToDrop } from './snapshotsToDrop.ts';

/** Saves a snapshot every 200 entries, and thins them out each time. */
function keptAfter(entries: number): number[] {
  let kept: number[] = [];
  for (let version = 200; version <= entries; version += 200) {
    kept.push(version);
    const dropped = new Set(snapshotsToDrop(kept));
    kept = kept.filter((one) => !dropped.has(one));
  }
  return kept;
}

describe('snapshots of one stream', () => {
  it('all stay while they are few, and the newest three always', () => {
    expect(snapshotsToDrop([])).toEqual([]);
    expect(keptAfter(600)).toEqual([200, 400, 600]);
    expect(keptAfter(20_000).slice(-3)).toEqual([19_600, 19_800, 20_000]);
  });

  it('are few even of a long log, and none of its entries is far from one', () => {
    const kept = keptAfter(100_000);
    expect(kept.length).toBeLessThan(40);
    for (let at = 200; at <= 100_000; at += 200) {
      const start = Math.max(0, ...kept.filter((version) => version <= at));
      expect(at - start).toBeLessThanOrEqual(Math.max(600, (100_000 - start) / 2));
    }
  });
});
