import type { LiveStudent, Rubric, SealVerdicts } from '@overcommit/coursework';
import type { GradedTeam } from './types.ts';

/** What grading reads today of the members of a team, by user id. */
export function liveStudents(team: GradedTeam, rubric: Rubric, { items }: SealVerdicts): [string, LiveStudent][] {
  return team.members.map(({ userId }) => {
    const verdicts = rubric.items.map((item) => [item.id, items[item.id]?.[userId] ?? null]);
    return [userId, { latePercent: team.latePercents[userId] ?? 0, verdicts: Object.fromEntries(verdicts) }];
  });
}
