import { createHash } from 'node:crypto';
import { phaseOf } from '@overcommit/coursework';
import type { MachineSpec, PolicyId } from '@overcommit/engine';
import type { Lab } from '@overcommit/handbook';
import type { SignedIn } from '../context.ts';
import { badRequest, forbidden, notNow } from '../errors.ts';
import type { Services } from '../services.ts';
import { databaseNow } from '../store/index.ts';
import { assignmentOf, teamOf } from '../work/index.ts';
import type { CourseAccess } from './access.ts';
import { latestMachineOf } from './assignments.ts';
import { labBySlug } from './labs.ts';
import { takeSeat } from './seats.ts';
import { createMachine, type Kernel, specOf, startOver } from './startMachine.ts';
import { attemptsLeft } from './teamWork.ts';

/** The seeds of machines are small whole numbers. */
const SEEDS = 2 ** 31;

type Settings = {
  policy: string | null;
  settings: unknown;
  memKb: number | null;
  swapKb: number | null;
  seedRule: string;
};

/** The machine of an assignment for one group, perhaps under another kernel than the assignment says. */
export function assignmentSpec(
  lab: Lab,
  { policy, settings, memKb, swapKb, seedRule }: Settings,
  { groupId, kernel }: { groupId: string; kernel?: Kernel },
): MachineSpec {
  const own: Kernel = { settings: settings as Record<string, string> };
  if (policy !== null) own.policy = policy as PolicyId;
  const spec = specOf(lab, kernel?.policy ? kernel : own);
  const seed = createHash('sha256').update(groupId).digest().readUInt32BE(0) % SEEDS;
  return {
    ...spec,
    memKb: memKb ?? spec.memKb,
    swapKb: swapKb ?? spec.swapKb,
    seed: seedRule === 'group' ? seed : spec.seed,
  };
}

/** Any number: with the assignment it names the lock under which its machines are made, so that no group gets two. */
const MAKE_LOCK = 20_070_104;
const MAKE_MS = 60_000;

/** Machines for the next groups that have none yet, with a seat for each member; at most `most` at a time. */
export async function makeGroupMachines(
  services: Services,
  {
    assignmentId,
    createdBy,
    most = Number.POSITIVE_INFINITY,
  }: { assignmentId: string; createdBy: string; most?: number },
): Promise<{ machineIds: string[]; left: number }> {
  return services.db.$transaction(
    async (tx) => {
      await tx.$executeRaw`SELECT pg_advisory_xact_lock(${MAKE_LOCK}::int, hashtext(${assignmentId}))`;
      const assignment = await services.db.assignment.findUniqueOrThrow({
        where: { id: assignmentId },
        include: {
          course: { include: { groups: { where: { machines: { none: { assignmentId, archivedAt: null } } } } } },
        },
      });
      const { groups } = assignment.course;
      groups.sort((a, b) => a.name.localeCompare(b.name, 'en', { numeric: true }));
      const machineIds: string[] = [];
      for (const group of groups.slice(0, most))
        machineIds.push(await makeMachine(services, { assignment, group, createdBy }));
      return { machineIds, left: groups.length - machineIds.length };
    },
    { timeout: MAKE_MS },
  );
}

type Make = {
  assignment: Settings & { id: string; title: string; courseId: string; labSlug: string };
  group: { id: string; name: string };
  createdBy: string;
};

async function makeMachine(services: Services, { assignment, group, createdBy }: Make): Promise<string> {
  const lab = await labBySlug(services, assignment.labSlug);
  const { machineId } = await createMachine(services, {
    title: `${assignment.title} · ${group.name}`,
    lab,
    spec: assignmentSpec(lab, assignment, { groupId: group.id }),
    createdBy,
    belongsTo: { courseId: assignment.courseId, groupId: group.id, assignmentId: assignment.id },
  });
  await seatGroup(services, { machineId, groupId: group.id });
  return machineId;
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

/** A fresh machine for the caller's group: one more attempt, under the lab's kernels and tunables. The old one stays as it is. */
export async function startAttempt(
  ctx: SignedIn,
  access: CourseAccess,
  { assignmentId, ...kernel }: Kernel & { assignmentId: string },
): Promise<{ machineId: string }> {
  const { services } = ctx;
  const { groupId } = access;
  if (access.role !== 'student' || groupId === null)
    throw badRequest('Only a student of a group starts its machine again here.');
  const { assignment } = await assignmentOf(services, assignmentId);
  const team = await teamOf(services, assignment.id, groupId, false);
  const phase = phaseOf(team.window, await databaseNow(services.db));
  if (phase === 'before') throw notNow('This assignment is not open yet.');
  if (phase === 'closed') throw forbidden('This assignment is closed. Start the lab for yourself, under Labs.');
  if (attemptsLeft(team, ctx.user.id) === 0)
    throw forbidden('Your group has used all its attempts. Ask your instructor for another one.');
  const latest = await latestMachineOf(services, { assignmentId, groupId });
  if (!latest) throw badRequest('Your group has no machine for this assignment yet.');
  const row = await services.db.assignment.findUniqueOrThrow({ where: { id: assignmentId } });
  const lab = await labBySlug(services, assignment.labSlug);
  refuseOtherTunables(lab, kernel);
  const made = await startOver(ctx, latest, assignmentSpec(lab, row, { groupId, kernel }));
  await seatGroup(services, { machineId: made.machineId, groupId });
  return made;
}

/** A group sets what the lab lets it set; the rest is the assignment's. */
function refuseOtherTunables({ tunables = [], variants, steps }: Lab, { settings = {} }: Kernel): void {
  const kernels = [...variants, ...steps.flatMap(({ again = [] }) => again)];
  const allowed = new Set([...tunables, ...kernels.flatMap((variant) => Object.keys(variant.settings))]);
  const other = Object.keys(settings).find((name) => !allowed.has(name));
  if (other) throw badRequest(`Tunables: this lab does not let you set ${other}.`);
}
