import type { Command, OpenedAnswer, OpenPrediction, Rejection } from '@overcommit/engine';
import type { SubmitResult } from '@overcommit/protocol';
import type { Db } from '../db.ts';
import { newId } from '../ids.ts';
import type { Rooms } from '../rooms/index.ts';

type Ports = { db: Db; rooms: Pick<Rooms, 'read' | 'dispatch'> };

/** A question as the machine has it open; null: it was never put, or its answers are revealed. */
export async function findQuestion(
  { rooms }: Pick<Ports, 'rooms'>,
  machineId: string,
  prompt: string,
): Promise<OpenPrediction | null> {
  const open = await rooms.read(machineId, 'predictions');
  return open.find((one) => one.prompt === prompt) ?? null;
}

/** Appends one entry to a machine's log; of two with the same `commandId` the first counts. */
export function record(
  { rooms }: Pick<Ports, 'rooms'>,
  machineId: string,
  { actor, command, commandId = newId() }: { actor: string; command: Command; commandId?: string },
): Promise<SubmitResult> {
  return rooms.dispatch({ machineId, commandId: `${command.verb}:${commandId}`, command }, actor);
}

export type Opened =
  | { ok: true; answers: OpenedAnswer[] }
  /** `sealedElsewhere`: an answer was sealed on the machine that this one began as. It stays sealed here. */
  | { ok: false; reason: 'notOpen' | 'sealedElsewhere' }
  | { ok: false; reason: 'rejected'; rejection: Rejection };

/**
 * Closes a question as `actor`, if that is not done, and reads the answers that its seals hide: the entry of a reveal
 * carries them. Closing comes first, so that no answer can come in between.
 */
export async function closeAndOpen(
  ports: Ports,
  machineId: string,
  { actor, question }: { actor: string; question: OpenPrediction },
): Promise<Opened> {
  const { prompt, isClosed } = question;
  if (!(await answersBehind(ports, machineId, question))) return { ok: false, reason: 'sealedElsewhere' };
  if (!isClosed) {
    const closed = await record(ports, machineId, { actor, command: { verb: 'close', prompt } });
    if (!closed.ok) return { ok: false, reason: 'rejected', rejection: closed.rejection };
  }
  const now = await findQuestion(ports, machineId, prompt);
  if (!now) return { ok: false, reason: 'notOpen' };
  const answers = await answersBehind(ports, machineId, now);
  return answers ? { ok: true, answers } : { ok: false, reason: 'sealedElsewhere' };
}

async function answersBehind(
  { db }: Pick<Ports, 'db'>,
  machineId: string,
  { prompt, seals }: Pick<OpenPrediction, 'prompt' | 'seals'>,
): Promise<OpenedAnswer[] | null> {
  const rows = await db.sealedAnswer.findMany({ where: { machineId, prompt } });
  const opened: OpenedAnswer[] = [];
  for (const { actor, seal } of seals) {
    const row = rows.find((one) => one.actorId === actor && one.seal === seal);
    if (!row) return null;
    opened.push({ actor, answer: row.answer, salt: row.salt });
  }
  return opened;
}
