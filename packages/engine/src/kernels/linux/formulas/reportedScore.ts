import { HIGHEST_POINTS } from '../../cIntegers.ts';

/** How the log line of a release states the score of its choice. */
export type ReportedScoreRule =
  | 'points'
  | 'per-mille-32'
  | 'per-mille-64'
  | 'points-unsigned-as-signed'
  | 'points-signed';

const ULONG_MAX = 2n ** 64n - 1n;
const LONG_MAX = 2n ** 63n - 1n;

/**
 * The number that belongs to a choice in the log. SPEC [REPORT-1]. A swapoff task has the highest number there is: its
 * product with 1000 wraps (3.5 to 5.0), which leaves a number without meaning. Source: mm/oom_kill.c select_bad_process.
 */
export function reportedScore(points: number, totalPages: number, rule: ReportedScoreRule): bigint {
  const highest = points === HIGHEST_POINTS;
  switch (rule) {
    case 'points':
      return highest ? ULONG_MAX : BigInt(points);
    case 'points-unsigned-as-signed':
      return highest ? -1n : BigInt(points);
    case 'points-signed':
      return highest ? LONG_MAX : BigInt(points);
    case 'per-mille-32':
      return BigInt.asUintN(32, perMille(points, totalPages));
    case 'per-mille-64':
      return perMille(points, totalPages);
  }
}

function perMille(points: number, totalPages: number): bigint {
  const word = points === HIGHEST_POINTS ? ULONG_MAX : BigInt(points);
  return BigInt.asUintN(64, word * 1000n) / BigInt(totalPages || 1);
}
