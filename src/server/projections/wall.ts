import type { Entry } from '@overcommit/engine';
import { createReader, type Reading } from '@overcommit/reading';
import { createRecentMap } from '../recentMap.ts';
import type { MachineFigures, Rooms } from '../rooms/index.ts';

/** What the wall knows of a machine, at one entry. */
export type MachineGlance = MachineFigures & {
  lastKill: { seq: number; at: string; victim: string; owner: string | null } | null;
  /** By actor: when they last sent a command, and how many of their last ones in a row failed: errors of use and refusals. */
  doings: Record<string, { lastAt: string; failedInARow: number }>;
};

type Known = { glance: MachineGlance; readTo: number };

/** Entries read of a machine that the wall shows for the first time. Older ones are not news. */
const MOST_READ = 500;
const MOST_KNOWN = 400;

/**
 * Machines at a glance, kept up to date by following each stream by its version. A machine that stands still costs
 * nothing: `version` is what the caller read of its stream.
 */
export function createWall(rooms: Pick<Rooms, 'read' | 'page'>) {
  const known = createRecentMap<string, Known>(MOST_KNOWN);
  const reading = new Map<string, Promise<MachineGlance>>();

  async function read(machineId: string): Promise<MachineGlance> {
    const before = known.get(machineId);
    const { figures, seating } = await rooms.read(machineId, 'figures');
    const reader = createReader(seating);
    const glance: MachineGlance = {
      ...figures,
      lastKill: before?.glance.lastKill ?? null,
      doings: { ...before?.glance.doings },
    };
    let readTo = Math.max(before?.readTo ?? 0, glance.seq - MOST_READ);
    while (readTo < glance.seq) {
      const { entries } = await rooms.page(machineId, readTo, Math.min(MOST_READ, glance.seq - readTo));
      if (entries.length === 0) break;
      for (const entry of entries) note(glance, reader.read(entry));
      readTo = entries.at(-1)?.seq ?? glance.seq;
    }
    known.set(machineId, { glance, readTo });
    return glance;
  }

  return {
    /** @throws AppError NOT_FOUND */
    async glance(machineId: string, version: number): Promise<MachineGlance> {
      const before = known.get(machineId);
      if (before && before.glance.seq >= version) return before.glance;
      const running = reading.get(machineId) ?? read(machineId).finally(() => reading.delete(machineId));
      reading.set(machineId, running);
      return running;
    },
  };
}
export type Wall = ReturnType<typeof createWall>;

function note(glance: MachineGlance, { entry, isTyped, answer, kills }: Reading<Entry & { recordedAt: string }>): void {
  const at = entry.recordedAt;
  for (const { victim } of kills) glance.lastKill = { seq: entry.seq, at, victim: victim.process, owner: victim.owner };
  if (!isTyped) return;
  const before = glance.doings[entry.actor]?.failedInARow ?? 0;
  glance.doings[entry.actor] = { lastAt: at, failedInARow: answer.kind === 'ok' ? 0 : before + 1 };
}
