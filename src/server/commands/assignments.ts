import { rubricSchema } from '@overcommit/coursework';
import type { AssignmentDetail, RubricItemShape } from '@overcommit/protocol/api';
import type { SignedIn } from '../context.ts';
import { badRequest } from '../errors.ts';
import { gradeOf, isReleased, latestSubmission } from '../grading/index.ts';
import { newId } from '../ids.ts';
import type { Services } from '../services.ts';
import type { CourseAccess } from './access.ts';
import { audit } from './audit.ts';
import { labBySlug } from './labs.ts';
import { machineSummaries } from './machines.ts';

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
  const myMachineId = await latestMachineOf(services, { assignmentId, groupId: access.groupId });
  const scope = access.isStaff ? { assignmentId } : { assignmentId, groupId: access.groupId ?? 'none' };
  return {
    id: row.id,
    courseId: row.courseId,
    courseTitle: row.course.name,
    title: row.title,
    labSlug: row.labSlug,
    opensAt: row.opensAt,
    dueAt: row.dueAt,
    isReleased: await isReleased(services, assignmentId),
    myRole: access.role,
    rubric: rubricFor(row.rubric, access),
    myMachineId,
    mySubmission: myMachineId ? await submissionOf(services, assignmentId, myMachineId) : null,
    myGrade: access.role === 'student' ? await gradeOf(services, assignmentId, user.id) : null,
    machines: await machineSummaries(services, scope, () => access.isStaff),
  };
}

function rubricFor(stored: unknown, { isStaff }: CourseAccess): RubricItemShape[] {
  return rubricSchema.parse(stored).items.map((item) => ({
    id: item.id,
    title: item.title,
    kind: item.kind,
    scope: item.scope,
    outOf: item.outOf,
    isBonus: item.isBonus ?? false,
    predicate: isStaff && item.kind === 'automatic' ? item.earned : null,
    guidance: isStaff && item.kind === 'manual' ? (item.guidance ?? null) : null,
  }));
}

async function submissionOf(
  services: Services,
  assignmentId: string,
  machineId: string,
): Promise<AssignmentDetail['mySubmission']> {
  const found = await latestSubmission(services.store, { assignmentId, machineId });
  if (!found) return null;
  const by = await services.db.user.findUnique({ where: { id: found.by }, select: { name: true } });
  return { seq: found.seq, submittedAt: new Date(found.submittedAt), by: by?.name ?? 'Someone who left' };
}

type NewAssignment = { courseId: string; title: string; labSlug: string; opensAt: Date | null; dueAt: Date | null };

/** A lab given to a course, with the lab's own rubric to begin with. */
export async function createAssignment(
  { services, user }: SignedIn,
  input: NewAssignment,
): Promise<{ assignmentId: string }> {
  const { courseId, title, labSlug, opensAt, dueAt } = input;
  if (opensAt && dueAt && dueAt <= opensAt) throw badRequest('It must be due after it opens.');
  const { rubric } = labBySlug(labSlug);
  const assignmentId = newId();
  await services.db.$transaction(async (tx) => {
    await tx.assignment.create({ data: { id: assignmentId, courseId, title, labSlug, rubric, opensAt, dueAt } });
    await audit(tx, {
      actor: user.id,
      action: 'assignment.create',
      subject: assignmentId,
      after: { courseId, title, labSlug },
    });
  });
  return { assignmentId };
}
