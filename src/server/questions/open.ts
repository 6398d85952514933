import type { Command, OpenedAnswer, OpenPrediction } from '@overcommit/engine';
import { badRequest, conflict, forbidden, notFound, notNow, tooMany } from '../api/errors.ts';
import { newId } from '../commands/ids.ts';
import type { Db } from '../db.ts';
import type { Rooms } from '../rooms/index.ts';

type Ports = { db: Db; rooms: Pick<Rooms, 'look' | 'submit'> };

/** A question as the machine has it open. @throws TRPCError NOT_FOUND */
export async function openQuestion({ rooms }: Ports, machineId: string, prompt: string): Promise<OpenPrediction> {
  const found = await rooms.look(machineId, ({ predictions }) =>
    structuredClone(predictions?.find((one) => one.prompt === prompt)),
  );
  if (!found) throw notFound('This question is not open: it was never put, or its answers are revealed.');
  return found;
}

/**
 * The answers that the seals hide, for the entry of a reveal.
 * @throws TRPCError CONFLICT where an answer was sealed on the machine that this one began as: it stays sealed here
 */
export async function openAnswers(
  { db }: Ports,
  machineId: string,
  { prompt, seals }: Pick<OpenPrediction, 'prompt' | 'seals'>,
): Promise<OpenedAnswer[]> {
  const rows = await db.sealedAnswer.findMany({ where: { machineId, prompt } });
  return seals.map(({ actor, seal }) => {
    const row = rows.find((one) => one.actorId === actor && one.seal === seal);
    if (!row) throw conflict('These answers were sealed on another machine. They can be revealed only there.');
    return { actor, answer: row.answer, salt: row.salt };
  });
}

/** One entry; of two with the same `commandId` the first. @throws TRPCError with the reason when the machine rejects it */
export async function record(
  { rooms }: Ports,
  machineId: string,
  { actor, command, commandId = newId() }: { actor: string; command: Command; commandId?: string },
): Promise<{ seq: number }> {
  const answer = await rooms.submit({ machineId, commandId: `${command.verb}:${commandId}`, command }, actor);
  if (answer.ok) return { seq: answer.seq };
  const { code, message, hint } = answer.rejection;
  const words = hint ? `${message} ${hint}` : message;
  if (code === 'NO_SEAT') throw forbidden(words);
  if (code === 'OVER_QUOTA') throw tooMany(words);
  if (code === 'NOT_YET') throw notNow(words);
  throw code === 'NO_PROMPT' ? conflict(words) : badRequest(words);
}
