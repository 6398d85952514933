/**
 * All figures that one page shows of one moment reconcile: on drawn machines and logs of every kernel, after every entry.
 * They are read from the models that the page draws.
 */
import {
  applyEntry,
  badnessTable,
  boot,
  type Candidate,
  commitStatement,
  type Entry,
  type Fact,
  forkAskOf,
  keptBack,
  type Machine,
  type MachineSpec,
  memoryText,
  type PolicyId,
  policyInfo,
} from '@overcommit/engine';
import { LABS, machineSpecOf, playStory } from '@overcommit/handbook';
import {
  badnessTableOf,
  type Decision,
  emptyHistory,
  foldEntry,
  type History,
  isLimitFact,
  refusalSum,
  sample,
} from '@overcommit/reading';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { usedByKind, usedByOwner, usedByProcess } from '../../packages/reading/src/usage.ts';
import { chartData, stacked } from '../../src/machineView/chartData.ts';
import { indexPeople } from '../../src/machineView/people.ts';
import { promiseSentence } from '../../src/machineView/sentences.ts';
import { shellLines } from '../../src/machineView/shell/shellLines.ts';
import { type Snapshot, takeSnapshot } from '../../src/machineView/snapshot.ts';
import { scriptDrafts } from './draft.ts';
import { drawEntries } from './play.ts';

const SCRIPTS = 90;
const people = indexPeople([
  { actorId: 'root', displayName: 'Root', initials: 'RO', colour: 0, uid: 0, role: 'staff' },
  { actorId: 'ada', displayName: 'Ada', initials: 'AD', colour: 1, uid: 1000, role: 'student' },
  { actorId: 'ben', displayName: 'Ben', initials: 'BE', colour: 2, uid: 1001, role: 'student' },
]);
const sumOf = (list: readonly { pages: number }[]): number => list.reduce((sum, { pages }) => sum + pages, 0);

/** What the kernel decides by, beside what is shown at that moment. Only a refused sum says it all. */
function decidedAsShown(m: Machine, fact: Fact): void {
  if (fact.type !== 'ChargeDecided' || fact.isGranted || !fact.isSummed || fact.limit === null) return;
  const { committedPages, limitPages, isEnforced, pagingSpace } = commitStatement(m);
  if (pagingSpace) {
    expect([fact.counted, fact.limit]).toEqual([pagingSpace.used, pagingSpace.total]);
    return;
  }
  const ask = forkAskOf(m, fact);
  expect(isEnforced).toBe(true);
  expect(fact.limit - sumOf(keptBack(fact.terms))).toBe(limitPages);
  // One mapping of a fork, where the kernel charges them in turn, comes after those before it.
  if (ask || fact.call !== 'fork') expect(ask?.promised ?? fact.counted).toBe(committedPages);
}

/** The rows of a refusal's sum, computed as a reader does. */
function sumsUp({ fact, ask }: Extract<Decision, { kind: 'refusal' }>): void {
  const rows = refusalSum(fact, ask);
  const n = (label: string): number | undefined => rows.find((row) => row.label === label)?.n;
  const before = isLimitFact(fact) ? (rows[0]?.n ?? 0) : (n('already promised') ?? 0);
  const together = n('together') ?? n('asked') ?? 0;
  expect(before + (n('asked') ?? 0)).toBe(together);
  const parts = rows.filter(({ label }) => label.startsWith('for '));
  if (parts.length > 0) expect(parts.reduce((sum, part) => sum + part.n, 0)).toBe(n('asked'));
  const limit = n('limit for this caller') ?? n('limit');
  if (limit === undefined) return;
  const last = rows.at(-1);
  expect(last?.look).toBe('warn');
  expect(last?.label === 'too much by' ? last.n : -(last?.n ?? 0)).toBe(together - limit);
}

