import type { SignedIn } from '../context.ts';
import { badRequest, conflict, forbidden, tooMany } from '../errors.ts';
import { recordSubmission } from '../grading/index.ts';
import { newId } from '../ids.ts';
import type { Services } from '../services.ts';
import type { CourseAccess } from './access.ts';
import { latestMachineOf } from './assignments.ts';
import { labBySlug } from './labs.ts';
import { takeSeat } from './seats.ts';
import { createMachine, specOf } from './startMachine.ts';

/** A machine for every group of the course that has none for this assignment yet, with a seat for each member. */
export async function openGroupMachines(
  { services, user }: SignedIn,
  assignmentId: string,
): Promise<{ machineIds: string[] }> {
  return { machineIds: await makeGroupMachines(services, { assignmentId, createdBy: user.id }) };
}

export async function makeGroupMachines(
  services: Services,
  { assignmentId, createdBy }: { assignmentId: string; createdBy: string },
): Promise<string[]> {
  const assignment = await services.db.assignment.findUniqueOrThrow({
    where: { id: assignmentId },
    include: { course: { include: { groups: { orderBy: { name: 'asc' } } } } },
  });
  const lab = labBySlug(assignment.labSlug);
  const machineIds: string[] = [];
  for (const group of assignment.course.groups) {
    if (await latestMachineOf(services, { assignmentId, groupId: group.id })) continue;
    const { machineId } = await createMachine(services, {
      title: `${assignment.title} · ${group.name}`,
      lab,
      spec: specOf(lab, {}),
      createdBy,
      belongsTo: { courseId: assignment.courseId, groupId: group.id, assignmentId },
    });
    await seatGroup(services, { machineId, groupId: group.id });
    machineIds.push(machineId);
  }
  return machineIds;
}

async function seatGroup(
  services: Services,
  { machineId, groupId }: { machineId: string; groupId: string },
): Promise<void> {
  const members = await services.db.enrollment.findMany({
    where: { groupId },
    include: { user: { select: { id: true, name: true } } },
    orderBy: { user: { name: 'asc' } },
  });
  for (const { user, role } of members) {
    await takeSeat(services, {
      machineId,
      userId: user.id,
      displayName: user.name,
      role: role === 'student' ? 'student' : 'staff',
    });
  }
}

/** Hands in the log of the caller's group, up to its last entry. */
export async function handIn(ctx: SignedIn, access: CourseAccess, assignmentId: string) {
  const { services, user } = ctx;
  const assignment = await services.db.assignment.findUniqueOrThrow({ where: { id: assignmentId } });
  if (assignment.dueAt && assignment.dueAt.getTime() < Date.now())
    throw forbidden('The due date is over. Talk to your instructor.');
  const machineId = await latestMachineOf(services, { assignmentId, groupId: access.groupId });
  if (!machineId) throw badRequest('Your group has no machine for this assignment yet.');
  const wait = await services.actionLimits.count('handIn', user.id);
  if (wait !== null) throw tooMany(`You handed in many times just now. Try again in ${wait} seconds.`);
  const { version: seq = 0 } = (await services.store.head(machineId)) ?? {};
  try {
    const found = await recordSubmission(services.store, {
      assignmentId,
      machineId,
      seq,
      by: user.id,
      commandId: newId(),
    });
    return { machineId, seq: found.seq, submittedAt: new Date(found.submittedAt) };
  } catch (error) {
    services.log.warn({ err: error }, 'hand-in collided');
    throw conflict('Someone in your group handed in at the same moment. Please look again.');
  }
}
