/**
 * The era table of Linux: which release computes by which variant of each rule. A row states what changed with a release;
 * a release is the sum of the rows up to it, so every release between two rows resolves as well. SPEC [ERA-1], [ERA-2].
 */

import { HIGHEST_POINTS } from '../cIntegers.ts';
import { compareReleases, type EraRow, parseRelease, rowsFor } from '../release.ts';
import type { Badness24Rule } from './formulas/badness24.ts';
import type { Badness26Rule } from './formulas/badness26.ts';
import type { BadnessPagesRule, ProcOomScoreRule } from './formulas/badnessPages.ts';
import type { BadnessPerMilleRule } from './formulas/badnessPerMille.ts';
import type { OomGateRule } from './formulas/oomGate24.ts';
import type { OomReportRule } from './formulas/oomReport.ts';
import type { ReportedScoreRule } from './formulas/reportedScore.ts';
import type { Victim26Rule } from './formulas/victim26.ts';
import type { VictimModernRule } from './formulas/victimModern.ts';
import type { EnoughMemoryRule } from './formulas/vmEnoughMemory.ts';
import type { WatermarkRule } from './formulas/watermarks.ts';

/** Which score a release computes; its variant stands under the field of the same name. */
export type BadnessKind = '2.4' | '2.6' | 'per-mille' | 'pages';

type EraRules = {
  enoughMemory: EnoughMemoryRule;
  /** The waiting rule before a kill; gone from 2.6.11. */
  gate: OomGateRule & { isUsed: boolean };
  badness24: Badness24Rule;
  badness26: Badness26Rule;
  badnessPerMille: BadnessPerMilleRule;
  badnessPages: BadnessPagesRule;
  victim26: Victim26Rule;
  victimModern: VictimModernRule;
  watermarks: WatermarkRule;
  report: OomReportRule;
  scores: {
    badness: BadnessKind;
    /** A process is immune if any process on its address space has oom_score_adj −1000 (2.6.37 to 3.1). */
    neverIsShared: boolean;
    procOomScore: ProcOomScoreRule | null;
    reported: ReportedScoreRule;
  };
};
type EraChange = { [Key in keyof EraRules]?: Partial<EraRules[Key]> };

export type LinuxEra = EraRules & { release: string };

/** 2.4.0. Rules that a later family brings stand here as they were when they came. */
const FIRST: EraRules = {
  enoughMemory: {
    guess: 'free-24',
    guessMargin: 'none',
    hasNever: false,
    neverAdmin: 'none',
    neverUser: 'none',
    subtractsHugetlb: false,
    hasKbytes: false,
    signed: false,
  },
  gate: { isUsed: true, restsAfterKill: false, respectsFreeSwap: true },
  badness24: { victimScoresZero: false },
  badness26: {
    sqrt: 'rough',
    children: 'none',
    root: 'uid',
    adj: 'none',
    disableScoresZero: false,
    adjLiftsZero: false,
    originScoresHighest: false,
  },
  badnessPerMille: { countsPageTables: false, originScores1000: true, floor: 0, product: 'unsigned long' },
  badnessPages: { root: 'adj-30', skipsReapedAndVfork: false, signed: false },
  victim26: {
    memorylessTakePart: true,
    exitingCurrentIsChosen: false,
    originIsTakenAtOnce: true,
    respectsNever: false,
    killsSharers: true,
  },
  victimModern: {
    tie: 'first',
    zeroIsNever: true,
    exiting: 'choose-current',
    exitingCurrentPoints: 1000,
    originFirst: false,
    passesReapedVictims: false,
    childSacrifice: true,
    sacrificesSharers: true,
    sharersDie: false,
    sharersSpared: [],
    victimFirst: false,
  },
  watermarks: { min: '1/128', maxKbytes: 65536, spread: 'double-triple' },
  report: {
    invoked: 'none',
    hasCpusetLine: false,
    table: 'none',
    dumpsTasks: false,
    hasConstraintLine: false,
    choice: 'none',
    namesSharers: false,
    killed: 'Out of Memory',
    hasReaper: false,
    panic: 'Out of memory and no killable processes...',
  },
  scores: { badness: '2.4', neverIsShared: false, procOomScore: null, reported: 'points' },
};

