import type { SubmitInput, SubmitResult } from '@overcommit/protocol';
import type { SignedIn } from '../api/context.ts';

/** One line, as the caller's own actor. Who may do what on the machine is the machine's to decide: EPERM is an entry. */
export async function submitLine(
  { services }: SignedIn,
  seat: { actorId: string },
  { machineId, commandId, seenSeq, line }: SubmitInput,
): Promise<SubmitResult> {
  return services.rooms.submit({ machineId, commandId, seenSeq, line }, seat.actorId);
}
