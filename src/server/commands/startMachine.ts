import { compileRule, linuxRelease, type MachineSpec, type PolicyId, RULE_SETTING } from '@overcommit/engine';
import { type Lab, type LabVariant, labAvailability, machineSpecOf, startableVariants } from '@overcommit/handbook';
import type { SignedIn } from '../context.ts';
import { badRequest, tooMany } from '../errors.ts';
import { newId } from '../ids.ts';
import { isOwnSlug } from '../labBook.ts';
import type { Services } from '../services.ts';
import type { MachineAccess } from './access.ts';
import { labBySlug } from './labs.ts';
import { refuseForeignLab } from './ownLabs/access.ts';
import { refuseOneMore } from './ownMachines.ts';
import { takeSeat } from './seats.ts';

export type Kernel = { policy?: PolicyId; settings?: Record<string, string> };

/** A machine of the caller's own for a lab. Its maker is its staff: may change settings, drive the clock, share it. */
export async function startLab(ctx: SignedIn, input: Kernel & { slug: string }): Promise<{ machineId: string }> {
  const wait = ctx.services.actionLimits.count('startMachine', ctx.user.id);
  if (wait !== null) throw tooMany(`You started many machines just now. Try again in ${wait} seconds.`);
  await refuseOneMore(ctx);
  const { services, user } = ctx;
  await refuseForeignLab(ctx, input.slug);
  const lab = await labBySlug(services, input.slug);
  const spec = specOf(lab, input);
  const { machineId } = await createMachine(services, { title: lab.title, lab, spec, createdBy: user.id });
  await takeSeat(services, { machineId, userId: user.id, displayName: user.name, role: 'staff' });
  return { machineId };
}

/** A new machine of the same lab for the same people, perhaps under another kernel. The old one stays as it is. */
export async function startAgain(ctx: SignedIn, access: MachineAccess, input: Kernel): Promise<{ machineId: string }> {
  const { services } = ctx;
  const { machineId } = access;
  const isSameKernel = input.policy === undefined && input.settings === undefined;
  if (isSameKernel) return startOver(ctx, machineId, (await services.rooms.header(machineId)).machine.spec);
  const old = await services.db.machine.findUniqueOrThrow({ where: { id: machineId }, select: { labSlug: true } });
  return startOver(ctx, machineId, specOf(await labBySlug(services, old.labSlug ?? ''), input));
}

/** A new machine by `spec` that follows `oldId`, with its seats. */
export async function startOver(ctx: SignedIn, oldId: string, spec: MachineSpec): Promise<{ machineId: string }> {
  const { services } = ctx;
  const wait = services.actionLimits.count('startAgain', ctx.user.id);
  if (wait !== null) throw tooMany(`You started many machines just now. Try again in ${wait} seconds.`);
  const old = await services.db.machine.findUniqueOrThrow({
    where: { id: oldId },
    include: { seats: { orderBy: { uid: 'asc' } } },
  });
  if (old.courseId === null) await refuseOneMore(ctx);
  const lab = await labBySlug(services, old.labSlug ?? '');
  const { machineId } = await createMachine(services, {
    title: old.title,
    lab,
    spec,
    createdBy: old.createdBy,
    belongsTo: {
      courseId: old.courseId,
      groupId: old.groupId,
      assignmentId: old.assignmentId,
      previousMachineId: old.id,
    },
  });
  const seats = await stayingSeats(services, old);
  await services.db.seat.createMany({
    data: seats.map(({ resumeTokenHash: _old, ...seat }) => ({ ...seat, machineId })),
  });
  for (const seat of seats) {
    await services.rooms.takeSeat(machineId, { actor: seat.actorId, uid: seat.uid, role: seat.role });
  }
  services.onScreens.say({ machineId: old.id, from: ctx.user.name, text: 'We go on on a new machine.' });
  return { machineId };
}

