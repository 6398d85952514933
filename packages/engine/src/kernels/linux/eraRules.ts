/** The rules that differ between releases of Linux, and a row of the era table that changes some of them. */

import type { EraRow } from '../release.ts';
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

/** Which score a release computes; its variant stands under the field of the same name. */
export type BadnessKind = '2.4' | '2.6' | 'per-mille' | 'pages';

export type EraRules = {
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

/** A row of the table. What the release changed and where that was read are comments: no screen has to load them. */
export type LinuxRow = EraRow<EraChange>;

export type LinuxEra = EraRules & { release: string };
