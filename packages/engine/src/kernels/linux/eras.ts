/**
 * The era table of Linux: which release computes by which variant of each rule. A row states what changed with a release;
 * a release is the sum of the rows up to it, so every release between two rows resolves as well. SPEC [ERA-1], [ERA-2].
 */

import { compareReleases, type EraRow, parseRelease, rowsFor } from '../release.ts';
import type { Badness24Rule } from './formulas/badness24.ts';
import type { Badness26Rule } from './formulas/badness26.ts';
import type { BadnessPagesRule, ProcOomScoreRule } from './formulas/badnessPages.ts';
import type { BadnessPerMilleRule } from './formulas/badnessPerMille.ts';
import type { OomGateRule } from './formulas/oomGate24.ts';
import type { OomReportRule } from './formulas/oomReport.ts';
import type { ReportedScoreRule } from './formulas/reportedScore.ts';
import type { Victim24Rule } from './formulas/victim24.ts';
import type { Victim26Rule } from './formulas/victim26.ts';
import type { VictimModernRule } from './formulas/victimModern.ts';
import type { EnoughMemoryRule } from './formulas/vmEnoughMemory.ts';
import type { WatermarkRule } from './formulas/watermarks.ts';
import { ROWS_OF_2 } from './rowsOf2.ts';
import { ROWS_OF_3_TO_6 } from './rowsOf3To6.ts';

/** Which score a release computes; its variant stands under the field of the same name. */
export type BadnessKind = '2.4' | '2.6' | 'per-mille' | 'pages';

type EraRules = {
  enoughMemory: EnoughMemoryRule;
  /** The waiting rule before a kill; gone from 2.6.11. */
  gate: OomGateRule & { isUsed: boolean /** Counts calls and time (2.4.14). */; isTimed: boolean };
  badness24: Badness24Rule;
  badness26: Badness26Rule;
  badnessPerMille: BadnessPerMilleRule;
  badnessPages: BadnessPagesRule;
  victim24: Victim24Rule & {
    /** No choice is made: the task that needs the page dies (2.4.10 to 2.4.12, 2.4.23, 2.4.24). */
    takesAsker: boolean;
  };
  victim26: Victim26Rule;
  victimModern: VictimModernRule & { /** memory.oom.group (4.19). */ killsOomGroup: boolean };
  watermarks: WatermarkRule & {
    /** Once nothing can be reclaimed the marks stay raised by a page block; as measured on the recorded machine. */
    isBoosted: boolean;
    /** The marks at boot are those of the recorded machine: `calibration.ts`. */
    isRecorded: boolean;
  };
  report: OomReportRule;
  scores: {
    badness: BadnessKind;
    /** A process is immune if any process on its address space has oom_score_adj −1000 (2.6.37 to 3.1). */
    neverIsShared: boolean;
    /** The upper levels of page tables count beside the lowest (4.0). */
    countsUpperTables: boolean;
    procOomScore: ProcOomScoreRule | null;
    reported: ReportedScoreRule;
  };
};
export type EraChange = { [Key in keyof EraRules]?: Partial<EraRules[Key]> };

/** A row of the table: what a release changed, in words and as rules, and where that stands. */
export type LinuxRow = EraRow<EraChange> & { what: string; source: string };

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
  gate: { isUsed: true, isTimed: false, restsAfterKill: false, respectsFreeSwap: true },
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
  victim24: { killsSharers: false, takesAsker: false },
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
    killsOomGroup: false,
  },
  watermarks: { min: '1/128', maxKbytes: 65536, spread: 'double-triple', isBoosted: false, isRecorded: false },
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
    saysNoVictim: false,
    panicOnOom: {
      compulsory: 'out of memory. Compulsory panic_on_oom is selected.',
      'system-wide': 'out of memory. panic_on_oom is selected',
    },
    memInfo: 'none',
    hasGroupSwapLine: false,
    gfp: { mask: 0, names: '' },
  },
  scores: { badness: '2.4', neverIsShared: false, countsUpperTables: false, procOomScore: null, reported: 'points' },
};

/** Every row, oldest first. */
export const LINUX_ROWS: readonly LinuxRow[] = [...ROWS_OF_2, ...ROWS_OF_3_TO_6];

/** The rules of a Linux release. @returns null for no release number, and for anything before 2.4 */
export function linuxEra(release: string): LinuxEra | null {
  const parsed = parseRelease(release);
  if (parsed === null || compareReleases(parsed, [2, 4]) < 0) return null;
  const rules = rowsFor(LINUX_ROWS, parsed).reduce<EraRules>((sum, row) => applied(sum, row.set), FIRST);
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
    victim24: { ...rules.victim24, ...change.victim24 },
    victim26: { ...rules.victim26, ...change.victim26 },
    victimModern: { ...rules.victimModern, ...change.victimModern },
    watermarks: { ...rules.watermarks, ...change.watermarks },
    report: { ...rules.report, ...change.report },
    scores: { ...rules.scores, ...change.scores },
  };
}
