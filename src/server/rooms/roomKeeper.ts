import type { EventStore } from '@overcommit/event-store';
import type { WireEntry } from '@overcommit/protocol';
import { notNow } from '../errors.ts';
import type { RoomLimits } from './limits.ts';
import { createRoom, type Room } from './room.ts';
import { createTickClock, type TickClock } from './tickClock.ts';
import type { EntryListener, Leases, RoomLog, RoomTime } from './types.ts';

export type OpenRoom = { room: Room; clock: TickClock; usedAtMs: number };
export type RoomKeeperPorts = { store: EventStore; limits: RoomLimits; leases: Leases; time: RoomTime; log: RoomLog };
export type RoomKeeper = {
  /** The machine's room, loaded with its first command. @throws AppError PRECONDITION_FAILED while closing */
  open(machineId: string): OpenRoom;
  keepAwake(machineId: string): void;
  onEntry(listener: EntryListener): () => void;
  load(): { rooms: number; waiting: number };
  unload(machineId: string): Promise<void>;
  close(): Promise<void>;
};

const CLOSING = 'The server is about to restart. Your command was not carried out; send it again.';

/** Which rooms are in memory, who hears of their entries, and when they leave. */
export function createRoomKeeper({ store, limits, leases, time, log }: RoomKeeperPorts): RoomKeeper {
  const rooms = new Map<string, OpenRoom>();
  const listeners = new Set<EntryListener>();
  let isClosing = false;
  let cancelSweep = time.after(limits.idleMs / 4, sweep);

  function create(machineId: string): OpenRoom {
    const room = createRoom(machineId, { store, limits, log, tell: (entry) => tell(machineId, entry) });
    const { leaseMs, restMs } = limits;
    const clock = createTickClock({ machineId, room, leases, time, leaseMs, restMs, log });
    return { room, clock, usedAtMs: time.nowMs() };
  }

  function tell(machineId: string, entry: WireEntry): void {
    for (const listener of listeners) {
      try {
        listener(machineId, entry);
      } catch (err) {
        log.error({ machineId, seq: entry.seq, err }, 'a listener failed');
      }
    }
  }

  /** Rooms that nobody used for a while go. */
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

  return {
    open(machineId) {
      if (isClosing) throw notNow(CLOSING);
      const opened = rooms.get(machineId) ?? create(machineId);
      opened.usedAtMs = time.nowMs();
      rooms.set(machineId, opened);
      return opened;
    },
    keepAwake(machineId) {
      const opened = rooms.get(machineId);
      if (opened) opened.usedAtMs = time.nowMs();
    },
    onEntry(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
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
