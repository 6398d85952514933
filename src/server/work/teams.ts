import {
  emptySubmission,
  foldSubmission,
  type OldHandIn,
  type Seal,
  type Submission,
  sealOfOld,
  windowOf,
} from '@overcommit/coursework';
import { notFound } from '../errors.ts';
import { assignmentOf } from './assignment.ts';
import { recorded, streamIdOf } from './stream.ts';
import type { Team, TeamMachine, TeamMember, WorkDeps } from './types.ts';

type TeamsOf = {
  /** Only this one. */
  teamId?: string;
  /** The texts of answers, which a list of teams does not need. */
  withDrafts?: boolean;
};

/** The teams of an assignment, by name: the groups of its course. A fixed number of queries, however many there are. */
export async function teamsOf(
  deps: WorkDeps,
  assignmentId: string,
  { teamId, withDrafts = false }: TeamsOf = {},
): Promise<Team[]> {
  const { assignment, extensions } = await assignmentOf(deps, assignmentId);
  const rows = await rowsOf(deps, { assignmentId, courseId: assignment.courseId, teamId });
  const submissions = await submissionsOf(deps, { assignmentId, withDrafts, ...rows });
  const sealed = new Map([...submissions].flatMap(([id, { seal }]) => (seal?.members ?? []).map((user) => [user, id])));
  const people = await peopleOf(deps, rows.groups, submissions);
  return rows.groups.map((group): Team => {
    const submission = submissions.get(group.id) ?? emptySubmission();
    const machines = rows.machines.filter((machine) => machine.groupId === group.id);
    const isFree = (userId: string) => (sealed.get(userId) ?? group.id) === group.id;
    const nextMembers = group.enrollments.map((one) => one.userId).filter(isFree);
    const memberIds = submission.seal?.members ?? nextMembers;
    const members = memberIds.flatMap((userId) => memberOf(people.get(userId), machines));
    const windowFor = (userId?: string) => windowOf(assignment.window, extensions, { teamId: group.id, userId });
    const extended = memberIds.filter((userId) => extensions.some((one) => one.userId === userId));
    return {
      teamId: group.id,
      name: group.name,
      machines: machines.map((machine) => machineOf(machine, rows.entries)),
      members: members.sort((a, b) => a.name.localeCompare(b.name, 'en') || (a.userId < b.userId ? -1 : 1)),
      nextMembers: nextMembers.sort(),
      submission,
      window: windowFor(),
      memberWindows: Object.fromEntries(extended.map((userId) => [userId, windowFor(userId)])),
    };
  });
}

/** One team. @throws AppError NOT_FOUND */
export async function teamOf(deps: WorkDeps, assignmentId: string, teamId: string, withDrafts = true): Promise<Team> {
  const [team] = await teamsOf(deps, assignmentId, { teamId, withDrafts });
  if (!team) throw notFound('This group is not in the course of this assignment.');
  return team;
}

/** The seal that counts; null: there is nothing to grade yet. */
export async function sealOf(deps: WorkDeps, assignmentId: string, teamId: string): Promise<Seal | null> {
  return (await teamOf(deps, assignmentId, teamId, false)).submission.seal;
}

async function rowsOf({ db }: WorkDeps, of: { assignmentId: string; courseId: string; teamId: string | undefined }) {
  const { assignmentId, courseId, teamId } = of;
  // With only one team the rest is needed too: whose members are in another team's seal.
  const groups = await db.group.findMany({
    where: { courseId, ...(teamId ? { id: teamId } : {}) },
    orderBy: { name: 'asc' },
    include: { enrollments: { where: { role: 'student' }, select: { userId: true } } },
  });
  const machines = await db.machine.findMany({
    where: { assignmentId, archivedAt: null, groupId: { in: groups.map(({ id }) => id) } },
    orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
    include: { seats: { select: { actorId: true, userId: true, role: true } } },
  });
  const streams = await db.stream.findMany({
    where: { id: { in: machines.map(({ id }) => id) } },
    select: { id: true, version: true },
  });
  const all = teamId ? await db.group.findMany({ where: { courseId }, select: { id: true } }) : groups;
  return {
    groups: groups.sort((a, b) => a.name.localeCompare(b.name, 'en', { numeric: true })),
    machines,
    entries: new Map(streams.map(({ id, version }) => [id, version])),
    allTeamIds: all.map(({ id }) => id),
  };
}
type Rows = Awaited<ReturnType<typeof rowsOf>>;
type GroupRow = Rows['groups'][number];
type MachineRow = Rows['machines'][number];

