import type { AssignmentDetail, SealShape } from '@overcommit/protocol/api';

const MINUTE_MS = 60_000;

/** "2 h 5 min", "3 d 4 h". */
export function durationWords(ms: number): string {
  const minutes = Math.ceil(ms / MINUTE_MS);
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return minutes % 60 === 0 ? `${hours} h` : `${hours} h ${minutes % 60} min`;
  return hours % 24 === 0 ? `${hours / 24} d` : `${Math.floor(hours / 24)} d ${hours % 24} h`;
}

export function lateRuleWords(rule: AssignmentDetail['lateRule']): string {
  if (!rule) return 'A late hand-in costs nothing.';
  const grace =
    rule.graceMinutes > 0
      ? ` The first ${rule.graceMinutes === 1 ? 'minute is' : `${rule.graceMinutes} minutes are`} free.`
      : '';
  return `Late: ${rule.percent} % of the points for each started ${rule.per}, at most ${rule.capPercent} %.${grace}`;
}

const BY = { handIn: 'Handed in', due: 'Sealed at the due date', staff: 'Sealed by staff' } as const;

/** "Handed in by Ana". */
export function sealWords({ reason, by }: Pick<SealShape, 'reason' | 'by'>): string {
  return reason === 'handIn' && by ? `${BY.handIn} by ${by}` : BY[reason];
}

/** "2 h 5 min late, −10 %". */
export function lateWords({ lateMs, latePercent }: Pick<SealShape, 'lateMs' | 'latePercent'>): string | null {
  if (lateMs <= 0) return null;
  return `${durationWords(lateMs)} late${latePercent > 0 ? `, −${latePercent} %` : ''}`;
}
