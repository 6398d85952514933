import type { Command, Machine, Rejection } from '@overcommit/engine';
import { digest, ENGINE_VERSION, parseLine } from '@overcommit/engine';
import { LIMITS, logHeader, toWireEntry, type WireEntry } from '@overcommit/protocol';
import { DEFAULT_LIMITS, type RoomLimits } from './limits.ts';
import { over } from './quotas.ts';
import { createRateLimit } from './rateLimit.ts';
import { catchUpPage, snapshotTextAt } from './readLog.ts';
import { createRoom, type Room } from './room.ts';
import { createTickClock, type TickClock } from './tickClock.ts';
import {
  type EntryListener,
  type Leases,
  RoomError,
  type RoomLog,
  type RoomSubmit,
  type Rooms,
  type RoomsOptions,
  type RoomTime,
  type SeatRequest,
} from './types.ts';

type OpenRoom = { room: Room; clock: TickClock; usedAtMs: number };

const REAL_TIME: RoomTime = {
  nowMs: () => Date.now(),
  after(delayMs, action) {
    const timer = setTimeout(action, delayMs);
    timer.unref();
    return () => clearTimeout(timer);
  },
};
const ALONE: Leases = { acquire: async () => true, release: async () => undefined };
const SILENT: RoomLog = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** The machines of one process. Any number of processes may serve the same ones: `expectedVersion` keeps them right. */
export function createRooms(options: RoomsOptions): Rooms {
  const { store, leases = ALONE, time = REAL_TIME, log = SILENT } = options;
  const limits: RoomLimits = { ...DEFAULT_LIMITS, ...options.limits };
  const rate = createRateLimit({ perSecond: limits.commandsPerSecond, burst: limits.commandBurst });
  const rooms = new Map<string, OpenRoom>();
  const listeners = new Set<EntryListener>();
  let isClosing = false;
  let cancelSweep = time.after(limits.idleMs / 4, sweep);

  function open(machineId: string): OpenRoom {
    if (isClosing)
      throw new RoomError(
        'PRECONDITION_FAILED',
        'The server is about to restart. Your command was not carried out; send it again.',
      );
    const existing = rooms.get(machineId);
    if (existing) {
      existing.usedAtMs = time.nowMs();
      return existing;
    }
    const room = createRoom(machineId, { store, limits, log, tell: (entry) => tell(machineId, entry) });
    const clock = createTickClock({ machineId, room, leases, time, leaseMs: limits.leaseMs, log });
    const opened = { room, clock, usedAtMs: time.nowMs() };
    rooms.set(machineId, opened);
    return opened;
  }

  function tell(machineId: string, entry: WireEntry): void {
    if (entry.command.verb === 'clock') rooms.get(machineId)?.clock.check();
    for (const listener of listeners) {
      try {
        listener(machineId, entry);
      } catch (err) {
        log.error({ machineId, seq: entry.seq, err }, 'a listener failed');
      }
    }
  }

  /** Rooms that nobody used for a while go; so do those that were opened for a machine that is none. */
  function sweep(): void {
    for (const [machineId, { room, usedAtMs }] of rooms) {
      if (room.waiting() === 0 && time.nowMs() - usedAtMs >= limits.idleMs) void unload(machineId);
    }
    if (!isClosing) cancelSweep = time.after(limits.idleMs / 4, sweep);
  }

  async function unload(machineId: string): Promise<void> {
    const opened = rooms.get(machineId);
    if (!opened) return;
    rooms.delete(machineId);
    await opened.clock.stop();
    await opened.room.idle();
  }

  async function submit(input: RoomSubmit, actor: string) {
    const parsed = parse(input);
    if (!parsed.ok) return parsed;
    const { room, clock } = open(input.machineId);
    if (actor !== 'system' && !rate.take(actor, time.nowMs())) {
      const known = await store.findCommand(input.machineId, input.commandId);
      if (!known)
        return {
          ok: false as const,
          rejection: over(
            `That was more than ${limits.commandsPerSecond} commands a second.`,
            'Wait a second, then go on.',
          ),
        };
    }
    const answer = await room.submit({ command: parsed.command, commandId: input.commandId, actor });
    clock.check();
    return answer;
  }

  return {
    async create({ machineId, spec }) {
      const header = logHeader({ id: machineId, spec, engineVersion: ENGINE_VERSION });
      const existing = await store.stream(machineId);
      // A machine made by an older engine keeps its header.
      const version = (existing?.header as typeof header | undefined)?.machine.engineVersion ?? ENGINE_VERSION;
      await store.createStream({
        streamId: machineId,
        kind: 'machine',
        header: logHeader({ id: machineId, spec, engineVersion: version }),
      });
    },
    submit,
    async takeSeat(machineId, seat) {
      const { room } = open(machineId);
      const commandId = await room.look((machine) => seatCommandId(machine, seat));
      if (commandId === null) return { seq: (await store.findCommand(machineId, `seat:${seat.actor}`))?.version ?? 0 };
      const answer = await room.submit({ command: { verb: 'seat', ...seat }, commandId, actor: 'system' });
      if (!answer.ok) throw new RoomError('BAD_REQUEST', answer.rejection.message);
      return { seq: answer.seq };
    },
    setClock: (machineId, { action, ticksPerSecond, commandId }, actor) =>
      submit({ machineId, commandId, command: { verb: 'clock', action, ticksPerSecond } }, actor),
    async catchUp(machineId, afterSeq) {
      const { room, clock } = open(machineId);
      await room.header();
      clock.check();
      return catchUpPage(store, machineId, { afterSeq, most: limits.mostCatchUpEntries });
    },
    async page(machineId, afterSeq, limit) {
      const header = await open(machineId).room.header();
      const events = await store.read(machineId, {
        after: afterSeq,
        limit: Math.min(limit, LIMITS.pageEntries),
        isRaw: true,
      });
      const head = await store.head(machineId);
      return {
        header,
        entries: events.map(toWireEntry),
        lastSeq: Math.max(head?.version ?? 0, events.at(-1)?.version ?? 0),
      };
    },
    async entry(machineId, seq) {
      const [event] = seq < 1 ? [] : await store.read(machineId, { after: seq - 1, limit: 1 });
      return event ? toWireEntry(event) : null;
    },
    snapshotText: (machineId, seq) => snapshotTextAt(store, machineId, seq),
    async end(machineId) {
      const { room } = open(machineId);
      const { seq, text } = await room.look((machine) => ({ seq: machine.seq, text: digest(machine) }));
      const [event] = seq === 0 ? [] : await store.read(machineId, { after: seq - 1, limit: 1, isRaw: true });
      return { seq, hash: event?.hash ?? (await store.head(machineId))?.hash ?? '', digest: text };
    },
    onEntry(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    keepAwake(machineId) {
      const opened = rooms.get(machineId);
      if (opened) opened.usedAtMs = time.nowMs();
    },
    load: () => ({
      rooms: rooms.size,
      waiting: [...rooms.values()].reduce((sum, { room }) => sum + room.waiting(), 0),
    }),
    unload,
    async close() {
      isClosing = true;
      cancelSweep();
      await Promise.all([...rooms.keys()].map(unload));
    },
  };
}

function parse(input: RoomSubmit): { ok: true; command: Command } | { ok: false; rejection: Rejection } {
  if (input.command) return { ok: true, command: input.command };
  if (input.line.length > LIMITS.lineLength) {
    return {
      ok: false,
      rejection: { code: 'TOO_LARGE', message: `A line has at most ${LIMITS.lineLength} characters.` },
    };
  }
  return parseLine(input.line);
}

/** Null: the actor has this very seat. An actor's first seat has one id, so that two requests at once make one entry. */
function seatCommandId(machine: Machine, { actor, uid, role }: SeatRequest): string | null {
  const seat = machine.seats.find((one) => one.actor === actor);
  if (!seat) return `seat:${actor}`;
  return seat.uid === uid && seat.role === role ? null : `seat:${actor}:${machine.seq}`;
}
