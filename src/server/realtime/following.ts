import type { WireEntry } from '@overcommit/protocol';
import type { Peers } from '../peers/index.ts';
import type { RoomLog, Rooms } from '../rooms/index.ts';
import { channels } from './channels.ts';
import { relay } from './relay.ts';
import type { RealtimeServer } from './types.ts';

/** How often the database is asked what others stored, while they are not heard. */
const ASK_MS = 2000;
/** While they are heard, that often only: for what was lost on the way. */
const ASK_SELDOM = 8;
/** A larger entry is read from the database by those who need it. */
const MOST_SENT_BYTES = 32 * 1024;
const ALL = /^machine:(.*)$/;

type Stored = { machineId: string; seq: number; isByPerson: boolean; entry: WireEntry | null };
export type FollowingPorts = {
  io: RealtimeServer;
  rooms: Rooms;
  peers: Peers;
  versionsOf: (machineIds: string[]) => Promise<Map<string, number>>;
  log: RoomLog;
};

/**
 * Sends entries to the screens of this process, whichever process stored them: at once if it is heard, else when the
 * database is asked. A screen that missed some sees the gap and asks for them. The returned function stops this.
 */
export function followPeers({ io, rooms, peers, versionsOf, log }: FollowingPorts): () => void {
  if (peers.isAlone) return rooms.onEntry((machineId, entry) => relay(io, machineId, entry));
  const isSeen = (machineId: string) => io.sockets.adapter.rooms.has(channels.all(machineId));
  const { send, sendNewest, ask } = createSending({ io, rooms, versionsOf, log });

  const tellPeers = peers.topic<Stored>('entry', ({ machineId, seq, isByPerson, entry }) => {
    rooms.storedElsewhere(machineId, seq, { isByPerson });
    if (!isSeen(machineId)) return;
    if (entry) send(machineId, entry);
    else void sendNewest(machineId, seq);
  });
  const stopHearing = rooms.onEntry((machineId, entry) => {
    if (isSeen(machineId)) send(machineId, entry);
    if (peers.count() === 1) return;
    const isSmall = JSON.stringify(entry).length <= MOST_SENT_BYTES;
    const isByPerson = entry.actor !== 'system';
    tellPeers({ machineId, seq: entry.seq, isByPerson, entry: isSmall ? entry : null });
  });

  peers.onReached((isReached) => {
    io.emit('server:reach', { isReached });
    if (isReached) ask();
  });
  io.on('connection', (socket) => {
    if (!peers.isReached()) socket.emit('server:reach', { isReached: false });
  });
  let rounds = 0;
  const timer = setInterval(() => {
    rounds += 1;
    if (!peers.isReached() || (peers.count() > 1 && rounds % ASK_SELDOM === 0)) ask();
  }, ASK_MS);
  timer.unref();
  return () => {
    clearInterval(timer);
    stopHearing();
  };
}

/** Sends entries to the screens here, each machine's in rising order. */
function createSending({ io, rooms, versionsOf, log }: Omit<FollowingPorts, 'peers'>) {
  /** The newest entry that was sent here, of machines that someone looks at. */
  const sent = new Map<string, number>();
  let isAsking = false;

  function send(machineId: string, entry: WireEntry): void {
    if (entry.seq <= (sent.get(machineId) ?? 0)) return;
    sent.set(machineId, entry.seq);
    relay(io, machineId, entry);
  }

  async function sendNewest(machineId: string, seq: number): Promise<void> {
    try {
      const entry = await rooms.entry(machineId, seq);
      if (entry) send(machineId, entry);
    } catch (err) {
      log.warn({ machineId, seq, err }, 'an entry of another process could not be read');
    }
  }

  async function askAll(): Promise<void> {
    const seen = seenHere(io);
    for (const machineId of sent.keys()) if (!seen.has(machineId)) sent.delete(machineId);
    if (seen.size === 0) return;
    for (const [machineId, seq] of await versionsOf([...seen])) {
      if (seq <= (sent.get(machineId) ?? 0)) continue;
      rooms.storedElsewhere(machineId, seq, { isByPerson: false });
      await sendNewest(machineId, seq);
    }
  }

  /** Asks the database for what was not sent here, once at a time. */
  function ask(): void {
    if (isAsking) return;
    isAsking = true;
    askAll()
      .catch((err) => log.warn({ err }, 'the database could not be asked what other processes stored'))
      .finally(() => {
        isAsking = false;
      });
  }

  return { send, sendNewest, ask };
}

/** Machines that a socket of this process looks at. */
function seenHere(io: RealtimeServer): Set<string> {
  const names = [...io.sockets.adapter.rooms.keys()];
  return new Set(names.flatMap((name) => ALL.exec(name)?.[1] ?? []));
}
