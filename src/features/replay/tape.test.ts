import { digest, replay } from '@overcommit/engine';
import { expect, it } from 'vitest';
import { recordLog, SPEC } from '../machine/testLog.ts';
import { createTape } from './tape.ts';

const { entries } = recordLog();

it('winds to any entry, in any order, and is the machine of the fold', () => {
  const tape = createTape(SPEC, { total: entries.length, keyframeEvery: 4 });
  tape.add(entries.slice(0, 7));
  tape.add(entries.slice(7));
  const places = [entries.length, 0, 5, 4, 6, 3, entries.length - 1, 1, 8, 9, 10];
  for (const seq of places) {
    const snapshot = tape.at(seq);
    expect(snapshot.seq).toBe(seq);
    expect(digest(snapshot.machine)).toBe(digest(replay(SPEC, entries, seq)));
  }
});

it('stays within the tape', () => {
  const tape = createTape(SPEC, { total: entries.length });
  tape.add(entries);
  expect(tape.at(-3).seq).toBe(0);
  expect(tape.at(9999).seq).toBe(entries.length);
  expect(tape.entryAt(0)).toBeNull();
  expect(tape.entryAt(1)?.seq).toBe(1);
});
