import { type Command, execute, type Machine, makeEntry, type Rejection } from '@overcommit/engine';
import type { EventStore, StoredEvent } from '@overcommit/event-store';
import { toNewEvent } from '@overcommit/protocol';
import type { RoomLimits } from './limits.ts';
import { overQuota } from './quotas.ts';

export type Asked = { command: Command; commandId: string; actor: string };

/**
 * What became of one attempt. Where `isSpoilt`, the machine in memory went ahead of the log and must be thrown away;
 * else it is as the log says.
 */
export type Attempt =
  | { kind: 'stored'; event: StoredEvent; isSpoilt: false }
  /** This command had been stored before. */
  | { kind: 'repeat'; event: StoredEvent; isSpoilt: true }
  | { kind: 'rejected'; rejection: Rejection; isSpoilt: boolean }
  /** Another process appended first: fold what was missed, decide again. */
  | { kind: 'conflict'; isSpoilt: true };

export type Bench = { store: EventStore; machineId: string; machine: Machine; limits: RoomLimits };

/**
 * Carries a command out on the machine and appends its entry: execute, then store. The machine is changed before the
 * append, so whatever throws here leaves it spoilt.
 */
export async function attempt({ store, machineId, machine, limits }: Bench, asked: Asked): Promise<Attempt> {
  const { command, commandId, actor } = asked;
  const refusal = actor === 'system' ? null : overQuota(machine, command, limits);
  if (refusal) return { kind: 'rejected', rejection: refusal, isSpoilt: false };

  const before = machine.seq;
  const executed = execute(machine, command, actor);
  if (!executed.ok) return { kind: 'rejected', rejection: executed.rejection, isSpoilt: false };

  const event = toNewEvent(makeEntry(machine, { actor, commandId, command, facts: executed.facts }));
  if (JSON.stringify(event).length > limits.entryBytes) {
    const message = 'What this command sets off is too much for one entry.';
    return {
      kind: 'rejected',
      rejection: { code: 'TOO_LARGE', message, hint: 'Do it in smaller steps.' },
      isSpoilt: true,
    };
  }
  const appended = await store.append(machineId, before, [event]);
  if (!appended.ok) {
    if (appended.reason === 'noStream') throw new Error(`the stream of machine ${machineId} is gone`);
    return { kind: 'conflict', isSpoilt: true };
  }
  const [stored] = appended.events as [StoredEvent];
  if (appended.isRepeat) return { kind: 'repeat', event: stored, isSpoilt: true };
  return { kind: 'stored', event: stored, isSpoilt: false };
}
