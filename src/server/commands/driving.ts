import type { SubmitResult } from '@overcommit/protocol';
import type { ClockAction } from '@overcommit/protocol/api';
import type { SignedIn } from '../context.ts';
import { badRequest, forbidden, tooMany } from '../errors.ts';
import { newId } from '../ids.ts';
import type { MachineAccess } from './access.ts';
import { staffActor } from './staffSeat.ts';

/** Drives a machine's clock, as the caller. @throws AppError with the reason when the machine rejects it */
export async function setClock(ctx: SignedIn, access: MachineAccess, clock: ClockAction): Promise<{ seq: number }> {
  const { rooms } = ctx.services;
  const { machineId } = access;
  const actor = await staffActor(ctx, access);
  const commandId = `clock:${newId()}`;
  const answer =
    clock.action === 'step'
      ? await rooms.dispatch({ machineId, commandId, command: { verb: 'tick', count: 1 } }, actor)
      : await rooms.setClock(machineId, { ...clock, commandId }, actor);
  if (answer.ok) return { seq: answer.seq };
  const { code, message } = answer.rejection;
  if (code === 'OVER_QUOTA') throw tooMany(message);
  throw code === 'NO_SEAT' ? forbidden(message) : badRequest(message);
}

/** One line as root; a fact marks its entry as an override. */
export async function overrideLine(
  ctx: SignedIn,
  access: MachineAccess,
  { line }: { line: string },
): Promise<SubmitResult> {
  const actor = await staffActor(ctx, access);
  const { machineId } = access;
  return ctx.services.rooms.dispatch({ machineId, commandId: newId(), line, isOverride: true }, actor);
}

/** Sends a note to all who look at these machines. */
export async function noteTo(
  { services, user }: SignedIn,
  machineIds: readonly string[],
  text: string,
): Promise<{ ok: true }> {
  const wait = services.actionLimits.count('note', user.id);
  if (wait !== null) throw tooMany(`You sent many notes just now. Try again in ${wait} seconds.`);
  for (const machineId of machineIds) services.onScreens.say({ machineId, from: user.name, text });
  return { ok: true };
}
