/** On AIX it is paging space that runs out: gauge, chart, shell and cards must show that, and agree with lsps -s. */
import { applyEntry, boot, type Entry, lspsS, type Machine } from '@overcommit/engine';
import { findLab, machineSpecOf, playStory } from '@overcommit/handbook';
import { emptyHistory, foldEntry, type History, listenersSentence, sample } from '@overcommit/reading';
import { describe, expect, it } from 'vitest';
import { chartData, isMark } from './chartData.ts';
import { describeColumn } from './chartWords.ts';
import { indexPeople } from './people.ts';
import { promiseSentence } from './sentences.ts';
import { shellLines } from './shell/shellLines.ts';
import { takeSnapshot } from './snapshot.ts';

const lab = findLab('aix-warns-first') ?? expect.fail('the lab is gone');
const late = lab.variants.find(({ id }) => id === 'aix-late') ?? expect.fail('its variant is gone');
const { spec, entries } = playStory(machineSpecOf(lab, late), lab.story, lab.script);
const people = indexPeople([]);
const plain = (text: string) => text.replace(/[\u00a0\u202f]/g, ' ');

function folded(last: number): { machine: Machine; history: History } {
  const machine = boot(spec);
  const history = emptyHistory(machine);
  for (const entry of entries.slice(0, last)) {
    foldEntry(history, machine, entry, true);
    sample(history, machine);
  }
  return { machine, history };
}
const warnedAt = entries.find(({ facts }) => facts.some(({ type }) => type === 'DangerSignalled'))?.seq ?? 0;

describe('paging space', () => {
  it('each SIGDANGER is seen in the shell, as a card and in the chart', () => {
    const { machine, history } = folded(warnedAt);
    const snapshot = takeSnapshot(machine, history);
    const shell = shellLines({ snapshot, people, actor: null, typed: [] }).map(({ text }) => plain(text));
    expect(shell).toContainEqual(
      expect.stringMatching(
        /^kernel #\d+: SIGDANGER to 4 processes: 1 531 pages of paging space \(6\.0 MiB\) are free, fewer than npswarn, 1 532\.$/,
      ),
    );
    const card = history.decisions.at(-1);
    expect(card).toMatchObject({ kind: 'warning', seq: warnedAt, listeners: [{ process: 'cache', does: 'release' }] });
    if (card?.kind !== 'warning') return expect.fail('no card');
    expect(listenersSentence(card.listeners ?? [], card.fact)).toBe(
      'cache listens and gives its memory back; the other 3 ignore it.',
    );
    const data = chartData(snapshot, people, 'person');
    expect(data.markers.filter(isMark)).toEqual([{ seq: warnedAt, kind: 'warning', label: 'SIGDANGER to all' }]);
    expect(plain(describeColumn(data, data.seqs.length - 1))).toMatch(
      /SIGDANGER to all, paging space \d+\.\d MiB of 192\.0 MiB/,
    );
  });

  it('at every entry the gauge, its headline, the chart and lsps -s have one figure', () => {
    for (let last = 1; last <= entries.length; last++) {
      const { machine, history } = folded(last);
      const snapshot = takeSnapshot(machine, history);
      const { pagingSpace } = snapshot.commit;
      if (!pagingSpace) return expect.fail('AIX has paging space');
      const { used, total } = pagingSpace;
      expect(chartData(snapshot, people, 'kind').paging?.taken.at(-1)).toBe(used);
      expect(lspsS(machine)).toContain(`${Math.floor((used * 100) / total)}%`);
      expect(plain(promiseSentence(snapshot.commit).figure)).toBe(`${((total - used) / 256).toFixed(1)} MiB`);
    }
  });

  it('is nearly gone when the killer strikes', () => {
    const killedAt = entries.find(({ facts }: Entry) => facts.some(({ type }) => type === 'VictimChosen'))?.seq ?? 0;
    expect(killedAt).toBeGreaterThan(warnedAt);
    const machine = boot(spec);
    let free = Number.POSITIVE_INFINITY;
    let npskill = 0;
    for (const entry of entries.slice(0, killedAt))
      applyEntry(machine, entry, (fact) => {
        if (fact.type !== 'VictimChosen') return;
        const { pagingSpace } = takeSnapshot(machine, emptyHistory(machine)).commit;
        if (pagingSpace) [free, npskill] = [pagingSpace.total - pagingSpace.used, pagingSpace.npskill];
      });
    expect(free).toBeLessThan(npskill);
    expect(npskill).toBeLessThan(400);
  });
});