const ROWS: readonly EraRow<EraChange>[] = [
  { from: '2.4.19', set: { gate: { restsAfterKill: true } } },
  { from: '2.4.22', set: { badness24: { victimScoresZero: true } } },
  {
    from: '2.6.0',
    set: {
      enoughMemory: { guess: 'one-sum', guessMargin: '1/32', hasNever: true },
      gate: { restsAfterKill: true },
      scores: { badness: '2.6' },
    },
  },
  { from: '2.6.1', set: { badness26: { sqrt: 'floor' } } },
  { from: '2.6.5', set: { enoughMemory: { subtractsHugetlb: true } } },
  { from: '2.6.8', set: { gate: { respectsFreeSwap: false } } },
  { from: '2.6.9', set: { enoughMemory: { guess: 'two-steps', neverAdmin: '1/32' } } },
  {
    from: '2.6.11',
    set: {
      enoughMemory: { neverUser: '1/32' },
      gate: { isUsed: false },
      badness26: { children: 'full', adj: 'shift' },
      scores: { procOomScore: 'points' },
    },
  },
  { from: '2.6.16', set: { badness26: { children: 'half' } } },
  { from: '2.6.17', set: { enoughMemory: { guess: 'two-steps-reserve' } } },
  { from: '2.6.18', set: { victim26: { memorylessTakePart: false, respectsNever: true } } },
  { from: '2.6.20', set: { badness26: { originScoresHighest: true }, victim26: { originIsTakenAtOnce: false } } },
  { from: '2.6.22', set: { badness26: { adjLiftsZero: true } } },
  { from: '2.6.24', set: { victim26: { exitingCurrentIsChosen: true } } },
  { from: '2.6.25', set: { badness26: { root: 'capabilities' } } },
  { from: '2.6.32', set: { badness26: { disableScoresZero: true }, victim26: { killsSharers: false } } },
  { from: '2.6.36', set: { scores: { badness: 'per-mille' } } },
  {
    from: '2.6.37',
    set: { badnessPerMille: { floor: 1 }, victimModern: { sharersDie: true }, scores: { neverIsShared: true } },
  },
  {
    from: '2.6.39',
    set: { badnessPerMille: { countsPageTables: true, product: 'int' }, victimModern: { sacrificesSharers: false } },
  },
  { from: '3.0', set: { badnessPerMille: { originScores1000: false } } },
  { from: '3.1', set: { enoughMemory: { guess: 'sum-reserve' } } },
  {
    from: '3.2',
    set: {
      badnessPerMille: { product: 'long' },
      victimModern: { sharersSpared: ['kthread', 'never'] },
      scores: { neverIsShared: false },
    },
  },
  {
    from: '3.5',
    set: {
      victimModern: { exitingCurrentPoints: HIGHEST_POINTS },
      scores: { badness: 'pages', procOomScore: 'pages-per-mille', reported: 'per-mille-32' },
    },
  },
  { from: '3.8', set: { victimModern: { originFirst: true, exiting: 'wait' } } },
  {
    from: '3.10',
    set: { enoughMemory: { guessMargin: 'admin-kbytes', neverAdmin: 'admin-kbytes', neverUser: 'user-kbytes' } },
  },
  // The proportional bonus reached the 3.10 branch as a backport; it is read in 3.10.65, the exact release is not known.
  { from: '3.10.30', until: '3.11', set: { badnessPages: { root: '-3%' } } },
  { from: '3.14', set: { enoughMemory: { hasKbytes: true }, badnessPages: { root: '-3%' } } },
  { from: '3.19', set: { enoughMemory: { signed: true } } },
  { from: '4.4', set: { victimModern: { victimFirst: true, sharersSpared: ['kthread', 'never', 'init'] } } },
  { from: '4.7', set: { victimModern: { exiting: 'ignore' } } },
  {
    from: '4.8',
    set: {
      badnessPages: { skipsReapedAndVfork: true },
      victimModern: { passesReapedVictims: true, sharersSpared: ['kthread', 'init'] },
      scores: { reported: 'per-mille-64' },
    },
  },
  { from: '4.17', set: { badnessPages: { root: 'none' } } },
  { from: '5.2', set: { enoughMemory: { guess: 'ram-plus-swap' }, victimModern: { childSacrifice: false } } },
  { from: '5.3', set: { victimModern: { tie: 'last' }, scores: { reported: 'points-unsigned-as-signed' } } },
  {
    from: '5.9',
    set: {
      badnessPages: { signed: true },
      victimModern: { zeroIsNever: false },
      scores: { procOomScore: 'signed', reported: 'points-signed' },
    },
  },
];

