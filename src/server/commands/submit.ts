import type { SubmitInput, SubmitResult } from '@overcommit/protocol';
import type { SignedIn } from '../context.ts';
import { notNow } from '../errors.ts';
import type { MachineAccess } from './access.ts';

/**
 * One line, as the caller's own actor. Who may do what on the machine is the machine's to decide: EPERM is an entry.
 * Where the caller's future is concealed there is no line: its answer would be of that future.
 */
export async function submitLine(
  { services, access }: SignedIn & { access: MachineAccess },
  seat: { actorId: string },
  { machineId, commandId, seenSeq, line }: SubmitInput,
): Promise<SubmitResult> {
  if (access.untilSeq !== null)
    throw notNow('The rest of this machine is concealed for now: nothing can be run on it.');
  return services.rooms.submit({ machineId, commandId, seenSeq, line }, seat.actorId);
}
