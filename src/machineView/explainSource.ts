import type { Entry, MachineSpec } from '@overcommit/engine';
import type { ExplainInput } from '@overcommit/reading';

/** Loads what an entry is explained from. `key` names the log. */
export type Explainer = { key: string; load: (seq: number, signal: AbortSignal) => Promise<ExplainInput> };

/** For a log that the page itself made, from boot. */
export const explainerOf = (key: string, { spec, entries }: Omit<ExplainInput, 'state' | 'later'>): Explainer => ({
  key,
  load: async (seq) => ({
    spec,
    state: null,
    entries: entries.filter((entry) => entry.seq <= seq),
    later: entries.filter((entry) => entry.seq > seq),
  }),
});

type Page = { header: { machine: { spec: MachineSpec } }; entries: Entry[] };
/** The part of the API that is used. */
export type LogClient = {
  log: {
    snapshot: {
      query: (
        input: { machineId: string; atSeq: number },
        options: { signal: AbortSignal },
      ) => Promise<{ seq: number; text: string } | null>;
    };
    page: {
      query: (
        input: { machineId: string; afterSeq: number; limit: number },
        options: { signal: AbortSignal },
      ) => Promise<Page>;
    };
  };
};

const PAGE = 500;

/** Reads entry `seq` of a machine's log, the newest stored state before it, the entries between them, and those after it. */
export async function readForExplaining(
  client: LogClient,
  { machineId, seq }: { machineId: string; seq: number },
  signal: AbortSignal,
): Promise<ExplainInput> {
  const kept = await client.log.snapshot.query({ machineId, atSeq: seq - 1 }, { signal });
  const entries: Entry[] = [];
  let spec: MachineSpec | null = null;
  for (let after = kept?.seq ?? 0; after < seq || !spec; ) {
    const limit = Math.min(PAGE, seq - after);
    const page = await client.log.page.query({ machineId, afterSeq: after, limit }, { signal });
    spec = page.header.machine.spec;
    const last = page.entries.at(-1)?.seq;
    if (last === undefined) throw new Error('The log that you may read ends before this entry.');
    entries.push(...page.entries);
    after = last;
  }
  return { spec, state: kept?.text ?? null, entries, later: await readLater(client, { machineId, seq }, signal) };
}

/** What is tried out is carried on for so many entries. */
const MOST_LATER = 2000;

/** The entries after `seq`, as far as they are there now. */
export async function readLater(
  client: LogClient,
  { machineId, seq }: { machineId: string; seq: number },
  signal: AbortSignal,
): Promise<Entry[]> {
  const later: Entry[] = [];
  for (let after = seq; later.length < MOST_LATER; ) {
    const { entries } = await client.log.page.query({ machineId, afterSeq: after, limit: PAGE }, { signal });
    const last = entries.at(-1)?.seq;
    if (last === undefined) break;
    later.push(...entries);
    after = last;
  }
  return later;
}