/** When the kernel log changed its words, and the free-memory marks their formula. */
const REPORT_ROWS: readonly EraRow<EraChange>[] = [
  { from: '2.6.0', set: { watermarks: { min: 'const-1024' } } },
  { from: '2.6.1', set: { watermarks: { min: 'sqrt' } } },
  { from: '2.6.10', set: { report: { invoked: 'gfp' } } },
  { from: '2.6.11', set: { watermarks: { spread: 'quarter-half' } } },
  { from: '2.6.13', set: { report: { invoked: 'gfp-order' } } },
  { from: '2.6.16', set: { report: { choice: 'and children', killed: 'message' } } },
  { from: '2.6.19', set: { report: { invoked: 'oomkilladj' } } },
  { from: '2.6.20', set: { report: { choice: 'or a child', killed: 'plain' } } },
  { from: '2.6.25', set: { report: { table: '2.6.25' } } },
  { from: '2.6.29', set: { report: { hasCpusetLine: true } } },
  { from: '2.6.32', set: { report: { invoked: 'oom_adj' } } },
  { from: '2.6.33', set: { report: { killed: 'vsz' } } },
  {
    from: '2.6.36',
    set: {
      report: {
        invoked: 'both-adj',
        table: '2.6.36',
        dumpsTasks: true,
        choice: 'or sacrifice child',
        killed: 'total-vm',
      },
    },
  },
  { from: '2.6.37', set: { report: { namesSharers: true } } },
  { from: '3.6', set: { report: { table: '3.6' } } },
  { from: '3.7', set: { report: { invoked: 'score_adj' } } },
  { from: '4.0', set: { report: { table: '4.0' } } },
  { from: '4.4', set: { report: { namesSharers: false } } },
  {
    from: '4.6',
    set: { watermarks: { spread: 'scale' }, report: { invoked: 'flags', killed: 'shmem', hasReaper: true } },
  },
  { from: '4.9', set: { report: { invoked: 'flags-nodemask' } } },
  { from: '4.15', set: { report: { table: '4.15' } } },
  {
    from: '4.19',
    set: { report: { table: '4.19', hasCpusetLine: false, panic: 'System is deadlocked on memory' } },
  },
  { from: '5.0', set: { report: { invoked: 'flags', hasConstraintLine: true } } },
  { from: '5.2', set: { report: { choice: 'none', killed: 'message-shmem' } } },
  { from: '5.4', set: { report: { killed: 'message-uid' } } },
  { from: '5.6', set: { watermarks: { maxKbytes: 262144 } } },
  { from: '6.12', set: { report: { table: '6.12' } } },
];

/** The rules of a Linux release. @returns null for no release number, and for anything before 2.4 */
export function linuxEra(release: string): LinuxEra | null {
  const parsed = parseRelease(release);
  if (parsed === null || compareReleases(parsed, [2, 4]) < 0) return null;
  const rows = [...rowsFor(ROWS, parsed), ...rowsFor(REPORT_ROWS, parsed)];
  const rules = rows.reduce((sum, row) => applied(sum, row.set), FIRST);
  return { release, ...rules };
}

function applied(rules: EraRules, change: EraChange): EraRules {
  return {
    enoughMemory: { ...rules.enoughMemory, ...change.enoughMemory },
    gate: { ...rules.gate, ...change.gate },
    badness24: { ...rules.badness24, ...change.badness24 },
    badness26: { ...rules.badness26, ...change.badness26 },
    badnessPerMille: { ...rules.badnessPerMille, ...change.badnessPerMille },
    badnessPages: { ...rules.badnessPages, ...change.badnessPages },
    victim26: { ...rules.victim26, ...change.victim26 },
    victimModern: { ...rules.victimModern, ...change.victimModern },
    watermarks: { ...rules.watermarks, ...change.watermarks },
    report: { ...rules.report, ...change.report },
    scores: { ...rules.scores, ...change.scores },
  };
}
