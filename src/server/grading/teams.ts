import { answersAt, type LateRule, latenessOf, type Seal } from '@overcommit/coursework';
import { assignmentOf, extendedUntil, type Team, teamsOf } from '../work/index.ts';
import type { GradedTeam, GradingDeps } from './types.ts';

/** The teams of an assignment, or the one, each with what of its work is graded. A fixed number of queries. */
export async function gradedTeams(
  deps: Pick<GradingDeps, 'db' | 'store'>,
  assignmentId: string,
  of: { teamId?: string } = {},
): Promise<GradedTeam[]> {
  const { assignment } = await assignmentOf(deps, assignmentId);
  const teams = await teamsOf(deps, assignmentId, { ...of, withDrafts: true });
  return teams.filter(({ members }) => members.length > 0).map((team) => sealFor(team, assignment.lateRule));
}

/** What of a team's work is graded: its seal, or a preview of the work as it stands. */
function sealFor(team: Team, rule: LateRule | null): GradedTeam {
  const { teamId, name, members, machines, submission } = team;
  const { seal } = submission;
  const parts = seal?.parts ?? machines.flatMap(({ machineId, entries: seq }) => (seq > 0 ? [{ machineId, seq }] : []));
  const answers = answersAt(submission, seal, extendedUntil(team.memberWindows));
  return {
    teamId,
    name,
    parts,
    members,
    seal: seal && { version: seal.version, at: seal.asOf, reason: seal.reason },
    answers: answers.map(({ prompt, scope, by, text }) => ({ prompt, scope, by, text })),
    ...lateness(team, seal, rule),
  };
}

/** What is sealed at the deadline or by staff is on time. A person with an extension has a lateness of their own. */
function lateness(
  { members, window, memberWindows }: Team,
  seal: Seal | null,
  rule: LateRule | null,
): Pick<GradedTeam, 'lateMinutes' | 'latePercents'> {
  if (seal?.reason !== 'handIn') return { lateMinutes: 0, latePercents: {} };
  const at = new Date(seal.asOf);
  const percentOf = (userId: string) => latenessOf(memberWindows[userId] ?? window, rule, at).percent;
  return {
    lateMinutes: Math.ceil(latenessOf(window, rule, at).lateMs / 60_000),
    latePercents: Object.fromEntries(members.map(({ userId }) => [userId, percentOf(userId)])),
  };
}
