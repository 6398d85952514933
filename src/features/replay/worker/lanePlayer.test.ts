import { digest, vary } from '@overcommit/engine';
import { expect, it } from 'vitest';
import { recordLog, SPEC } from '@/machineView/testing/testLog.ts';
import { createLanePlayer } from './lanePlayer.ts';
import { createLogPlayer } from './logPlayer.ts';

const { entries } = recordLog();
const last = entries.length;

function laneOf(plan: Parameters<typeof vary>[1]) {
  const main = createLogPlayer(SPEC, { total: last });
  for (const entry of entries) main.add(JSON.stringify(entry));
  const { report, rows, machine } = vary({ spec: SPEC, entries }, plan);
  const { spec, onset } = report;
  return { player: createLanePlayer(main, { from: plan.from, spec, onset, rows }), rows, machine };
}

it.each([0, 6])('is the machine of the variation that parts at entry %i, wherever it is wound first', (from) => {
  const { player, machine } = laneOf({ from, settings: { 'vm/overcommit_memory': '2' } });
  player.at(last);
  player.at(from + 1);
  expect(digest(player.at(last).snapshot.machine)).toBe(digest(machine));
});

it('sets both answers to an input side by side, with the reason where it can no longer happen', () => {
  const { player } = laneOf({ from: 2, edits: [{ kind: 'drop', seq: 3 }] });
  expect(player.at(2)).toMatchObject({ isShared: true });
  const { near, isShared } = player.at(4);
  expect(isShared).toBe(false);
  expect(near[0]).toMatchObject({ at: 3, mark: 'dropped', main: 'ok', here: null, reason: 'left out' });
  expect(near[1]).toMatchObject({
    at: 4,
    main: 'ok',
    here: null,
    differs: expect.stringContaining('can no longer happen'),
  });
  expect(near.find(({ line }) => line === 'spawn web')).toMatchObject({ here: 'ok', reason: null, differs: null });
});

it('goes over the main line’s entries from where it parts, with what could no longer happen left out', () => {
  const { player, rows } = laneOf({ from: 2, edits: [{ kind: 'drop', seq: 3 }] });
  const { from, samples, skipped, ramPages, existsPages } = player.river();
  expect(from).toBe(2);
  expect(skipped).toEqual(rows.filter(({ state }) => state === 'skipped').map(({ at }) => at));
  expect(skipped).toContain(4);
  const seqs = samples.map(({ seq }) => seq);
  expect(seqs).toEqual([...new Set(seqs)].sort((a, b) => a - b));
  expect(seqs.every((seq) => seq > 2 && seq <= last)).toBe(true);
  expect(seqs).not.toContain(3);
  expect(existsPages).toBeGreaterThanOrEqual(ramPages);
});
