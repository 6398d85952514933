import type { EventStore } from '@overcommit/event-store';
import { LIMITS, toWireEntry, type WireEntry } from '@overcommit/protocol';
import { isUsable } from './snapshot.ts';
import type { CatchUpPage } from './types.ts';

/** What a screen at `afterSeq` gets: a page of entries, or a snapshot if it is far behind or ahead of the log. */
export async function catchUpPage(
  store: EventStore,
  machineId: string,
  { afterSeq, most }: { afterSeq: number; most: number },
): Promise<CatchUpPage> {
  const head = await store.head(machineId);
  const seq = head?.version ?? 0;
  if (afterSeq === seq) return { kind: 'upToDate', seq };
  if (afterSeq > seq) return resyncFrom(store, machineId, seq);
  if (seq - afterSeq > most) {
    const page = await resyncFrom(store, machineId, seq);
    if (page.snapshotSeq > afterSeq) return page;
  }
  return { kind: 'entries', seq, entries: await entriesAfter(store, machineId, afterSeq) };
}

async function resyncFrom(
  store: EventStore,
  machineId: string,
  seq: number,
): Promise<CatchUpPage & { kind: 'resync' }> {
  const snapshot = await store.latestSnapshot(machineId);
  const snapshotSeq = snapshot && isUsable(snapshot) ? snapshot.version : 0;
  return { kind: 'resync', seq, snapshotSeq, entries: await entriesAfter(store, machineId, snapshotSeq) };
}

async function entriesAfter(store: EventStore, machineId: string, after: number): Promise<WireEntry[]> {
  return (await store.read(machineId, { after, limit: LIMITS.pageEntries, mostBytes: LIMITS.pageBytes })).map(
    toWireEntry,
  );
}

/** The snapshot at exactly `seq`, if it still exists and is of this engine version. */
export async function snapshotTextAt(store: EventStore, machineId: string, seq: number): Promise<string | null> {
  const snapshot = await snapshotUpTo(store, machineId, seq);
  return snapshot?.seq === seq ? snapshot.text : null;
}

/** The newest snapshot at or before `seq`, if it is of this engine version. */
export async function snapshotUpTo(
  store: EventStore,
  machineId: string,
  seq: number,
): Promise<{ seq: number; text: string } | null> {
  const snapshot = await store.latestSnapshot(machineId, seq);
  return snapshot && isUsable(snapshot) ? { seq: snapshot.version, text: snapshot.state } : null;
}
