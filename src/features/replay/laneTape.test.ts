import { digest, vary } from '@overcommit/engine';
import { expect, it } from 'vitest';
import { recordLog, SPEC } from '../machine/testLog.ts';
import { createLaneTape } from './laneTape.ts';
import { createTape } from './tape.ts';

const { entries } = recordLog();
const last = entries.length;

function laneOf(plan: Parameters<typeof vary>[1]) {
  const main = createTape(SPEC, { total: last });
  for (const entry of entries) main.add(JSON.stringify(entry));
  const { report, rows, machine } = vary({ spec: SPEC, entries }, plan);
  const { spec, onset } = report;
  return { tape: createLaneTape(main, { from: plan.from, spec, onset, rows }), rows, machine };
}

it.each([0, 6])('is the machine of the variation that parts at entry %i, wherever it is wound first', (from) => {
  const { tape, machine } = laneOf({ from, settings: { 'vm/overcommit_memory': '2' } });
  tape.at(last);
  tape.at(from + 1);
  expect(digest(tape.at(last).snapshot.machine)).toBe(digest(machine));
});

it('sets both answers to an input side by side, with the reason where it can no longer happen', () => {
  const { tape } = laneOf({ from: 3, edits: [{ kind: 'drop', seq: 5 }] });
  expect(tape.at(3)).toMatchObject({ isShared: true });
  const { near, isShared } = tape.at(6);
  expect(isShared).toBe(false);
  expect(near.find(({ at }) => at === 5)).toMatchObject({
    mark: 'dropped',
    here: null,
    reason: 'left out',
    main: 'ok',
  });
  const all = Array.from({ length: last }, (_, i) => tape.at(i + 1).near).flat();
  const skipped = all.find(({ line }) => line.startsWith('touch bgsave') || line.startsWith('fork db'));
  expect(skipped).toBeDefined();
  const impossible = all.find(({ reason, mark }) => mark === 'recorded' && reason !== null);
  expect(impossible).toMatchObject({ here: null, differs: expect.stringContaining('can no longer happen') });
});