/** A row of the candidates' table, from left to right. Beyond 2^40 a shift wraps in the kernel. */
function computes(policy: PolicyId, candidates: readonly Candidate[], isRanked: boolean): void {
  for (const { cells, candidate } of badnessTableOf({ policy, candidates, isRanked }).rows) {
    let points = 0;
    let isLifted = false;
    for (const cell of cells) {
      const n = Number(cell.replace(/[^\d]/g, ''));
      if (cell.startsWith('÷')) points = Math.trunc(points / n);
      else if (cell.startsWith('×')) {
        isLifted ||= points === 0;
        points *= n;
      } else if (cell !== '–') points += cell.startsWith('−') ? -n : n;
    }
    if (candidate.exempt === undefined && !isLifted && points < 2 ** 40)
      expect(points, `${candidate.process}: ${cells.join(' | ')}`).toBe(candidate.points);
  }
}

/** One moment: used by person, by process, by kind and in the chart; promised; what the system itself reports. */
function reconciles(snapshot: Snapshot): void {
  const { commit, frames, machine, processes } = snapshot;
  const used = commit.ramPages - commit.freePages + commit.swapUsedPages;
  const names = new Map(processes.map(({ pid, name }) => [pid, name]));
  const parts = [usedByOwner(frames), usedByKind(frames), usedByProcess(frames, names)];
  expect(parts.map(sumOf)).toEqual([used, used, used]);
  for (const mode of ['person', 'process', 'kind'] as const)
    expect(
      stacked(chartData(snapshot, people, mode))
        .at(-1)
        ?.at(-1) ?? used,
    ).toBe(used);
  expect(sumOf(frames.classes)).toBe(commit.ramPages + commit.swapTotalPages);
  expect(commit.byOwner.reduce((sum, { promisedPages }) => sum + promisedPages, 0)).toBe(commit.committedPages);
  const { figure, isBeyond } = promiseSentence(commit);
  const left = leftOf(snapshot);
  expect(figure.replace(/[\u00a0\u202f]/g, '')).toBe(`${(Math.round((Math.abs(left) * 10) / 256) / 10).toFixed(1)}MiB`);
  if (!commit.pagingSpace) expect(isBeyond).toBe(left < 0);
  reported(machine, commit);
}

function leftOf({ commit }: Snapshot): number {
  const { pagingSpace, isEnforced, limitPages, committedPages, ramPages, swapTotalPages } = commit;
  if (pagingSpace) return pagingSpace.total - pagingSpace.used;
  return (isEnforced ? limitPages : ramPages + swapTotalPages) - committedPages;
}

/** The system's own report says what the gauge says. */
function reported(machine: Machine, commit: Snapshot['commit']): void {
  const { source, text } = memoryText(machine);
  if (source === 'lsps -s') {
    const { total = 0, used = 0 } = commit.pagingSpace ?? {};
    expect(text).toContain(`${total === 0 ? 0 : Math.floor((used * 100) / total)}%`);
  } else if (source === 'swap -s') {
    const [said, available] = (/(\d+)k used, (\d+)k/.exec(text) ?? []).slice(1).map(Number);
    expect(said).toBe(commit.committedPages * 4);
    expect(available).toBe(Math.max(0, commit.limitPages - commit.committedPages) * 4);
  } else {
    const row = (name: string): number => Number(new RegExp(`^${name}: +(-?\\d+) kB`, 'm').exec(text)?.[1]) / 4;
    expect([row('MemTotal'), row('MemFree'), row('SwapTotal') - row('SwapFree')]).toEqual([
      commit.ramPages,
      commit.freePages,
      commit.swapUsedPages,
    ]);
    expect([row('CommitLimit'), row('Committed_AS')]).toEqual([commit.limitPages, commit.committedPages]);
  }
}

/** Ranks on the cards, the table "if the killer struck now", and the next victim. */
function ranks({ machine, processes }: Snapshot): void {
  const { policy } = machine.spec;
  const table = badnessTable(machine);
  computes(policy, table, true);
  const open = table.filter(({ exempt }) => exempt === undefined);
  for (const { pid, rank, points } of processes) {
    const at = open.findIndex((one) => one.pid === pid);
    expect([rank, points]).toEqual(at < 0 ? [null, null] : [at + 1, open[at]?.points]);
  }
}