/** Whom a fresh start takes along: not those who were removed, and of the guests those who are here or did something. */
async function stayingSeats<S extends { actorId: string; joinCode: string | null; removedAt: Date | null }>(
  { db, onScreens }: Services,
  { id, seats }: { id: string; seats: readonly S[] },
): Promise<S[]> {
  const acted = await db.$queryRaw<{ actor: string }[]>`
    SELECT DISTINCT metadata ->> 'actor' AS actor FROM events WHERE stream_id = ${id}`;
  const actors = new Set(acted.map(({ actor }) => actor));
  return seats.filter(
    ({ actorId, joinCode, removedAt }) =>
      removedAt === null && (joinCode === null || actors.has(actorId) || onScreens.isHere(id, actorId)),
  );
}

/** @throws AppError BAD_REQUEST with the reason if the lab cannot be started, has no such kernel, or its rule cannot be read. */
export function specOf(lab: Lab, kernel: Kernel): MachineSpec {
  const { canStart, reason } = labAvailability(lab);
  if (!canStart) throw badRequest(reason ?? 'This lab cannot be started today.');
  refuseBadRule(kernel.settings?.[RULE_SETTING]);
  const variants = startableVariants(lab);
  const variant = variantFor(variants, kernel);
  if (!variant) {
    throw badRequest(`This lab runs under ${variants.map(({ label }) => label).join(', ')}.`);
  }
  return machineSpecOf(lab, variant, kernel.settings);
}

/** The engine ignores a scoring rule that it cannot read [RULE-3], so its author is told before. */
function refuseBadRule(text: string | undefined): void {
  const compiled = compileRule(text ?? '0');
  if (compiled.ok) return;
  const { message, column } = compiled.error;
  throw badRequest(`Your scoring rule cannot be read${column === null ? '' : ` at column ${column}`}: ${message}.`);
}

function variantFor(variants: readonly LabVariant[], { policy, settings }: Kernel): LabVariant | undefined {
  if (policy === undefined) return variants[0];
  const ofPolicy = variants.filter((variant) => variant.policy === policy);
  const exact = ofPolicy.find((variant) =>
    Object.entries(variant.settings).every(([name, value]) => settings?.[name] === value),
  );
  return exact ?? ofPolicy[0] ?? byRelease(policy);
}

/** Any lab may be tried under another release of Linux than those it is written for. */
function byRelease(policy: PolicyId): LabVariant | undefined {
  const release = linuxRelease(policy);
  return release === null ? undefined : { id: policy, label: `Linux ${release}`, policy, settings: {} };
}

export type NewMachine = {
  title: string;
  lab: Lab;
  spec: MachineSpec;
  createdBy: string;
  belongsTo?: {
    courseId?: string | null;
    groupId?: string | null;
    assignmentId?: string | null;
    previousMachineId?: string | null;
  };
};

/** A starting script of an instructor's is theirs to mend. */
function scriptFault({ slug, title }: Lab, line: number, why: string): Error {
  if (isOwnSlug(slug)) return badRequest(`“${title}” cannot be started. Starting script, line ${line}: ${why}`);
  return new Error(`line ${line} of the starting script of ${slug}: ${why}`);
}

/** Makes the stream first, then the row, so that every row has its machine. Runs the lab's starting script. */
export async function createMachine(services: Services, machine: NewMachine): Promise<{ machineId: string }> {
  const { title, lab, spec, createdBy, belongsTo } = machine;
  const machineId = newId();
  await services.rooms.create({ machineId, spec });
  for (const [index, line] of lab.script.entries()) {
    const answer = await services.rooms.dispatch(
      { machineId, commandId: `system:script:${index + 1}`, line },
      'system',
    );
    if (!answer.ok) throw scriptFault(lab, index + 1, answer.rejection.message);
  }
  await services.db.machine.create({
    data: { id: machineId, title, labSlug: lab.slug, policy: spec.policy, createdBy, ...belongsTo },
  });
  return { machineId };
}
