/**
 * The era table of Linux: which release computes by which variant of each rule. A row states what changed with a release;
 * a release is the sum of the rows up to it, so every release between two rows resolves as well. SPEC [ERA-1], [ERA-2].
 */

import { compareReleases, parseRelease, rowsFor } from '../release.ts';
import type { EraChange, EraRules, LinuxEra, LinuxRow } from './eraRules.ts';
import { ROWS_OF_2 } from './rowsOf2.ts';
import { ROWS_OF_3_TO_6 } from './rowsOf3To6.ts';

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
    exitingCurrentIsVictim: false,
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
