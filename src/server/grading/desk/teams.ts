import { readSubmission, teamOf, teamsOf } from '../../work/index.ts';
import { gradedTeams } from '../teams.ts';
import type { GradedTeam, GradingDeps } from '../types.ts';
import type { Who } from './names.ts';

/** The team itself, or the team of a student. */
export async function findTeam(deps: GradingDeps, assignmentId: string, who: Who): Promise<GradedTeam | null> {
  const teamId = who.kind === 'team' ? who.id : await teamIdOf(deps, assignmentId, who.id);
  const [team] = teamId === null ? [] : await gradedTeams(deps, assignmentId, { teamId });
  return team ?? null;
}

/** The team whose work this student's is: that of a seal before the group of today. */
async function teamIdOf(deps: GradingDeps, assignmentId: string, userId: string): Promise<string | null> {
  const group = await deps.db.group.findFirst({
    where: { course: { assignments: { some: { id: assignmentId } } }, enrollments: { some: { userId } } },
    select: { id: true },
  });
  const today = group && (await teamOf(deps, assignmentId, group.id, false));
  if (today?.members.some((member) => member.userId === userId)) return today.teamId;
  const teams = await teamsOf(deps, assignmentId);
  return teams.find(({ members }) => members.some((member) => member.userId === userId))?.teamId ?? null;
}

/** Whose work a team's is. Of a sealed team only its own stream is read, however many teams there are. */
export async function teamMembers(deps: GradingDeps, assignmentId: string, teamId: string): Promise<string[]> {
  const { seal } = await readSubmission(deps, { assignmentId, teamId });
  if (seal) return seal.members;
  const team = await findTeam(deps, assignmentId, { kind: 'team', id: teamId });
  return team?.members.map(({ userId }) => userId) ?? [];
}
