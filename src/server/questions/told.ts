import { decidedBy, type LogSource, type Outcome } from '@overcommit/coursework';
import type { Entry, MachineSpec } from '@overcommit/engine';
import { findLab, type LabPrompt } from '@overcommit/handbook';
import type { Db } from '../db.ts';
import type { Rooms } from '../rooms/index.ts';

const PAGE = 500;
/** Logs that are kept, so that a question that waits reads only what is new. */
const MOST_LOGS = 20;

/** A question of a lab; undefined where there is none of that id. */
export function labPrompt(labSlug: string | null, id: string): LabPrompt | undefined {
  return findLab(labSlug ?? '')?.prompts.find((one) => one.id === id);
}

/** Reads out of machines' logs how the questions of their labs came out. */
export function createTold({ db, rooms }: { db: Db; rooms: Pick<Rooms, 'page'> }) {
  const logs = new Map<string, { spec: MachineSpec; entries: Entry[] }>();

  async function logOf(machineId: string): Promise<LogSource> {
    let log = logs.get(machineId);
    for (;;) {
      const { header, entries, lastSeq } = await rooms.page(machineId, log?.entries.length ?? 0, PAGE);
      log ??= { spec: header.machine.spec, entries: [] };
      // Whoever read at the same time may have been faster.
      const from = log.entries.length;
      log.entries.push(...entries.filter(({ seq }) => seq > from));
      if (entries.length === 0 || log.entries.length >= lastSeq) break;
    }
    logs.delete(machineId);
    logs.set(machineId, log);
    const oldest = logs.keys().next();
    if (logs.size > MOST_LOGS && !oldest.done) logs.delete(oldest.value);
    return log;
  }

  /** What the log says to a question of the machine's lab that was put in entry `askedAt`; null = nothing (yet). */
  return async (machineId: string, { topic, askedAt }: { topic: string; askedAt: number }): Promise<Outcome | null> => {
    const machine = await db.machine.findUnique({ where: { id: machineId }, select: { labSlug: true } });
    const told = labPrompt(machine?.labSlug ?? null, topic)?.told;
    return told ? decidedBy(await logOf(machineId), told, askedAt) : null;
  };
}
export type ToldOn = ReturnType<typeof createTold>;
