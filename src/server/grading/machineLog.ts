import { type LogSource, upTo } from '@overcommit/coursework';
import type { EventStore } from '@overcommit/event-store';
import { type LogHeader, toWireEntry, type WireEntry } from '@overcommit/protocol';

const PAGE = 500;

/** A machine's log up to entry `at`; null if there is no such machine. */
export async function loadLog(store: EventStore, machineId: string, at: number): Promise<LogSource | null> {
  const stream = await store.stream(machineId);
  if (!stream) return null;
  const { spec } = (stream.header as unknown as LogHeader).machine;
  const entries: WireEntry[] = [];
  for (;;) {
    const page = await store.read(machineId, { after: entries.length, limit: PAGE });
    entries.push(...page.map(toWireEntry));
    if (page.length < PAGE || entries.length >= at) return { spec, entries: upTo(entries, at) };
  }
}