function machineOf({ id, title, policy, createdAt }: MachineRow, entries: Rows['entries']): TeamMachine {
  return { machineId: id, title, policy, createdAt, entries: entries.get(id) ?? 0 };
}

type Person = { id: string; name: string; email: string };

function memberOf(person: Person | undefined, machines: readonly MachineRow[]): TeamMember[] {
  if (!person) return [];
  const seats = machines.flatMap(({ id, seats }) =>
    seats.filter(({ userId }) => userId === person.id).map(({ actorId }) => [id, actorId] as const),
  );
  return [{ userId: person.id, name: person.name, email: person.email, actorIds: Object.fromEntries(seats) }];
}

async function peopleOf(
  { db }: WorkDeps,
  groups: readonly GroupRow[],
  submissions: ReadonlyMap<string, Submission>,
): Promise<Map<string, Person>> {
  const ids = new Set([
    ...groups.flatMap(({ enrollments }) => enrollments.map(({ userId }) => userId)),
    ...[...submissions.values()].flatMap(({ seal }) => seal?.members ?? []),
  ]);
  const people = await db.user.findMany({
    where: { id: { in: [...ids] } },
    select: { id: true, name: true, email: true },
  });
  return new Map(people.map((person) => [person.id, person]));
}

type SubmissionsOf = Pick<Rows, 'groups' | 'machines' | 'allTeamIds'> & { assignmentId: string; withDrafts: boolean };

/** By team id. Streams from before there were teams belonged to a machine: they count while the team's own is empty. */
async function submissionsOf({ db }: WorkDeps, of: SubmissionsOf): Promise<Map<string, Submission>> {
  const { assignmentId, machines, groups, allTeamIds, withDrafts } = of;
  const teamIdOf = new Map(allTeamIds.map((teamId) => [streamIdOf({ assignmentId, teamId }), teamId]));
  const oldOf = new Map(machines.map((machine) => [streamIdOf({ assignmentId, teamId: machine.id }), machine]));
  const drafted = withDrafts ? groups.map(({ id }) => streamIdOf({ assignmentId, teamId: id })) : [];
  const events = await db.event.findMany({
    where: {
      streamId: { in: [...teamIdOf.keys(), ...oldOf.keys()] },
      OR: [{ type: { not: 'AnswerDrafted' } }, { streamId: { in: drafted } }],
    },
    orderBy: [{ streamId: 'asc' }, { version: 'asc' }],
    select: { streamId: true, version: true, type: true, data: true, metadata: true, recordedAt: true },
  });
  const byTeam = new Map<string, Parameters<typeof recorded>[0][]>();
  const old = new Map<string, OldHandIn[]>();
  for (const { streamId, metadata, recordedAt, ...row } of events) {
    const at = recordedAt.toISOString();
    const teamId = teamIdOf.get(streamId);
    const machine = oldOf.get(streamId);
    if (teamId) byTeam.set(teamId, [...(byTeam.get(teamId) ?? []), { ...row, recordedAt: at }]);
    else if (machine?.groupId) {
      const { seq } = row.data as { seq: number };
      const { actor } = metadata as { actor: string };
      const handIn = { machineId: machine.id, seq, version: row.version, by: actor, recordedAt: at };
      old.set(machine.groupId, [...(old.get(machine.groupId) ?? []), handIn]);
    }
  }
  const found = new Map([...byTeam].map(([teamId, rows]) => [teamId, foldSubmission(rows.map(recorded))]));
  for (const { id, enrollments } of groups) {
    const seal = found.has(id) ? null : sealOfOld(old.get(id) ?? [], membersThen(id, enrollments, machines));
    if (seal) found.set(id, { ...emptySubmission(), seal, history: [{ type: 'Sealed', ...seal }] });
  }
  return found;
}

/** Old hand-ins do not say whose work it was: the students who sat at the group's machines, and those in the group. */
function membersThen(groupId: string, enrollments: GroupRow['enrollments'], machines: readonly MachineRow[]): string[] {
  const seated = machines
    .filter((machine) => machine.groupId === groupId)
    .flatMap(({ seats }) => seats.flatMap(({ userId, role }) => (userId && role === 'student' ? [userId] : [])));
  return [...new Set([...seated, ...enrollments.map(({ userId }) => userId)])];
}
