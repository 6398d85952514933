import type { Rejection } from '@overcommit/engine';
import type { EventStore, Snapshot, StoredEvent } from '@overcommit/event-store';
import { type LogHeader, type SubmitResult, toWireEntry, type WireEntry } from '@overcommit/protocol';
import { answerOf } from '@overcommit/reading';
import { AppError, away, conflict, failed } from '../errors.ts';
import { isOutage, outageSentence } from '../outage.ts';
import { createRecentMap, type RecentMap } from '../recentMap.ts';
import type { CommandRequest } from './decide.ts';
import { isFoldOf } from './fold.ts';
import type { RoomLimits } from './limits.ts';
import type { Host } from './machines/host.ts';
import { MachineGone, readJob } from './machines/jobs.ts';
import type { ReadAnswer, ReadArgs, ReadName } from './machines/reads.ts';
import { createQueue, type Queue } from './queue.ts';
import { over } from './quotas.ts';
import { createReplica, type Replica } from './replica.ts';
import { createThrottle, type Throttle } from './throttle.ts';
import type { RoomLog } from './types.ts';

export type RoomPorts = {
  store: EventStore;
  host: Host;
  limits: RoomLimits;
  log: RoomLog;
  /** Gets each entry once it is stored, in order. */
  tell: (entry: WireEntry) => void;
};

/** One machine in this process: the state its log folds to, and a queue, so that one command is decided at a time. */
export type Room = {
  /** Queues a command. The answer comes when its entry is stored, or when it is rejected. */
  enqueue(request: CommandRequest): Promise<SubmitResult>;
  /** Reads the machine between two commands, when it is as the log says. */
  read<N extends ReadName>(name: N, ...args: ReadArgs<N>): Promise<ReadAnswer<N>>;
  /** As `read`, at the log's last entry by now, whichever process wrote it. */
  readLatest<N extends ReadName>(name: N, ...args: ReadArgs<N>): Promise<ReadAnswer<N>>;
  header(): Promise<LogHeader>;
  /** Another process stored entry `seq`. */
  storedElsewhere(seq: number): void;
  /** Number of tasks queued or running. */
  waiting(): number;
  /** Resolves when everything that is queued by now is done. */
  idle(): Promise<void>;
  /** Lets what is queued finish and takes the machine out of memory. */
  leave(): Promise<void>;
};

/** Answers kept in memory for resends. Older ones are read from the log. */
const RECENT_ANSWERS = 200;

type Answered = { actor: string; answer: SubmitResult };
type Inside = RoomPorts & {
  machineId: string;
  throttle: Throttle;
  replica: Replica;
  queue: Queue;
  recent: RecentMap<string, Answered>;
  /** Snapshots that are being compared with the log. */
  keeping: Set<Promise<void>>;
};

export function createRoom(machineId: string, ports: RoomPorts): Room {
  const throttle = createThrottle();
  const replica = createReplica(machineId, { ...ports, throttle });
  const queue = createQueue(throttle.cooldown);
  const recent = createRecentMap<string, Answered>(RECENT_ANSWERS);
  const keeping = new Set<Promise<void>>();
  const inside: Inside = { ...ports, machineId, throttle, replica, queue, recent, keeping };

  /** A machine whose thread was started anew is folded once more. */
  async function readAfter<N extends ReadName>(
    load: () => Promise<number>,
    name: N,
    args: ReadArgs<N>,
  ): Promise<ReadAnswer<N>> {
    await load();
    try {
      return (await ports.host.run(machineId, readJob(name, args))).answer;
    } catch (error) {
      replica.discard();
      if (!(error instanceof MachineGone)) throw error;
      await load();
      return (await ports.host.run(machineId, readJob(name, args))).answer;
    }
  }
  return {
    async enqueue(request) {
      const known = recent.get(request.commandId);
      if (known?.actor === request.actor) return known.answer;
      if (queue.waiting() >= ports.limits.queueLength) return { ok: false, rejection: QUEUE_FULL };
      return queue.run(() => carryOut(inside, request));
    },
    read: (name, ...args) => queue.run(() => readAfter(replica.load, name, args)),
    readLatest: (name, ...args) => queue.run(() => readAfter(replica.loadLatest, name, args)),
    header: replica.header,
    storedElsewhere: replica.storedElsewhere,
    waiting: queue.waiting,
    idle: queue.idle,
    async leave() {
      await queue.idle();
      await Promise.all(keeping);
      replica.discard();
      // While the server stops, all machines are about to be forgotten.
      await ports.host.run(machineId, { kind: 'forget' }).catch(() => undefined);
    },
  };
}

const QUEUE_FULL = over('This machine has too many commands waiting.', 'Try again in a moment.');

/**
 * What a command in the queue goes through:
 *
 * 1. the machine is loaded, as the log says it is;
 * 2. the kernel decides what happens;
 * 3. the event is stored at the expected version;
 * 4. the listeners get the entry;
 * 5. the sender is answered.
 *
 * If another process stored an entry first, it begins again at 1.
 */
