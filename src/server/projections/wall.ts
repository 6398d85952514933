import type { Entry } from '@overcommit/engine';
import { choiceShort, createReader, type Kill, type Reading, type Use } from '@overcommit/reading';
import { createRecentMap } from '../recentMap.ts';
import type { MachineFigures, Rooms } from '../rooms/index.ts';

/** What the wall knows of a machine, at one entry. */
export type MachineGlance = MachineFigures & {
  lastKill: GlanceKill | null;
  /** In the entries that were read. */
  killed: number;
  refused: number;
  /** How memory was divided when it was looked at, oldest first. */
  trail: TrailPoint[];
  /** By actor: when they last sent a command, and how many of their last ones in a row failed: errors of use and refusals. */
  doings: Record<string, { lastAt: string; failedInARow: number }>;
};

/** `asker`: whose process needed the page; `askerProcess` null = the kernel itself. `why`: why this one, in a few words. */
type GlanceKill = {
  seq: number;
  at: string;
  victim: string;
  owner: string | null;
  asker: string | null;
  askerProcess: string | null;
  why: string;
};
type TrailPoint = { seq: number; promisedPages: number; usedBy: Use[] };

type Known = { glance: MachineGlance; readTo: number };

/** Entries read of a machine that the wall shows for the first time. Older ones are not news. */
const MOST_READ = 500;
const MOST_KNOWN = 400;
/** A longer trail loses every other point of its older half. */
const MOST_TRAIL = 64;

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
      killed: before?.glance.killed ?? 0,
      refused: before?.glance.refused ?? 0,
      trail: withPoint(before?.glance.trail ?? [], figures),
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

function withPoint(trail: readonly TrailPoint[], { seq, promisedPages, usedBy }: MachineFigures): TrailPoint[] {
  const all = [...trail, { seq, promisedPages, usedBy }];
  return all.length <= MOST_TRAIL ? all : all.filter((_, i) => i % 2 === 0 || i >= MOST_TRAIL / 2);
}

function note(
  glance: MachineGlance,
  { entry, isTyped, answer, kills, refusals }: Reading<Entry & { recordedAt: string }>,
): void {
  const at = entry.recordedAt;
  glance.killed += kills.length;
  glance.refused += refusals.length;
  const last = kills.at(-1);
  if (last) glance.lastKill = killOf(last, { seq: entry.seq, at });
  if (!isTyped) return;
  const before = glance.doings[entry.actor]?.failedInARow ?? 0;
  glance.doings[entry.actor] = { lastAt: at, failedInARow: answer.kind === 'ok' ? 0 : before + 1 };
}

function killOf({ victim, trigger, causedBy, fact }: Kill, about: { seq: number; at: string }): GlanceKill {
  const { process, owner } = victim;
  return {
    ...about,
    ...{ victim: process, owner, asker: causedBy },
    askerProcess: trigger.pid === 0 ? null : trigger.process,
    why: choiceShort(fact, process),
  };
}
