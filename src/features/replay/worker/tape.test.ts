import { digest, replay } from '@overcommit/engine';
import { expect, it } from 'vitest';
import { recordLog, SPEC } from '@/machineView/testing/testLog.ts';
import { longLog } from '../../../../test/fixtures/longLog.ts';
import { createTape } from './tape.ts';

const { entries } = recordLog();
const lines = entries.map((entry) => JSON.stringify(entry));

it('winds to any entry, in any order, and is the machine of the fold', () => {
  const tape = createTape(SPEC, { total: lines.length, keyframeEvery: 4 });
  lines.forEach(tape.add);
  const places = [lines.length, 0, 5, 4, 6, 3, lines.length - 1, 1, 8, 9, 10];
  for (const seq of places) {
    const machine = tape.wind(seq);
    expect(machine.seq).toBe(seq);
    expect(digest(machine)).toBe(digest(replay(SPEC, entries, seq)));
  }
});

it('stays within the tape', () => {
  const tape = createTape(SPEC, { total: lines.length });
  lines.forEach(tape.add);
  expect(tape.wind(-3).seq).toBe(0);
  expect(tape.wind(9999).seq).toBe(lines.length);
  expect(tape.entryAt(0)).toBeNull();
  expect(tape.entryAt(1)?.seq).toBe(1);
});

it('of 5,000 entries: a jump folds no more entries than lie between two keyframes, a step folds one', () => {
  const log = longLog({ length: 5000 });
  const tape = createTape(log.spec, { total: log.lines.length, mostChars: 60_000 });
  log.lines.forEach(tape.add);
  expect(tape.lastSeq()).toBeGreaterThanOrEqual(5000);
  // The bound on memory was met by thinning, and it is what a jump costs that grew.
  expect(tape.keyframeEvery()).toBeGreaterThan(200);
  expect(tape.keyframeEvery()).toBeLessThan(2000);
  const cost = (seq: number): number => {
    const before = tape.folded();
    tape.wind(seq);
    return tape.folded() - before;
  };
  for (const seq of [4999, 17, 2500, 2499, 4001, 1, 3333, 399]) {
    expect(cost(seq)).toBeLessThanOrEqual(tape.keyframeEvery());
  }
  expect(cost(400)).toBeLessThanOrEqual(1);
  expect(cost(401)).toBe(1);
});