/** Fills a machine up, so that kernels that overcommit kill, and the others refuse. */
function greedy({ ramPages, swapPages }: Machine): string[] {
  const third = Math.ceil((ramPages + swapPages) / 3);
  const regions = ['one', 'two', 'three', 'four'];
  const lines = regions.flatMap((r) => [`mmap greedy ${r} ${third}P rw private`, `touch greedy ${r}`]);
  return ['spawn greedy 1001', 'fork greedy kid', ...lines, 'fork greedy second', 'touch kid stack'];
}

function folds(spec: MachineSpec, entries: readonly Entry[]): { machine: Machine; history: History } {
  const machine = boot(spec);
  const twin = boot(spec);
  const history = emptyHistory(machine);
  for (const entry of entries) {
    const cards = history.decisions.length;
    applyEntry(twin, entry, (fact) => decidedAsShown(twin, fact));
    foldEntry(history, machine, entry, false);
    sample(history, machine);
    const snapshot = takeSnapshot(machine, history);
    reconciles(snapshot);
    ranks(snapshot);
    for (const card of history.decisions.slice(cards)) {
      if (card.kind === 'refusal') sumsUp(card);
      if (card.kind === 'kill' && card.fact.formula === undefined)
        computes(card.fact.policy, card.fact.candidates, false);
    }
  }
  const texts = shellLines({ snapshot: takeSnapshot(machine, history), people, actor: null, typed: [] });
  for (const { text } of texts) expect(text).not.toMatch(/NaN|undefined|null|Infinity/);
  return { machine, history };
}

describe('all figures of one moment reconcile', () => {
  it(`on ${SCRIPTS} drawn machines, after every entry`, () => {
    const met = { refusals: 0, kills: 0, kernels: new Set<string>() };
    fc.assert(
      fc.property(scriptDrafts(16), (draft) => {
        const { spec, entries } = drawEntries(draft, greedy);
        const { history } = folds(spec, entries);
        met.kernels.add(spec.policy);
        met.refusals += history.decisions.filter(({ kind }) => kind === 'refusal').length;
        met.kills += history.decisions.filter(({ kind }) => kind === 'kill').length;
      }),
      { seed: 20261130, numRuns: SCRIPTS, endOnFailure: true },
    );
    expect(met.kernels.size).toBe(14);
    expect(met.refusals).toBeGreaterThan(40);
    expect(met.kills).toBeGreaterThan(40);
  });

  describe.each(LABS.map((lab) => [`lab ${lab.number}`, lab] as const))('%s', (_, lab) => {
    it.each(lab.variants.map((variant) => [variant.label, variant] as const))('under %s', (__, variant) => {
      const { spec, entries } = playStory(machineSpecOf(lab, variant), lab.story, lab.script);
      folds(spec, entries);
      expect(policyInfo(spec.policy).id).toBe(variant.policy);
    });
  });

  it('a figure that is wrong is noticed', () => {
    const lab = LABS[3] ?? expect.fail('lab 4 is gone');
    const variant = lab.variants[0] ?? expect.fail('its variant is gone');
    const { spec, entries } = playStory(machineSpecOf(lab, variant), lab.story, lab.script);
    const { machine, history } = folds(spec, entries);
    const snapshot = takeSnapshot(machine, history);
    const { commit } = snapshot;
    expect(() => reconciles({ ...snapshot, commit: { ...commit, freePages: commit.freePages + 1 } })).toThrow();
    expect(() => reconciles({ ...snapshot, commit: { ...commit, limitPages: commit.limitPages + 1 } })).toThrow();
    expect(() => ranks({ ...snapshot, processes: snapshot.processes.map((p) => ({ ...p, rank: 1 })) })).toThrow();
  });
});
