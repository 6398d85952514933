import { isDeepStrictEqual } from 'node:util';
import { type LateRule, phaseOf, rubricSchema } from '@overcommit/coursework';
import type { PolicyId } from '@overcommit/engine';
import type { Lab } from '@overcommit/handbook';
import type { AssignmentDetail, AssignmentEditor, AssignmentSettings } from '@overcommit/protocol/api';
import { Prisma } from '../../../prisma/generated/client.ts';
import { isTimeZone } from '../../timeZone.ts';
import type { SignedIn } from '../context.ts';
import { badRequest } from '../errors.ts';
import { gradeOf, isReleased } from '../grading/index.ts';
import { newId } from '../ids.ts';
import type { Services } from '../services.ts';
import { databaseNow } from '../store/index.ts';
import { changesOf, lateRuleOf, teamsOf } from '../work/index.ts';
import type { CourseAccess } from './access.ts';
import { audit } from './audit.ts';
import { labBySlug } from './labs.ts';
import { IN_USE, machineSummaries } from './machines.ts';
import { refuseForeignLab } from './ownLabs/access.ts';
import { specOf } from './startMachine.ts';
import { teamIdOf, teamWork } from './teamWork.ts';

/** The newest machine of a group for an assignment: starting again makes a newer one. */
export async function latestMachineOf(
  services: Services,
  { assignmentId, groupId }: { assignmentId: string; groupId: string | null },
): Promise<string | null> {
  if (groupId === null) return null;
  const machine = await services.db.machine.findFirst({
    where: { assignmentId, groupId, archivedAt: null },
    orderBy: { createdAt: 'desc' },
    select: { id: true },
  });
  return machine?.id ?? null;
}

/** An assignment as its reader may see it. */
export async function assignmentDetail(
  ctx: SignedIn,
  access: CourseAccess,
  { assignmentId }: { assignmentId: string },
): Promise<AssignmentDetail> {
  const { services, user } = ctx;
  const row = await services.db.assignment.findUniqueOrThrow({
    where: { id: assignmentId },
    include: { course: { select: { name: true } } },
  });
  const { id, courseId, title, labSlug, timeZone, opensAt, dueAt, closesAt } = row;
  const now = await databaseNow(services.db);
  const isStudent = access.role === 'student';
  const isOpen = access.isStaff || phaseOf(row, now) !== 'before';
  const isAtWork = isStudent && isOpen;
  const of = { assignmentId, userId: user.id, groupId: access.groupId };
  const teamId = isAtWork ? await teamIdOf(services, of) : null;
  return {
    id,
    courseId,
    courseTitle: row.course.name,
    title,
    labSlug,
    now,
    timeZone,
    opensAt,
    dueAt,
    closesAt,
    lateRule: lateRuleOf(row.lateRule),
    isOpen,
    isReleased: await isReleased(services, assignmentId),
    myRole: access.role,
    ...(isOpen ? rubricFor(row.rubric, access) : { rubric: [], caps: [] }),
    myMachineId: await latestMachineOf(services, { assignmentId, groupId: teamId }),
    myWork: teamId ? await teamWork(services, { assignmentId, teamId, userId: user.id, now }) : null,
    myGrade: isStudent ? await gradeOf(services, assignmentId, user.id) : null,
    machines: teamId ? await machineSummaries(services, { assignmentId, groupId: teamId, ...IN_USE }, () => false) : [],
  };
}

/** A rubric that cannot be read is shown without items; its workbench says what is wrong with it. */
function rubricFor(stored: unknown, { isStaff }: CourseAccess): Pick<AssignmentDetail, 'rubric' | 'caps'> {
  const parsed = rubricSchema.safeParse(stored);
  const { items, caps = [] } = parsed.success ? parsed.data : { items: [] };
  const rubric = items.map((item) => ({
    id: item.id,
    title: item.title,
    kind: item.kind,
    scope: item.scope,
    outOf: item.outOf,
    isBonus: item.isBonus ?? false,
    isPenalty: item.isPenalty ?? false,
    predicate: isStaff && item.kind === 'automatic' ? item.earned : null,
    guidance: isStaff && item.kind === 'manual' ? (item.guidance ?? null) : null,
  }));
  return { rubric, caps };
}

/** @throws AppError BAD_REQUEST with the place: there is no such time zone, or the lab has no such kernel */
function refuseBadSettings(lab: Lab, { timeZone, policy, settings }: AssignmentSettings): void {
  if (!isTimeZone(timeZone))
    throw badRequest(`timeZone: “${timeZone}” is not the name of a time zone, such as Europe/Berlin.`);
  try {
    specOf(lab, policy === null ? { settings } : { policy, settings });
  } catch (error) {
    throw badRequest(`Kernel: ${error instanceof Error ? error.message : 'it cannot be started.'}`);
  }
}

const rowOf = ({ lateRule, ...rest }: AssignmentSettings) => ({ ...rest, lateRule: lateRule ?? Prisma.DbNull });

type NewAssignment = AssignmentSettings & { courseId: string; labSlug: string };

