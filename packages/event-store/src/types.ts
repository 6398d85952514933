/** A plain JSON object: it must be equal after `JSON.stringify` and `JSON.parse`. */
export type JsonObject = { readonly [member: string]: unknown };

/** Who asked, under which id, decided by which engine. Only opaque ids: names are stored elsewhere, so a person can be erased. */
export type EventMetadata = {
  actor: string;
  /** Unique in its stream. Sending it again returns the result of the first time. */
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
  /** The kind of the stream: `machine`, `submission`, `grades`, `variation`. */
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
  /** True: these commandIds were stored before. Nothing was written; `events` are the stored ones. */
  isRepeat: boolean;
};
export type Conflict = {
  ok: false;
  reason: 'conflict';
  /** The stream's real version. */
  version: number;
  /** Events after the expected version, oldest first, at most `MISSED_LIMIT`; read the log for more. */
  missed: StoredEvent[];
};
export type NoStream = { ok: false; reason: 'noStream' };
export type AppendResult = Appended | Conflict | NoStream;

export const MISSED_LIMIT = 500;

export type ReadOptions = {
  /** Versions above this one; 0 = from the start. */
  after?: number;
  limit?: number;
  /** Stops before the data exceeds about this many bytes; at least one event is read. */
  mostBytes?: number;
  /** As stored, without upcasting: what the hashes cover. */
  isRaw?: boolean;
};

/** Folded state at `version`. A cache: without it reading is slower, and nothing else changes. */
export type Snapshot = {
  version: number;
  type: string;
  schemaVersion: number;
  state: string;
};

/** The position of a reader of all streams. Opaque; compare only for equality. */
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
   * A resend must be the same batch. @throws if only a part of its commandIds is known.
   */
  append(streamId: string, expectedVersion: number, events: readonly NewEvent[]): Promise<AppendResult>;
  /** Oldest first; empty for an unknown stream. */
  read(streamId: string, options?: ReadOptions): Promise<StoredEvent[]>;
  /** The event that was stored for a commandId, if there is one. */
  findCommand(streamId: string, commandId: string): Promise<StoredEvent | null>;
  /**
   * The events of all streams, in an order that a late commit cannot change; null starts at the beginning.
   * Events of one stream are in the order of their versions.
   */
  readAll(cursor: Cursor | null, limit: number): Promise<AllPage>;
  /** Keeps it, and drops what `snapshotsToDrop` names and what is of another type. */
  saveSnapshot(streamId: string, snapshot: Snapshot): Promise<void>;
  /** The newest snapshot at or below `atMost`. */
  latestSnapshot(streamId: string, atMost?: number): Promise<Snapshot | null>;
  deleteSnapshots(streamId?: string): Promise<void>;
};
