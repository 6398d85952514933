import { phaseOf } from '@overcommit/coursework';
import type { Board, BoardRow } from '@overcommit/protocol/api';
import type { SignedIn } from '../context.ts';
import { badRequest } from '../errors.ts';
import type { Services } from '../services.ts';
import { databaseNow } from '../store/index.ts';
import { assignmentOf, reopen, sealByStaff, type TeamRef, teamsOf } from '../work/index.ts';
import { extend } from './extensions.ts';
import { namesOf, sealShape, writersOf } from './teamWork.ts';

/** Who has handed in, when, late by how much, and who has not started. A fixed number of queries. */
export async function handInBoard({ services }: SignedIn, assignmentId: string): Promise<Board> {
  const { assignment, extensions } = await assignmentOf(services, assignmentId);
  const teams = await teamsOf(services, assignmentId);
  const now = await databaseNow(services.db);
  const nameOf = await namesOf(services, new Set(teams.flatMap(writersOf)));
  const activity = await activityOf(services, assignmentId);
  const alone = await services.db.enrollment.findMany({
    where: { courseId: assignment.courseId, role: 'student', groupId: null },
    select: { user: { select: { name: true } } },
    orderBy: { user: { name: 'asc' } },
  });
  const rows = teams.map((team): BoardRow => {
    const { teamId, name, members, machines, window, submission } = team;
    const { seal, history } = submission;
    const done = machines.flatMap(({ machineId }) => activity.get(machineId) ?? []);
    return {
      teamId,
      name,
      members: members.map((member) => member.name),
      machines: machines.map(({ machineId, title, entries }) => ({ machineId, title, entries })),
      hasStarted: done.length > 0,
      lastAt: done.reduce<Date | null>((last, at) => (last && last > at ? last : at), null),
      window,
      hasExtension: extensions.some(
        ({ groupId, userId }) => groupId === teamId || members.some((member) => member.userId === userId),
      ),
      phase: phaseOf(window, now),
      seal: seal && sealShape(seal, { assignment, team }, nameOf),
      isReopened: seal === null && history.length > 0,
    };
  });
  return { rows, withoutGroup: alone.map(({ user }) => user.name) };
}

/** When something last happened on each machine of an assignment on which a person ever did something, by machine id. */
async function activityOf({ db }: Services, assignmentId: string): Promise<Map<string, Date>> {
  const rows = await db.$queryRaw<{ id: string; at: Date }[]>`
    SELECT m.id, e.recorded_at AS at FROM machines m
    JOIN streams s ON s.id = m.id
    JOIN events e ON e.stream_id = s.id AND e.version = s.version
    WHERE m.assignment_id = ${assignmentId}
      AND EXISTS (SELECT 1 FROM events p WHERE p.stream_id = s.id AND p.metadata->>'actor' <> 'system')`;
  return new Map(rows.map(({ id, at }) => [id, at]));
}

/** Takes a hand-in back, with a reason. A group that is over its due date needs a new one, or it would be sealed again at once. */
export async function reopenWork(
  ctx: SignedIn,
  { assignmentId, teamId, reason, dueAt }: TeamRef & { reason: string; dueAt: Date | null },
): Promise<{ ok: true }> {
  const { services, user } = ctx;
  const [team] = await teamsOf(services, assignmentId, { teamId });
  const now = await databaseNow(services.db);
  const due = dueAt ?? team?.window.dueAt ?? null;
  if (due && due <= now) throw badRequest('Due: give the group a new due date that is not over yet.');
  if (dueAt)
    await extend(ctx, { assignmentId, groupId: teamId, userId: null, dueAt, closesAt: null, attempts: null, reason });
  await reopen(services, { assignmentId, teamId }, { by: user.id, reason });
  return { ok: true };
}

/** Seals a group as it is now, on time. */
export async function sealWork({ services, user }: SignedIn, team: TeamRef): Promise<{ ok: true }> {
  await sealByStaff(services, team, user.id);
  return { ok: true };
}
