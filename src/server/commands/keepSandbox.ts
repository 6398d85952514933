import { parseLine } from '@overcommit/engine';
import type { KeepSandboxInput } from '@overcommit/protocol/api';
import type { SignedIn } from '../context.ts';
import { badRequest, tooMany } from '../errors.ts';
import { newId } from '../ids.ts';
import { labBySlug } from './labs.ts';
import { refuseOneMore } from './ownMachines.ts';
import { takeSeat } from './seats.ts';
import { createMachine, specOf } from './startMachine.ts';

/** The lab that the first page plays. */
const SANDBOX_LAB = 'the-database-dies';

/**
 * What was done on the first page, as a machine of the caller's own: every line is run again on the server. The caller
 * has Ana's seat; Ben is there by name only.
 */
export async function keepSandbox(ctx: SignedIn, input: KeepSandboxInput): Promise<{ machineId: string }> {
  const { services, user } = ctx;
  await refuseOneMore(ctx);
  const lab = await labBySlug(services, SANDBOX_LAB);
  const spec = specOf(lab, input);
  for (const [index, { line }] of input.lines.entries()) {
    const parsed = parseLine(line);
    if (!parsed.ok) throw badRequest(`Line ${index + 1} cannot be kept: ${parsed.rejection.message}`);
  }
  const wait = services.actionLimits.count('startMachine', user.id);
  if (wait !== null) throw tooMany(`You started many machines just now. Try again in ${wait} seconds.`);
  const { machineId } = await createMachine(services, {
    title: `${lab.title}, from the first page`,
    lab,
    spec,
    createdBy: user.id,
  });
  const own = await takeSeat(services, { machineId, userId: user.id, displayName: user.name, role: 'staff' });
  const ben = await seatBen(ctx, machineId, own.uid + 1);
  for (const { hand, line } of input.lines) {
    const actor = hand === 'ana' ? own.actorId : ben;
    const answer = await services.rooms.dispatch({ machineId, commandId: newId(), line }, actor);
    if (!answer.ok) throw badRequest(`“${line}” cannot be kept: ${answer.rejection.message}`);
  }
  return { machineId };
}

/** A seat without an account: no person can take it. */
async function seatBen({ services }: SignedIn, machineId: string, uid: number): Promise<string> {
  const actorId = newId();
  const look = { displayName: 'Ben', initials: 'BE', colour: 1 };
  await services.db.seat.create({ data: { machineId, actorId, userId: null, ...look, uid, role: 'student' } });
  await services.rooms.takeSeat(machineId, { actor: actorId, uid, role: 'student' });
  return actorId;
}
