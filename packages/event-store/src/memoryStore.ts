import { checkBatch, repeatOf, sealEvents } from './append.ts';
import { canonicalJson } from './canonical.ts';
import { hashHeader } from './hashChain.ts';
import { snapshotsToDrop } from './snapshotsToDrop.ts';
import type {
  Appended,
  Conflict,
  EventStore,
  NewEvent,
  NewStream,
  ReadOptions,
  Snapshot,
  StoredEvent,
  StreamInfo,
} from './types.ts';
import { MISSED_LIMIT } from './types.ts';
import { NO_UPCASTERS, type Upcasters, upcastEvent, upcastSnapshot } from './upcast.ts';

type Stream = {
  info: StreamInfo;
  events: StoredEvent[];
  byCommand: Map<string, StoredEvent>;
  snapshots: Map<number, Snapshot>;
};
export type MemoryStoreOptions = {
  /** The current time as ISO 8601 in UTC with milliseconds. */
  now: () => string;
  upcasters?: Upcasters;
};

/** The in-memory implementation of the store, for tests and for machines that exist only in a page. Its data ends with the process. */
export function createMemoryStore({ now, upcasters = NO_UPCASTERS }: MemoryStoreOptions): EventStore {
  const streams = new Map<string, Stream>();
  const all: StoredEvent[] = [];
  const lift = (event: StoredEvent) => upcastEvent(upcasters, event);

  return {
    async createStream(stream: NewStream) {
      const existing = streams.get(stream.streamId);
      if (existing) {
        assertSameStream(existing.info, stream);
        return { isNew: false };
      }
      const info = { ...stream, header: throughJson(stream.header), createdAt: now() };
      streams.set(stream.streamId, { info, events: [], byCommand: new Map(), snapshots: new Map() });
      return { isNew: true };
    },
    stream: async (streamId) => streams.get(streamId)?.info ?? null,
    async head(streamId) {
      const stream = streams.get(streamId);
      return stream ? headOf(stream) : null;
    },
    async append(streamId, expectedVersion, events) {
      checkBatch(events);
      const stream = streams.get(streamId);
      if (!stream) return { ok: false, reason: 'noStream' };
      const result = appendTo(stream, { expectedVersion, events, now });
      if (!result.ok) return { ...result, missed: result.missed.map(lift) };
      if (result.isRepeat) return { ...result, events: result.events.map(lift) };
      all.push(...result.events);
      return result;
    },
    async read(streamId, { after = 0, limit = Number.MAX_SAFE_INTEGER, mostBytes, isRaw = false }: ReadOptions = {}) {
      const found = streams.get(streamId)?.events.slice(after, after + limit) ?? [];
      const page = mostBytes === undefined ? found : upToBytes(found, mostBytes);
      return isRaw ? page : page.map(lift);
    },
    async findCommand(streamId, commandId) {
      const event = streams.get(streamId)?.byCommand.get(commandId);
      return event ? lift(event) : null;
    },
    async readAll(cursor, limit) {
      const from = cursor === null ? 0 : Number(cursor);
      const events = all.slice(from, from + limit).map(lift);
      return { events, cursor: String(from + events.length) };
    },
    async saveSnapshot(streamId, snapshot) {
      const stream = streams.get(streamId);
      if (stream) keepSnapshot(stream, snapshot);
    },
    async latestSnapshot(streamId, atMost = Number.MAX_SAFE_INTEGER) {
      const snapshots = [...(streams.get(streamId)?.snapshots.values() ?? [])].filter((s) => s.version <= atMost);
      const newest = snapshots.sort((a, b) => b.version - a.version)[0];
      return newest ? upcastSnapshot(upcasters, newest) : null;
    },
    async deleteSnapshots(streamId) {
      for (const stream of streams.values())
        if (streamId === undefined || stream.info.streamId === streamId) stream.snapshots.clear();
    },
  };
}

type Append = { expectedVersion: number; events: readonly NewEvent[]; now: () => string };

function appendTo(stream: Stream, { expectedVersion, events, now }: Append): Appended | Conflict {
  const stored = events.flatMap((event) => stream.byCommand.get(event.metadata.commandId) ?? []);
  const repeat = repeatOf(events, stored);
  if (repeat) return { ok: true, version: last(repeat).version, events: repeat, isRepeat: true };
  const version = stream.events.length;
  if (version !== expectedVersion) {
    const missed = stream.events.slice(expectedVersion, expectedVersion + MISSED_LIMIT);
    return { ok: false, reason: 'conflict', version, missed };
  }
  const { streamId } = stream.info;
  const sealed = sealEvents(events.map(throughJson), { streamId, head: headOf(stream), recordedAt: now() });
  for (const event of sealed) {
    stream.events.push(event);
    stream.byCommand.set(event.metadata.commandId, event);
  }
  return { ok: true, version: last(sealed).version, events: sealed, isRepeat: false };
}

function keepSnapshot({ snapshots }: Stream, snapshot: Snapshot): void {
  for (const { version, type } of [...snapshots.values()]) if (type !== snapshot.type) snapshots.delete(version);
  snapshots.set(snapshot.version, snapshot);
  for (const version of snapshotsToDrop([...snapshots.keys()])) snapshots.delete(version);
}

/** @throws Error when a stream is created again as something else. */
export function assertSameStream(existing: NewStream, wanted: NewStream): void {
  const isSame = existing.kind === wanted.kind && canonicalJson(existing.header) === canonicalJson(wanted.header);
  if (!isSame) throw new Error(`stream ${wanted.streamId} exists with another header`);
}

function headOf(stream: Stream) {
  const newest = stream.events.at(-1);
  return newest ? { version: newest.version, hash: newest.hash } : { version: 0, hash: hashHeader(stream.info.header) };
}

/** A copy, as a database would return it: later changes to the argument do not reach the log. */
function throughJson<T>(value: T): T {
  return JSON.parse(JSON.stringify(value)) as T;
}

function last(events: StoredEvent[]): StoredEvent {
  return events[events.length - 1] as StoredEvent;
}

function upToBytes(events: readonly StoredEvent[], mostBytes: number): StoredEvent[] {
  let bytes = 0;
  return events.filter((event, index) => {
    bytes += JSON.stringify(event.data).length;
    return index === 0 || bytes <= mostBytes;
  });
}
