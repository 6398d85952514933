import { applyEntry, boot, commitStatement } from '@overcommit/engine';
import { emptyHistory, recordEntry, sample } from '@overcommit/reading';
import { describe, expect, it } from 'vitest';
import { chartData, columnAt, stacked } from './chartData.ts';
import type { FrameMode } from './frames/frameStyle.ts';
import { indexPeople } from './people.ts';
import { takeSnapshot } from './snapshot.ts';
import { recordLog, SPEC } from './testing/testLog.ts';

const people = indexPeople([
  { actorId: 'ana', displayName: 'Ana', initials: 'AN', colour: 0, uid: 1000, role: 'student' },
  { actorId: 'ben', displayName: 'Ben', initials: 'BE', colour: 1, uid: 1001, role: 'student' },
]);

function played() {
  const machine = boot(SPEC);
  const history = emptyHistory();
  for (const entry of recordLog().entries) {
    applyEntry(machine, entry);
    recordEntry(history, entry);
    sample(history, machine);
  }
  return takeSnapshot(machine, history);
}

describe('memory over entries', () => {
  const snapshot = played();
  const { freePages, swapUsedPages, ramPages } = commitStatement(snapshot.machine);

  it.each<FrameMode>(['person', 'process', 'kind'])('adds up to all that is used, by %s', (mode) => {
    const data = chartData(snapshot, people, mode);
    expect(stacked(data).at(-1)?.at(-1)).toBe(ramPages - freePages + swapUsedPages);
    expect(new Set(data.bands.map((b) => b.key)).size).toBe(data.bands.length);
  });

  it('has the kill and the refusal at their entries, and nothing of what comes later', () => {
    const { markers } = chartData(snapshot, people, 'person');
    expect(markers.map((m) => m.kind)).toEqual(expect.arrayContaining(['kill', 'refusal']));
    const [first] = markers;
    const before = chartData({ ...snapshot, seq: (first?.seq ?? 0) - 1 }, people, 'person');
    expect(before.markers).toEqual([]);
    expect(before.seqs.at(-1)).toBe((first?.seq ?? 0) - 1);
  });

  it('counts the smallest of many processes together', () => {
    const [last] = snapshot.history.samples.slice(-1);
    const byProcess = Array.from({ length: 60 }, (_, i) => ({ pid: 100 + i, name: `p${i}`, pages: i }));
    const samples = [{ byOwner: [], byKind: [], promisedPages: 0, ...last, seq: 1, byProcess, pagingPages: null }];
    const data = chartData({ ...snapshot, history: { ...snapshot.history, samples } }, people, 'process');
    expect(data.bands).toHaveLength(14);
    expect(data.bands.at(-1)?.name).toBe('other processes');
    expect(stacked(data).at(-1)?.[0]).toBe((59 * 60) / 2);
  });

  it('finds the sample that holds at an entry', () => {
    expect([0, 3, 4, 9, 99].map((seq) => columnAt([3, 5, 9], seq))).toEqual([0, 0, 0, 2, 2]);
  });
});
