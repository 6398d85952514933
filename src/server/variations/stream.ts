/** A variation's stream: a header that says what it came of, then its rows. The machine's own stream is only read. */
import type { Command, Entry, Fact, LaneRow, MachineSpec, PolicyId, RowMark, VariationPlan } from '@overcommit/engine';
import type { EventStore, JsonObject, NewEvent, StoredEvent } from '@overcommit/event-store';
import { LIMITS } from '@overcommit/protocol';

const KIND = 'variation';
const ROW_TYPE = 'variationRow';
const BATCH = 200;

/** Never changes. `parent`: the machine, the last entry that was gone through, and that entry's hash. */
export type VariationHeader = {
  format: 'overcommit-variation';
  version: 1;
  parent: { machineId: string; seq: number; hash: string };
  plan: VariationPlan;
  spec: MachineSpec;
  onset: Fact[];
  engineVersion: string;
};

export type SavedVariation = { variationId: string; header: VariationHeader; rows: readonly LaneRow[] };

/** Writes a whole variation, in batches. Nothing points to the stream before it is all there. */
export async function saveVariation(store: EventStore, { variationId, header, rows }: SavedVariation): Promise<void> {
  await store.createStream({ streamId: variationId, kind: KIND, header: plain(header) as JsonObject });
  for (let at = 0; at < rows.length; at += BATCH) {
    const events = rows.slice(at, at + BATCH).map((row, i) => toEvent(row, { n: at + i + 1, header }));
    const done = await store.append(variationId, at, events);
    if (!done.ok) throw new Error(`variation ${variationId} stopped at row ${at}: ${done.reason}`);
  }
}

/** Null for an unknown stream, and for a stream of another kind. */
export async function readVariation(
  store: EventStore,
  { variationId, after, limit }: { variationId: string; after: number; limit: number },
): Promise<{ header: VariationHeader; rows: LaneRow[] } | null> {
  const stream = await store.stream(variationId);
  if (stream?.kind !== KIND) return null;
  const events = await store.read(variationId, { after, limit, mostBytes: LIMITS.pageBytes });
  return { header: stream.header as unknown as VariationHeader, rows: events.map(toRow) };
}

type RowData = {
  at: number;
  mark: RowMark;
  command: Command;
  state: LaneRow['state'];
  reason?: string;
  isHeld?: boolean;
  entry?: { seq: number; tick: number; commandId: string; facts: Fact[] };
};

function toEvent(row: LaneRow, { n, header }: { n: number; header: VariationHeader }): NewEvent {
  const { at, mark, command, state, actor } = row;
  const data: RowData = { at, mark, command, state };
  if (row.state === 'skipped') Object.assign(data, { reason: row.reason, isHeld: row.isHeld ?? false });
  if (row.state === 'done') {
    const { seq, tick, commandId, facts } = row.entry;
    data.entry = { seq, tick, commandId, facts };
  }
  const { engineVersion, policy } = row.state === 'done' ? row.entry : { ...header, policy: header.spec.policy };
  const metadata = { actor, commandId: `row:${n}`, engineVersion, policy };
  return { type: ROW_TYPE, schemaVersion: 1, data: plain(data) as JsonObject, metadata };
}

function toRow({ data, metadata }: StoredEvent): LaneRow {
  const { at, mark, command, state, reason = '', isHeld = isHeldByWords(reason), entry } = data as unknown as RowData;
  const { actor, engineVersion = '', policy } = metadata;
  const base = { at, mark, actor, command };
  if (state === 'dropped') return { ...base, state };
  if (state === 'skipped' || !entry) return { ...base, state: 'skipped', reason, ...(isHeld ? { isHeld } : {}) };
  const whole: Entry = { ...entry, actor, command, engineVersion, policy: policy as PolicyId };
  return { ...base, state, entry: whole };
}

/** Rows that were saved before they had the field say it in words only. */
function isHeldByWords(reason: string): boolean {
  return reason.startsWith('this variation holds');
}

/** What is left out and what is undefined are one in JSON. */
function plain(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}
