import { linuxEra } from '@overcommit/engine/formulas';
import type { Report } from '../types.ts';
import { type ScoredRow, scoresOf } from './scores.ts';

/** Releases whose choice differs by a rule, oldest first. */
const OTHER_RELEASES = ['3.2', '3.10', '3.16', '4.9', '4.19', '5.4', '6.12'] as const;

/** The first of the same table under each of them; null = the table has too little for it. */
export function underOtherReleases(
  report: Report,
): { release: string; chosen: ScoredRow | null; unit: 'pages' | 'per-mille' }[] {
  return OTHER_RELEASES.flatMap((release) => {
    const era = linuxEra(release);
    const scores = era && scoresOf(report, { era, release, isByTable: false, distribution: null });
    return scores ? [{ release, chosen: scores.chosen, unit: scores.unit }] : [];
  });
}