/** A lab given to a course, with the lab's own rubric to begin with. */
export async function createAssignment(
  ctx: SignedIn,
  { courseId, labSlug, ...settings }: NewAssignment,
): Promise<{ assignmentId: string }> {
  const { services, user } = ctx;
  await refuseForeignLab(ctx, labSlug);
  const lab = await labBySlug(services, labSlug);
  refuseBadSettings(lab, settings);
  const assignmentId = newId();
  await services.db.$transaction(async (tx) => {
    const data = { id: assignmentId, courseId, labSlug, rubric: lab.rubric, ...rowOf(settings) };
    await tx.assignment.create({ data });
    const after = { courseId, labSlug, title: settings.title };
    await audit(tx, { actor: user.id, action: 'assignment.create', subject: assignmentId, after });
  });
  return { assignmentId };
}

async function settingsOf({ db }: Pick<Services, 'db'>, assignmentId: string): Promise<AssignmentSettings> {
  const row = await db.assignment.findUniqueOrThrow({ where: { id: assignmentId } });
  return {
    title: row.title,
    timeZone: row.timeZone,
    opensAt: row.opensAt,
    dueAt: row.dueAt,
    closesAt: row.closesAt,
    lateRule: lateRuleOf(row.lateRule) as LateRule | null,
    attempts: row.attempts,
    regradeDays: row.regradeDays,
    policy: row.policy as PolicyId | null,
    settings: row.settings as Record<string, string>,
    memKb: row.memKb,
    swapKb: row.swapKb,
    seedRule: row.seedRule === 'group' ? 'group' : 'lab',
  };
}

/** What the editor of an assignment begins with. */
export async function assignmentEditor({ services }: SignedIn, assignmentId: string): Promise<AssignmentEditor> {
  const { db } = services;
  const assignment = await db.assignment.findUniqueOrThrow({
    where: { id: assignmentId },
    include: {
      extensions: {
        orderBy: { createdAt: 'asc' },
        include: { group: { select: { name: true } }, user: { select: { name: true } } },
      },
    },
  });
  const students = await db.enrollment.findMany({
    where: { courseId: assignment.courseId, role: 'student' },
    include: { user: { select: { id: true, name: true } } },
    orderBy: { user: { name: 'asc' } },
  });
  return {
    settings: await settingsOf(services, assignmentId),
    extensions: assignment.extensions.map(({ group, user, ...one }) => ({
      id: one.id,
      groupId: one.groupId,
      userId: one.userId,
      name: group?.name ?? user?.name ?? '',
      dueAt: one.dueAt,
      closesAt: one.closesAt,
      attempts: one.attempts,
      reason: one.reason,
    })),
    mayDelete: !(await isHandedIn(services, assignmentId)),
    people: students.map(({ user }) => ({ userId: user.id, name: user.name })),
  };
}

/** Whether a team has a seal or had one. */
async function isHandedIn(services: Services, assignmentId: string): Promise<boolean> {
  return (await teamsOf(services, assignmentId)).some(({ submission }) => submission.history.length > 0);
}

type Update = AssignmentSettings & { assignmentId: string };

/** What a change would do, before it is made. */
export async function previewUpdate(
  { services }: SignedIn,
  { assignmentId, ...after }: Update,
): Promise<{ changes: string[] }> {
  const { labSlug } = await services.db.assignment.findUniqueOrThrow({ where: { id: assignmentId } });
  refuseBadSettings(await labBySlug(services, labSlug), after);
  const before = await settingsOf(services, assignmentId);
  const [teams, now] = [await teamsOf(services, assignmentId), await databaseNow(services.db)];
  return { changes: changesOf({ before, after, teams, now }) };
}

/** Changes dates, rules and kernel. What is due by the new dates is sealed at once; machines that exist stay as they are. */
export async function updateAssignment(ctx: SignedIn, { assignmentId, ...after }: Update): Promise<{ ok: true }> {
  const { services, user } = ctx;
  const { labSlug } = await services.db.assignment.findUniqueOrThrow({ where: { id: assignmentId } });
  refuseBadSettings(await labBySlug(services, labSlug), after);
  await services.db.$transaction(async (tx) => {
    const before = await settingsOf({ db: tx as Services['db'] }, assignmentId);
    if (isDeepStrictEqual(before, after)) return;
    await tx.assignment.update({ where: { id: assignmentId }, data: rowOf(after) });
    await audit(tx, {
      actor: user.id,
      action: 'assignment.update',
      subject: assignmentId,
      before: json(before),
      after: json(after),
    });
  });
  await services.deadlines.run({ assignmentId });
  return { ok: true };
}

const json = (value: unknown) => JSON.parse(JSON.stringify(value)) as Prisma.InputJsonObject;

/** Only while nothing is handed in. Its machines stay, as machines of their groups. */
export async function removeAssignment({ services, user }: SignedIn, assignmentId: string): Promise<{ ok: true }> {
  if (await isHandedIn(services, assignmentId))
    throw badRequest('Groups have handed in: this assignment cannot be deleted any more.');
  await services.db.$transaction(async (tx) => {
    const before = await tx.assignment.delete({ where: { id: assignmentId } });
    const { title, courseId, labSlug } = before;
    await audit(tx, {
      actor: user.id,
      action: 'assignment.delete',
      subject: assignmentId,
      before: { title, courseId, labSlug },
    });
  });
  return { ok: true };
}
