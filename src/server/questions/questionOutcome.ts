import { type LogSource, type Outcome, questionOutcome } from '@overcommit/coursework';
import type { Entry, MachineSpec } from '@overcommit/engine';
import { findTaughtLab, type TaughtPrompt } from '@overcommit/handbook/teaching';
import type { Db } from '../db.ts';
import type { Rooms } from '../rooms/index.ts';

const PAGE = 500;
/** Facts in the logs that are kept, a few dozen MiB. With a kept log, a waiting question reads only what is new. */
const MOST_FACTS = 200_000;

type Log = { spec: MachineSpec; entries: Entry[]; facts: number };
type OutcomePorts = { db: Pick<Db, 'machine'>; rooms: Pick<Rooms, 'page'> };

/** A question of a lab; undefined where the lab has none with this id. */
export function labPrompt(labSlug: string | null, id: string): TaughtPrompt | undefined {
  return findTaughtLab(labSlug ?? '')?.prompts.find((one) => one.id === id);
}

/** Reads from machines' logs how the questions of their labs came out. */
export function createQuestionOutcome({ db, rooms }: OutcomePorts, { mostFacts = MOST_FACTS } = {}) {
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

  async function logOf(machineId: string): Promise<LogSource> {
    let log = logs.get(machineId);
    for (;;) {
      const { header, entries, lastSeq } = await rooms.page(machineId, log?.entries.length ?? 0, PAGE);
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
  }

  /** The outcome of a question of the machine's lab that was asked in entry `askedAt`; null = the log does not decide it (yet). */
  return async (machineId: string, { topic, askedAt }: { topic: string; askedAt: number }): Promise<Outcome | null> => {
    const machine = await db.machine.findUnique({ where: { id: machineId }, select: { labSlug: true } });
    const rule = labPrompt(machine?.labSlug ?? null, topic)?.outcome;
    return rule ? questionOutcome(await logOf(machineId), rule, askedAt) : null;
  };
}
export type QuestionOutcome = ReturnType<typeof createQuestionOutcome>;
