import type { Machine } from '@overcommit/engine';
import type { EventStore, StoredEvent } from '@overcommit/event-store';
import { type LogHeader, type SubmitResult, toWireEntry, type WireEntry } from '@overcommit/protocol';
import { answerOf } from '@overcommit/reading';
import { AppError, conflict, failed } from '../errors.ts';
import { type Asked, type Attempt, attempt } from './decide.ts';
import { createEffort } from './effort.ts';
import { foldMachine, foldTail, readHeader, takeSnapshot } from './fold.ts';
import type { RoomLimits } from './limits.ts';
import { over } from './quotas.ts';
import type { RoomLog } from './types.ts';

export type RoomPorts = {
  store: EventStore;
  limits: RoomLimits;
  log: RoomLog;
  /** Hears each entry once it is stored, in order. */
  tell: (entry: WireEntry) => void;
};

/** One machine in this process: the state its log folds to, and a queue, so that one command is decided at a time. */
export type Room = {
  submit(asked: Asked): Promise<SubmitResult>;
  /** Reads the machine between two commands: it is as the log says. Never keep or change it. */
  look<T>(read: (machine: Machine) => T): Promise<T>;
  /** As `look`, at the log's last entry by now, whichever process wrote it. */
  lookAtLatest<T>(read: (machine: Machine) => T): Promise<T>;
  header(): Promise<LogHeader>;
  /** Tasks queued or running. */
  waiting(): number;
  /** When everything that is queued by now is done. */
  idle(): Promise<void>;
};

/** Answers remembered, so that a resend costs nothing. The log remembers the rest. */
const RECENT = 200;

export function createRoom(machineId: string, { store, limits, log, tell }: RoomPorts): Room {
  let header: LogHeader | null = null;
  let machine: Machine | null = null;
  let tail: Promise<unknown> = Promise.resolve();
  let waiting = 0;
  let wasLoaded = false;
  const effort = createEffort();
  const recent = new Map<string, { actor: string; answer: SubmitResult }>();

  /** Tasks run one after another; one that fails does not stop the next. */
  function enqueue<T>(task: () => Promise<T>): Promise<T> {
    waiting += 1;
    const done = tail.then(task).finally(() => {
      waiting -= 1;
    });
    tail = done.catch(() => undefined).then(effort.rested);
    return done;
  }

  async function readOwnHeader(): Promise<LogHeader> {
    header ??= await readHeader(store, machineId);
    return header;
  }

  async function load(): Promise<Machine> {
    if (machine) return machine;
    const ownHeader = await readOwnHeader();
    try {
      const fold = () => foldMachine(store, machineId, ownHeader);
      // Whoever opens a machine is not to wait; whoever spoils it again and again is.
      machine = await (wasLoaded ? effort.measureAll(fold) : fold());
      wasLoaded = true;
      return machine;
    } catch (err) {
      log.error({ machineId, err }, 'a machine could not be read from its log');
      throw failed('This machine could not be read from its log. Nothing is lost; try again.');
    }
  }

  async function loadLatest(): Promise<Machine> {
    const behind = await load();
    machine = null;
    machine = await foldTail(store, machineId, behind);
    return machine;
  }

  /** Whatever fails in here, the machine is read from the log again before the next command. */
  async function guarded(asked: Asked): Promise<Attempt> {
    try {
      const made = await attempt({ store, machineId, machine: await load(), limits, effort }, asked);
      if (made.isSpoilt) machine = null;
      return made;
    } catch (error) {
      machine = null;
      if (error instanceof AppError) throw error;
      log.error(
        { machineId, commandId: asked.commandId, verb: asked.command.verb, err: error },
        'a command failed; the machine is read from its log again',
      );
      throw failed(
        'This command failed here, and nothing was recorded of it. Everything before it is safe; you can go on.',
      );
    }
  }

  async function decide(asked: Asked): Promise<SubmitResult> {
    for (let round = 0; round <= limits.conflictRetries; round++) {
      const made = await guarded(asked);
      if (made.kind === 'conflict') continue;
      if (made.kind === 'rejected') return (await storedBefore(asked)) ?? { ok: false, rejection: made.rejection };
      if (made.kind === 'stored') afterStoring(toWireEntry(made.event));
      return answerFor(made.event, asked);
    }
    log.warn({ machineId, commandId: asked.commandId }, 'gave up after conflicts');
    throw conflict('Too much happened on this machine at once. Send the command again.');
  }

  /** A resend of a stored command is answered as the first time, even if it would be rejected today. */
  async function storedBefore(asked: Asked): Promise<SubmitResult | null> {
    const event = await store.findCommand(machineId, asked.commandId);
    return event && answerFor(event, asked);
  }

  function answerFor(event: StoredEvent, asked: Asked): SubmitResult {
    if (event.metadata.actor !== asked.actor) throw conflict('Somebody else has used this commandId.');
    const entry = toWireEntry(event);
    const answer = { ok: true, seq: entry.seq, result: answerOf(entry).result } as const;
    remember(asked, answer);
    return { ...answer, entry };
  }

  function remember({ commandId, actor }: Asked, answer: SubmitResult): void {
    recent.set(commandId, { actor, answer });
    const oldest = recent.keys().next();
    if (recent.size > RECENT && !oldest.done) recent.delete(oldest.value);
  }

  function afterStoring(entry: WireEntry): void {
    tell(entry);
    if (machine && entry.seq % limits.snapshotEvery === 0) keepSnapshot(machine);
  }

  /** Not waited for: a snapshot that is not kept costs time later, nothing else. */
  function keepSnapshot(at: Machine): void {
    const snapshot = takeSnapshot(at);
    store.saveSnapshot(machineId, snapshot).catch((err) => log.warn({ machineId, err }, 'a snapshot was not kept'));
  }

  return {
    async submit(asked) {
      const known = recent.get(asked.commandId);
      if (known?.actor === asked.actor) return known.answer;
      if (waiting >= limits.queueLength)
        return { ok: false, rejection: over('This machine has too many commands waiting.', 'Try again in a moment.') };
      return enqueue(() => decide(asked));
    },
    look: (read) => enqueue(async () => read(await load())),
    lookAtLatest: (read) => enqueue(async () => read(await loadLatest())),
    header: readOwnHeader,
    waiting: () => waiting,
    async idle() {
      await tail;
    },
  };
}
