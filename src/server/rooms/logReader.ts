import { type EventStore, hashHeader } from '@overcommit/event-store';
import { LIMITS, toWireEntry } from '@overcommit/protocol';
import { catchUpPage, snapshotTextAt, snapshotUpTo } from './catchUp.ts';
import { digestAt } from './fold.ts';
import type { RoomLimits } from './limits.ts';
import type { Host } from './machines/host.ts';
import type { RoomKeeper } from './roomKeeper.ts';
import type { RoomLog, Rooms } from './types.ts';

type Ports = { store: EventStore; host: Host; keeper: RoomKeeper; limits: RoomLimits; log: RoomLog };
export type LogReader = Pick<
  Rooms,
  'read' | 'catchUp' | 'header' | 'page' | 'entry' | 'snapshotText' | 'snapshotUpTo' | 'end'
>;

/** What can be read of machines and their logs. Nothing here changes a log. */
export function createLogReader({ store, host, keeper, limits, log }: Ports): LogReader {
  return {
    read: (machineId, name, ...args) => keeper.open(machineId).room.readLatest(name, ...args),
    async catchUp(machineId, afterSeq) {
      const { room, clock } = keeper.open(machineId);
      await room.header();
      clock.begin();
      return catchUpPage(store, machineId, { afterSeq, most: limits.mostCatchUpEntries });
    },
    header: (machineId) => keeper.open(machineId).room.header(),
    async page(machineId, afterSeq, limit) {
      const header = await keeper.open(machineId).room.header();
      const bounds = { limit: Math.min(limit, LIMITS.pageEntries), mostBytes: LIMITS.pageBytes };
      const events = await store.read(machineId, { after: afterSeq, ...bounds, isRaw: true });
      const head = await store.head(machineId);
      const lastSeq = Math.max(head?.version ?? 0, events.at(-1)?.version ?? 0);
      return { header, entries: events.map(toWireEntry), lastSeq };
    },
    async entry(machineId, seq) {
      const [event] = seq < 1 ? [] : await store.read(machineId, { after: seq - 1, limit: 1 });
      return event ? toWireEntry(event) : null;
    },
    snapshotText: (machineId, seq) => snapshotTextAt(store, machineId, seq),
    snapshotUpTo: (machineId, seq) => snapshotUpTo(store, machineId, seq),
    async end(machineId, untilSeq = null) {
      const { room } = keeper.open(machineId);
      const latest = await room.readLatest('digest');
      const isLatest = untilSeq === null || latest.seq <= untilSeq;
      const seq = isLatest ? latest.seq : untilSeq;
      const digest = isLatest ? latest.digest : await digestAt({ store, host, log }, machineId, seq);
      const [event] = seq === 0 ? [] : await store.read(machineId, { after: seq - 1, limit: 1, isRaw: true });
      return { seq, hash: event?.hash ?? hashHeader(await room.header()), digest };
    },
  };
}
