import { evaluateRubric, type ItemResult, type LogSource, type Rubric, upTo } from '@overcommit/coursework';
import type { EventStore } from '@overcommit/event-store';
import { type LogHeader, toWireEntry, type WireEntry } from '@overcommit/protocol';
import { createRecentMap } from '../recentMap.ts';

const PAGE = 500;
/** Machines of a few courses, each with its assignments. */
const CACHED = 5000;

/** A machine's log up to entry `at` (null = all of it); null if there is no such machine. */
async function loadLog(store: EventStore, machineId: string, at: number | null): Promise<LogSource | null> {
  const stream = await store.stream(machineId);
  if (!stream) return null;
  const { spec } = (stream.header as unknown as LogHeader).machine;
  const entries: WireEntry[] = [];
  for (;;) {
    const page = await store.read(machineId, { after: entries.length, limit: PAGE });
    entries.push(...page.map(toWireEntry));
    if (page.length < PAGE) return { spec, entries: at === null ? entries : upTo(entries, at) };
  }
}

export type AutomaticRequest = { machineId: string; at: number | null; rubric: Rubric; actors: string[] };

/** Results by machine, entry number, rubric and members. A log only grows, so the results at an entry never change. */
const known = createRecentMap<string, ItemResult[]>(CACHED);

/** The automatic items of one machine's log. Empty for a machine without a log. */
export async function automaticResults(store: EventStore, request: AutomaticRequest): Promise<ItemResult[]> {
  const { machineId, rubric, actors } = request;
  const at = request.at ?? (await store.head(machineId))?.version ?? 0;
  const key = JSON.stringify([machineId, at, rubric, actors]);
  const before = known.get(key);
  if (before) return before;
  const log = await loadLog(store, machineId, at);
  const results = log ? evaluateRubric(rubric, log, actors) : [];
  known.set(key, results);
  return results;
}
