import type { EventStore } from '@overcommit/event-store';
import type { WireEntry } from '@overcommit/protocol';
import { away } from '../errors.ts';
import type { RoomLimits } from './limits.ts';
import type { Host } from './machines/host.ts';
import { createRoom, type Room } from './room.ts';
import { createTickClock, type TickClock } from './tickClock.ts';
import type { EntryListener, Leases, RoomLog, RoomTime } from './types.ts';

export type OpenRoom = { room: Room; clock: TickClock; usedAtMs: number };
export type RoomKeeperPorts = {
  store: EventStore;
  host: Host;
  limits: RoomLimits;
  leases: Leases;
  time: RoomTime;
  log: RoomLog;
};
export type RoomKeeper = {
  /** The machine's room, loaded with its first command. @throws AppError PRECONDITION_FAILED while closing */
  open(machineId: string): OpenRoom;
  keepAwake(machineId: string): void;
  onEntry(listener: EntryListener): () => void;
  storedElsewhere(machineId: string, seq: number, about: { isByPerson: boolean }): void;
  onStoredElsewhere(listener: (machineId: string) => void): () => void;
  load(): { rooms: number; waiting: number };
  unload(machineId: string): Promise<void>;
  close(): Promise<void>;
};

const CLOSING = 'The server is about to restart. What was stored is safe; a command is sent again by itself.';

/** Which rooms are in memory, and when they leave. */
export function createRoomKeeper(ports: RoomKeeperPorts): RoomKeeper {
  const { limits, time, log } = ports;
  const rooms = new Map<string, OpenRoom>();
  const listeners = createListeners(log);
  let isClosing = false;
  let cancelSweep = time.after(limits.idleMs / 4, sweep);

  /** Unloads the rooms that were not used for a while. */
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
    await opened.room.leave();
  }

  return {
    open(machineId) {
      if (isClosing) throw away(CLOSING);
      const opened = rooms.get(machineId) ?? openRoom(ports, machineId, listeners.tell);
      opened.usedAtMs = time.nowMs();
      rooms.set(machineId, opened);
      return opened;
    },
    keepAwake(machineId) {
      const opened = rooms.get(machineId);
      if (opened) opened.usedAtMs = time.nowMs();
    },
    onEntry: listeners.add,
    ...elsewhereOf(rooms),
    load: () => ({
      rooms: rooms.size,
      waiting: [...rooms.values()].reduce((sum, { room }) => sum + room.waiting(), 0),
    }),
    unload,
    async close() {
      isClosing = true;
      cancelSweep();
      // What is being carried out is stored and answered; what waits is sent again, to the next server.
      ports.host.stop(away(CLOSING));
      await Promise.all([...rooms.keys()].map(unload));
      await ports.host.close();
    },
  };
}

/** What other processes store. */
function elsewhereOf(rooms: Map<string, OpenRoom>): Pick<RoomKeeper, 'storedElsewhere' | 'onStoredElsewhere'> {
  const listeners = new Set<(machineId: string) => void>();
  return {
    storedElsewhere(machineId, seq, { isByPerson }) {
      for (const listener of listeners) listener(machineId);
      const opened = rooms.get(machineId);
      opened?.room.storedElsewhere(seq);
      // The clock here takes over if the process that ticks the machine ends.
      if (isByPerson) opened?.clock.wake();
    },
    onStoredElsewhere(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

function openRoom({ leases, ...ports }: RoomKeeperPorts, machineId: string, tell: EntryListener): OpenRoom {
  const { limits, time, log } = ports;
  const room = createRoom(machineId, { ...ports, tell: (entry) => tell(machineId, entry) });
  const clock = createTickClock({ machineId, room, leases, time, log, leaseMs: limits.leaseMs, restMs: limits.restMs });
  return { room, clock, usedAtMs: time.nowMs() };
}

/** The listeners that get every entry. One that fails does not stop the others. */
function createListeners(log: RoomLog): { add(listener: EntryListener): () => void; tell: EntryListener } {
  const listeners = new Set<EntryListener>();
  return {
    add(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    tell(machineId: string, entry: WireEntry) {
      for (const listener of listeners) {
        try {
          listener(machineId, entry);
        } catch (err) {
          log.error({ machineId, seq: entry.seq, err }, 'a listener failed');
        }
      }
    },
  };
}
