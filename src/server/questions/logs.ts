import type { LogSource } from '@overcommit/coursework';
import type { Entry, MachineSpec } from '@overcommit/engine';
import type { Rooms } from '../rooms/index.ts';

const PAGE = 500;
/** Facts in the logs that are kept, a few dozen MiB. With a kept log, a waiting question reads only what is new. */
const MOST_FACTS = 200_000;

type Log = { spec: MachineSpec; entries: Entry[]; facts: number };

/** Whole logs of machines; each is read once, then only its new entries. */
export function createLogs({ page }: Pick<Rooms, 'page'>, { mostFacts = MOST_FACTS } = {}) {
  const logs = new Map<string, Log>();

  /** The logs that were not asked for longest go first. One that is too large by itself is not kept. */
  function keep(machineId: string, log: Log): void {
    logs.delete(machineId);
    logs.set(machineId, log);
    let facts = 0;
    for (const kept of logs.values()) facts += kept.facts;
    for (const [id, kept] of logs) {
      if (facts <= mostFacts) return;
      logs.delete(id);
      facts -= kept.facts;
    }
  }

  /** @throws AppError NOT_FOUND */
  return async function logOf(machineId: string): Promise<LogSource> {
    let log = logs.get(machineId);
    for (;;) {
      const { header, entries, lastSeq } = await page(machineId, log?.entries.length ?? 0, PAGE);
      log ??= { spec: header.machine.spec, entries: [], facts: 0 };
      // Another reader of the same log may have been faster.
      const from = log.entries.length;
      for (const entry of entries) {
        if (entry.seq <= from) continue;
        log.entries.push(entry);
        log.facts += entry.facts.length;
      }
      if (entries.length === 0 || log.entries.length >= lastSeq) break;
    }
    keep(machineId, log);
    return log;
  };
}
export type LogOf = ReturnType<typeof createLogs>;
