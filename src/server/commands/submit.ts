import type { SubmitInput, SubmitResult } from '@overcommit/protocol';
import { TRPCError } from '@trpc/server';
import type { SignedIn } from '../api/context.ts';
import { RoomError } from '../rooms/index.ts';

/** One line, as the caller's own actor. Who may do what on the machine is the machine's to decide: EPERM is an entry. */
export async function submitLine(
  { services }: SignedIn,
  seat: { actorId: string },
  { machineId, commandId, seenSeq, line }: SubmitInput,
): Promise<SubmitResult> {
  return asApiError(services.rooms.submit({ machineId, commandId, seenSeq, line }, seat.actorId));
}

/** A room's refusals have the API's own codes. */
export async function asApiError<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (!(error instanceof RoomError)) throw error;
    const code = error.code === 'BAD_INPUT' ? 'BAD_REQUEST' : error.code;
    throw new TRPCError({ code, message: error.message });
  }
}
