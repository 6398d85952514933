import { digest, replay } from '@overcommit/engine';
import { expect, it } from 'vitest';
import { recordLog, SPEC } from '@/machineView/testing/testLog.ts';
import { longLog } from '../../../../test/fixtures/longLog.ts';
import { createLogPlayer } from './logPlayer.ts';

const { entries } = recordLog();
const lines = entries.map((entry) => JSON.stringify(entry));

it('winds to any entry, in any order, and is the machine of the fold', () => {
  const player = createLogPlayer(SPEC, { total: lines.length, keyframeEvery: 4 });
  lines.forEach(player.add);
  const places = [lines.length, 0, 5, 4, 6, 3, lines.length - 1, 1, 8, 9, 10];
  for (const seq of places) {
    const machine = player.seek(seq);
    expect(machine.seq).toBe(seq);
    expect(digest(machine)).toBe(digest(replay(SPEC, entries, seq)));
  }
});

it('stays within the player', () => {
  const player = createLogPlayer(SPEC, { total: lines.length });
  lines.forEach(player.add);
  expect(player.seek(-3).seq).toBe(0);
  expect(player.seek(9999).seq).toBe(lines.length);
  expect(player.entryAt(0)).toBeNull();
  expect(player.entryAt(1)?.seq).toBe(1);
});

it('of 5,000 entries: a jump folds no more entries than lie between two keyframes, a step folds one', () => {
  const log = longLog({ length: 5000 });
  const player = createLogPlayer(log.spec, { total: log.lines.length, mostChars: 60_000 });
  log.lines.forEach(player.add);
  expect(player.lastSeq()).toBeGreaterThanOrEqual(5000);
  // The bound on memory was met by thinning, and it is what a jump costs that grew.
  expect(player.keyframeEvery()).toBeGreaterThan(200);
  expect(player.keyframeEvery()).toBeLessThan(2000);
  const cost = (seq: number): number => {
    const before = player.folded();
    player.seek(seq);
    return player.folded() - before;
  };
  for (const seq of [4999, 17, 2500, 2499, 4001, 1, 3333, 399]) {
    expect(cost(seq)).toBeLessThanOrEqual(player.keyframeEvery());
  }
  expect(cost(400)).toBeLessThanOrEqual(1);
  expect(cost(401)).toBe(1);
});
