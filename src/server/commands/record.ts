import type { Command, Rejection } from '@overcommit/engine';
import { type AppError, badRequest, conflict, forbidden, notNow, tooMany } from '../errors.ts';
import { record as submit } from '../questions/index.ts';
import type { Services } from '../services.ts';

/** One entry in a machine's log; of two with the same `commandId` the first counts. @throws AppError with why the machine rejects it */
export async function record(
  services: Services,
  machineId: string,
  entry: { actor: string; command: Command; commandId?: string },
): Promise<{ seq: number }> {
  const answer = await submit(services, machineId, entry);
  if (!answer.ok) throw rejected(answer.rejection);
  return { seq: answer.seq };
}

/** What a machine rejects, as an error with the sentence that it gives. */
export function rejected({ code, message, hint }: Rejection): AppError {
  const words = hint ? `${message} ${hint}` : message;
  if (code === 'NO_SEAT') return forbidden(words);
  if (code === 'OVER_QUOTA') return tooMany(words);
  if (code === 'NOT_YET') return notNow(words);
  return code === 'NO_PROMPT' ? conflict(words) : badRequest(words);
}
