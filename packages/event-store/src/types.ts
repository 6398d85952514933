/** A plain JSON object. What is put in must come out equal after a trip through JSON. */
export type JsonObject = { readonly [member: string]: unknown };

/** Who asked, under which id, decided by which engine. Only opaque ids: names live elsewhere, so a person can be erased. */
export type EventMetadata = {
  actor: string;
  /** Unique in its stream. Sending it again returns what the first sending did. */
  commandId: string;
  engineVersion?: string;
  policy?: string;
};

export type NewEvent = {
  type: string;
  /** Version of the shape of `data`; upcasters lift old ones on read. */
  schemaVersion: number;
  data: JsonObject;
  metadata: EventMetadata;
};

export type StoredEvent = NewEvent & {
  streamId: string;
  /** Starts at 1, no gaps. */
  version: number;
  /** ISO 8601, UTC, milliseconds. */
  recordedAt: string;
  /** 64 hex digits; see `hashLink`. */
  hash: string;
};

export type NewStream = {
  streamId: string;
  /** What the stream is about: `machine`, `submission`, `grades`, `variation`. */
  kind: string;
  /** Never changes; its hash stands before event 1. */
  header: JsonObject;
};

export type StreamInfo = NewStream & { createdAt: string };
export type Head = { version: number; hash: string };

export type Appended = {
  ok: true;
  /** Version of the last of `events`. */
  version: number;
  events: StoredEvent[];
  /** True: these commandIds were there already, nothing was written, `events` are the first sending's. */
  isRepeat: boolean;
};
export type Conflict = {
  ok: false;
  reason: 'conflict';
  /** The stream's real version. */
  version: number;
  /** Events after the expected version, oldest first, at most `MISSED_LIMIT`: read on if that was not all. */
  missed: StoredEvent[];
};
export type NoStream = { ok: false; reason: 'noStream' };
export type AppendResult = Appended | Conflict | NoStream;

export const MISSED_LIMIT = 500;

export type ReadOptions = {
  /** Versions above this one; 0 = from the start. */
  after?: number;
  limit?: number;
  /** Ends before the event with which the data would be more than about so many bytes; one event is always read. */
  mostBytes?: number;
  /** As stored, without upcasting: what the hashes cover. */
  isRaw?: boolean;
};

/** Folded state at `version`. A cache: losing every one of them changes nothing but speed. */
export type Snapshot = {
  version: number;
  type: string;
  schemaVersion: number;
  state: string;
};

/** Where a reader of all streams stands. Opaque; compare only for equality. */
export type Cursor = string;
export type AllPage = {
  events: StoredEvent[];
  /** Pass it to the next call. Equal to the given one if there was nothing new. */
  cursor: Cursor;
};

/** An append-only log of many streams. Every implementation passes `describeEventStore`. */
export type EventStore = {
  /** Creates a stream; an existing one with an equal header is left as it is. @throws if it exists with another header. */
  createStream(stream: NewStream): Promise<{ isNew: boolean }>;
  stream(streamId: string): Promise<StreamInfo | null>;
  head(streamId: string): Promise<Head | null>;
  /**
   * Writes all events or none. Version `expectedVersion` must be the last.
   * A batch is resent as it was. @throws if only a part of its commandIds is known.
   */
  append(streamId: string, expectedVersion: number, events: readonly NewEvent[]): Promise<AppendResult>;
  /** Oldest first; empty for an unknown stream. */
  read(streamId: string, options?: ReadOptions): Promise<StoredEvent[]>;
  /** The event a commandId made, if it did. */
  findCommand(streamId: string, commandId: string): Promise<StoredEvent | null>;
  /**
   * All streams' events in an order that no late commit can slip behind; null starts at the beginning.
   * A stream's own events come in the order of their versions.
   */
  readAll(cursor: Cursor | null, limit: number): Promise<AllPage>;
  saveSnapshot(streamId: string, snapshot: Snapshot): Promise<void>;
  /** The newest snapshot at or below `atMost`. */
  latestSnapshot(streamId: string, atMost?: number): Promise<Snapshot | null>;
  deleteSnapshots(streamId?: string): Promise<void>;
};
