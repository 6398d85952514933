import type { AutomaticFigure, RubricItem, SealVerdicts } from '@overcommit/coursework';
import type { GradedTeam } from '../types.ts';

/** The verdicts of work whose judging was stopped at a bound: no points, and a person has to look. They are not kept. */
export function stoppedVerdicts(team: GradedTeam, items: readonly RubricItem[], why: string): SealVerdicts {
  const verdict: AutomaticFigure = {
    verdict: 'error',
    points: 0,
    explanation: `Could not be evaluated: ${why}.`,
    machineId: null,
    evidence: [],
  };
  const ofAll = Object.fromEntries(team.members.map(({ userId }) => [userId, verdict]));
  return { items: Object.fromEntries(items.map((item) => [item.id, ofAll])), credit: {} };
}
