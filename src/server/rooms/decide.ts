import { type Command, execute, type Machine, makeEntry, nameInUse, type Rejection } from '@overcommit/engine';
import type { NewEvent } from '@overcommit/event-store';
import { toNewEvent } from '@overcommit/protocol';
import type { RoomLimits } from './limits.ts';
import { overQuota } from './quotas.ts';

export type CommandRequest = { command: Command; commandId: string; actor: string; isOverride?: true };

export type Decision =
  | { ok: true; event: NewEvent }
  /** `isSpoilt`: the machine was changed although nothing will be stored. It must be discarded. */
  | { ok: false; rejection: Rejection; isSpoilt: boolean };

/**
 * Executes a command on the machine: the event to be stored, or why there is none. On success the machine is one entry
 * ahead of the log until the event is stored. Runs without a pause from beginning to end.
 */
export function decide(machine: Machine, request: CommandRequest, limits: RoomLimits): Decision {
  const { command, commandId, actor, isOverride } = request;
  const refusal = actor === 'system' ? null : (overQuota(machine, command, limits) ?? nameInUse(machine, command));
  if (refusal) return { ok: false, rejection: refusal, isSpoilt: false };
  const executed = execute(machine, command, { actor, mostFacts: limits.entryFacts, isOverride });
  if (!executed.ok) return { ok: false, rejection: executed.rejection, isSpoilt: executed.isSpoilt ?? false };
  const event = toNewEvent(makeEntry(machine, { actor, commandId, command, facts: executed.facts }));
  if (JSON.stringify(event).length <= limits.entryBytes) return { ok: true, event };
  return { ok: false, rejection: TOO_LARGE, isSpoilt: true };
}

const TOO_LARGE: Rejection = {
  code: 'TOO_LARGE',
  message: 'What this command sets off is too much for one entry.',
  hint: 'Do it in smaller steps.',
};
