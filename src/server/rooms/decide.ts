import { type Command, execute, type Machine, makeEntry, type Rejection } from '@overcommit/engine';
import type { EventStore, NewEvent, StoredEvent } from '@overcommit/event-store';
import { toNewEvent } from '@overcommit/protocol';
import type { Effort } from './effort.ts';
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

export type Bench = { store: EventStore; machineId: string; machine: Machine; limits: RoomLimits; effort: Effort };

type Rejected = Extract<Attempt, { kind: 'rejected' }>;

/**
 * Carries a command out on the machine and appends its entry: execute, then store. The machine is changed before the
 * append, so whatever throws here leaves it spoilt.
 */
export async function attempt(bench: Bench, asked: Asked): Promise<Attempt> {
  const { store, machineId, machine, effort } = bench;
  const before = machine.seq;
  const made = effort.measure(() => eventOf(bench, asked));
  if ('kind' in made) return made;
  const appended = await store.append(machineId, before, [made.event]);
  if (!appended.ok) {
    if (appended.reason === 'noStream') throw new Error(`the stream of machine ${machineId} is gone`);
    return { kind: 'conflict', isSpoilt: true };
  }
  const [stored] = appended.events as [StoredEvent];
  if (appended.isRepeat) return { kind: 'repeat', event: stored, isSpoilt: true };
  return { kind: 'stored', event: stored, isSpoilt: false };
}

/** What the command comes to, ready to be stored. It holds the process from beginning to end. */
function eventOf({ machine, limits }: Bench, { command, commandId, actor }: Asked): Rejected | { event: NewEvent } {
  const refusal = actor === 'system' ? null : overQuota(machine, command, limits);
  if (refusal) return { kind: 'rejected', rejection: refusal, isSpoilt: false };
  const executed = execute(machine, command, { actor, mostFacts: limits.entryFacts });
  if (!executed.ok) return { kind: 'rejected', rejection: executed.rejection, isSpoilt: executed.isSpoilt ?? false };
  const event = toNewEvent(makeEntry(machine, { actor, commandId, command, facts: executed.facts }));
  if (JSON.stringify(event).length <= limits.entryBytes) return { event };
  return { kind: 'rejected', rejection: TOO_LARGE, isSpoilt: true };
}

const TOO_LARGE: Rejection = {
  code: 'TOO_LARGE',
  message: 'What this command sets off is too much for one entry.',
  hint: 'Do it in smaller steps.',
};