async function carryOut(room: Inside, request: CommandRequest): Promise<SubmitResult> {
  for (let round = 0; round <= room.limits.conflictRetries; round++) {
    const outcome = await decideAndStore(room, request);
    if (outcome.kind === 'conflict') continue;
    if (outcome.kind === 'rejected') return (await storedBefore(room, request)) ?? reject(outcome.rejection);
    if (outcome.kind === 'stored') tellAll(room, outcome);
    return answer(room, outcome.event, request);
  }
  room.log.warn({ machineId: room.machineId, commandId: request.commandId }, 'gave up after conflicts');
  throw conflict('Too much happened on this machine at once. Send the command again.');
}

type Outcome =
  | { kind: 'stored'; event: StoredEvent; snapshot: Snapshot | null }
  /** This command was stored before. */
  | { kind: 'repeat'; event: StoredEvent }
  | { kind: 'rejected'; rejection: Rejection }
  /** Another process appended first, or the machine's thread was started anew. */
  | { kind: 'conflict' };

/** Steps 1 to 3. After every failure the machine is read from its log again before the next command. */
async function decideAndStore(room: Inside, request: CommandRequest): Promise<Outcome> {
  const { replica, machineId, host } = room;
  try {
    const expectedVersion = await replica.load();
    const { answer: decision, ms } = await host.run(machineId, { kind: 'decide', request });
    room.throttle.add(ms);
    if (!decision.ok) {
      if (decision.isSpoilt) replica.discard();
      return { kind: 'rejected', rejection: decision.rejection };
    }
    const appended = await room.store.append(machineId, expectedVersion, [decision.event]);
    if (appended.ok && !appended.isRepeat) {
      replica.advance();
      return { kind: 'stored', event: first(appended.events), snapshot: decision.snapshot };
    }
    replica.discard();
    if (appended.ok) return { kind: 'repeat', event: first(appended.events) };
    if (appended.reason === 'noStream') throw new Error(`the stream of machine ${machineId} is gone`);
    return { kind: 'conflict' };
  } catch (error) {
    replica.discard();
    if (error instanceof MachineGone) return { kind: 'conflict' };
    if (error instanceof AppError) throw error;
    return whatBecame(room, request, error);
  }
}

/** After an unexpected error: the log says whether the command was stored. Where that cannot be asked, it is not known. */
async function whatBecame(room: Inside, { commandId, command }: CommandRequest, err: unknown): Promise<Outcome> {
  const { log, machineId, store } = room;
  const about = { machineId, commandId, verb: command.verb, err };
  try {
    const event = isOutage(err) ? null : await store.findCommand(machineId, commandId);
    if (event) return { kind: 'repeat', event };
  } catch (error) {
    if (!isOutage(error)) throw error;
    log.warn(about, 'a command failed and the database is away: whether it was stored is not known yet');
    throw away(outageSentence(error));
  }
  if (isOutage(err)) {
    log.warn(about, 'the database is away: whether a command was stored is not known yet');
    throw away(outageSentence(err));
  }
  log.error(about, 'a command failed and was not stored; the machine is read from its log again');
  throw failed(
    'This command failed here, and nothing was recorded of it. Everything before it is safe; you can go on.',
  );
}

/** Step 4. A snapshot is not waited for: without it the next load is slower, nothing else. */
function tellAll(room: Inside, { event, snapshot }: { event: StoredEvent; snapshot: Snapshot | null }): void {
  const { machineId, log, keeping } = room;
  room.tell(toWireEntry(event));
  if (snapshot === null) return;
  const kept: Promise<void> = keep(room, snapshot)
    .catch((err) => log.warn({ machineId, err }, 'a snapshot was not kept'))
    .finally(() => keeping.delete(kept));
  keeping.add(kept);
}

/**
 * A snapshot is kept only if the log folds to it. If it does not, the machine in memory or an earlier snapshot is wrong:
 * all are dropped, and the machine is folded from its first entry before the next command.
 */
async function keep(room: Inside, snapshot: Snapshot): Promise<void> {
  const { store, machineId, log, queue, replica } = room;
  if (await isFoldOf(room, machineId, snapshot)) return store.saveSnapshot(machineId, snapshot);
  log.error(
    { machineId, version: snapshot.version },
    'the machine in memory is not what its log folds to; it is folded anew',
  );
  await store.deleteSnapshots(machineId);
  await queue.run(async () => replica.discard());
}

/** Step 5. */
function answer({ recent }: Inside, event: StoredEvent, { commandId, actor }: CommandRequest): SubmitResult {
  if (event.metadata.actor !== actor) throw conflict('Someone else has used this commandId.');
  const entry = toWireEntry(event);
  const kept = { ok: true, seq: entry.seq, result: answerOf(entry).result } as const;
  recent.set(commandId, { actor, answer: kept });
  return { ...kept, entry };
}

/** A resend of a stored command is answered as the first time, even if it would be rejected today. */
async function storedBefore(room: Inside, request: CommandRequest): Promise<SubmitResult | null> {
  const event = await room.store.findCommand(room.machineId, request.commandId);
  return event && answer(room, event, request);
}

function reject(rejection: Rejection): SubmitResult {
  return { ok: false, rejection };
}

function first(events: readonly StoredEvent[]): StoredEvent {
  return events[0] as StoredEvent;
}
