import type { TaughtLab } from '@overcommit/handbook/teaching';
import type { AgainShape } from '@overcommit/protocol/api';
import { againId, compareAgain, isSentAsOverride, killedIn, typedEntries } from '@overcommit/reading';
import type { SignedIn } from '../context.ts';
import { badRequest, forbidden, notFound, notNow } from '../errors.ts';
import type { Services } from '../services.ts';
import { assignmentAccess, type MachineAccess } from './access.ts';
import { startAttempt } from './groupWork.ts';
import { type Guided, guidedMachine, stepsOf, underName, waitingStep } from './guided.ts';
import { rejected } from './record.ts';
import { startAgain } from './startMachine.ts';

/** A new machine under one of the kernels that a step names. The group's own lines are sent there again, one by one. */
export async function goAgain(
  ctx: SignedIn & { access: MachineAccess },
  { machineId, stepId, under }: { machineId: string; stepId: string; under: string },
): Promise<{ machineId: string }> {
  const { services, access } = ctx;
  const { lab } = await guidedMachine(services, machineId);
  const variant = lab.steps.find(({ id }) => id === stepId)?.again?.find(({ id }) => id === under);
  if (!variant) throw notFound('The handout does not send the lines again in this way.');
  const made = await startUnder(ctx, access, variant);
  await services.db.machine.update({
    where: { id: made.machineId },
    data: { resendsPrevious: true, previousMachineId: machineId },
  });
  return made;
}

/** Students of an assignment take one of their attempts; elsewhere who leads the machine starts it. */
async function startUnder(
  ctx: SignedIn,
  access: MachineAccess,
  { policy, settings }: Pick<TaughtLab['variants'][number], 'policy' | 'settings'>,
): Promise<{ machineId: string }> {
  const { machineId, mayManage } = access;
  if (mayManage) return startAgain(ctx, access, { policy, settings });
  const { assignmentId } = await ctx.services.db.machine.findUniqueOrThrow({ where: { id: machineId } });
  const course = assignmentId ? await assignmentAccess(ctx, assignmentId) : null;
  if (!assignmentId || course?.role !== 'student')
    throw forbidden('Only who leads this machine may start it again. Ask them to press it.');
  return startAttempt(ctx, course, { assignmentId, policy, settings });
}

/** Both machines side by side. */
export async function againOf(
  { logOf, rooms }: Pick<Services, 'logOf' | 'rooms'>,
  { machine, lab }: Guided,
  waitsFor: string | null,
): Promise<AgainShape | null> {
  if (machine.previousMachineId === null) return null;
  const [before, after] = [await logOf(machine.previousMachineId), await logOf(machine.id)];
  const nameOf = async (id: string) => underName(lab, (await rooms.header(id)).machine.spec);
  const rows = compareAgain(before.entries, after.entries);
  return {
    was: {
      machineId: machine.previousMachineId,
      name: await nameOf(machine.previousMachineId),
      killed: killedIn(before.entries),
    },
    now: { name: await nameOf(machine.id), killed: killedIn(after.entries) },
    rows,
    waitsFor: rows.some(({ now }) => now === null) ? waitsFor : null,
  };
}

/**
 * Sends the next line again, as the person who sent it first. Two presses at once send one line: it has one command id.
 * @throws AppError PRECONDITION_FAILED while a question waits, else with why the machine rejects the line
 */
export async function resendNext({ services }: SignedIn, machineId: string): Promise<{ isLeft: boolean }> {
  const guided = await guidedMachine(services, machineId);
  const { machine, lab } = guided;
  if (!machine.resendsPrevious || machine.previousMachineId === null)
    throw badRequest('No lines are sent again on this machine.');
  const state = await services.guides(machineId, lab);
  const [before, after] = [await services.logOf(machine.previousMachineId), await services.logOf(machineId)];
  const sent = new Set(after.entries.map(({ commandId }) => commandId));
  const left = typedEntries(before.entries).filter(({ seq }) => !sent.has(againId(seq)));
  const [next] = left;
  if (!next) return { isLeft: false };
  if (waitingStep(stepsOf(services, guided, state)) !== null)
    throw notNow('First the question: what do you say, under this kernel?');
  const answer = await services.rooms.dispatch(
    {
      ...{ machineId, commandId: againId(next.seq), command: next.command },
      ...(isSentAsOverride(next) && { isOverride: true }),
    },
    next.actor,
  );
  if (!answer.ok) throw rejected(answer.rejection);
  return { isLeft: left.length > 1 };
}
