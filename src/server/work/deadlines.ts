import type { Part, Seal, Window } from '@overcommit/coursework';
import type { Leases, RoomLog } from '../rooms/types.ts';
import { databaseNow, STAMP_BEHIND_MS } from '../store/index.ts';
import { decideForTeam } from './seals.ts';
import { teamsOf } from './teams.ts';
import type { Team, WorkDeps } from './types.ts';

/** How often deadlines are looked for, and how often all of the past are looked at again. */
const EVERY_MS = 5000;
const SWEEP_MS = 10 * 60_000;
const LEASE_MS = 60_000;

export type DeadlinePorts = WorkDeps & { leases: Leases; log: RoomLog };

export type DeadlineJob = {
  /** Carries out what is due by now. `all`: everything that was ever due. Answers how many teams were sealed. */
  run(which: { assignmentId: string } | 'recent' | 'all'): Promise<number>;
  start(): void;
  close(): Promise<void>;
};

/** Seals every team without a hand-in at its due date. One process at a time does it; it catches up after a stop. */
export function createDeadlineJob(ports: DeadlinePorts): DeadlineJob {
  let timer: NodeJS.Timeout | null = null;
  let sweptAt = Number.NEGATIVE_INFINITY;
  let running: Promise<void> = Promise.resolve();
  let isRunning = false;
  let isHolder = false;

  async function tick(): Promise<void> {
    isHolder = await ports.leases.acquire('deadlines', LEASE_MS);
    if (!isHolder) return;
    const isSweep = performance.now() - sweptAt > SWEEP_MS;
    await carryOut(ports, isSweep ? 'all' : 'recent');
    if (isSweep) sweptAt = performance.now();
  }

  function onTimer(): void {
    if (isRunning) return;
    isRunning = true;
    running = tick()
      .catch((err) => ports.log.error({ err }, 'the deadlines were not carried out'))
      .finally(() => {
        isRunning = false;
      });
  }

  return {
    run: (which) => carryOut(ports, which),
    start() {
      timer ??= setInterval(onTimer, EVERY_MS).unref();
    },
    async close() {
      if (timer) clearInterval(timer);
      await running;
      if (isHolder) await ports.leases.release('deadlines');
    },
  };
}

/** A due date counts as past when no entry with a time before it can still be written. */
const isPast = (dueAt: Date, now: Date): boolean => now.getTime() > dueAt.getTime() + STAMP_BEHIND_MS;

async function carryOut(ports: DeadlinePorts, which: Parameters<DeadlineJob['run']>[0]): Promise<number> {
  const now = await databaseNow(ports.db);
  const ids = typeof which === 'object' ? [which.assignmentId] : await assignmentsDue(ports, which, now);
  let sealed = 0;
  for (const assignmentId of ids)
    for (const team of await teamsOf(ports, assignmentId)) {
      if (!dueSealOf(team, team.submission, now) || team.nextMembers.length === 0) continue;
      if (await sealDue(ports, { assignmentId, team, now })) sealed += 1;
    }
  if (sealed > 0) ports.log.info({ sealed }, 'teams were sealed at their due date');
  return sealed;
}

async function assignmentsDue({ db }: WorkDeps, which: 'recent' | 'all', now: Date): Promise<string[]> {
  const from = which === 'all' ? undefined : new Date(now.getTime() - STAMP_BEHIND_MS - 12 * EVERY_MS);
  const dueAt = { lte: now, ...(from ? { gte: from } : {}) };
  const rows = await db.assignment.findMany({
    where: { OR: [{ dueAt }, { extensions: { some: { dueAt } } }] },
    select: { id: true },
  });
  return rows.map(({ id }) => id);
}

/** The due date at which a team still has to be sealed; null = it handed in, or is sealed there, or is not due yet. */
function dueSealOf({ window }: { window: Window }, { seal }: { seal: Seal | null }, now: Date): Date | null {
  const { dueAt } = window;
  if (!dueAt || !isPast(dueAt, now)) return null;
  if (!seal) return dueAt;
  return seal.reason === 'due' && seal.asOf !== dueAt.toISOString() ? dueAt : null;
}

type SealDue = { assignmentId: string; team: Team; now: Date };

async function sealDue(ports: DeadlinePorts, { assignmentId, team, now }: SealDue): Promise<boolean> {
  const dueAt = team.window.dueAt as Date;
  const parts = await partsAt(ports, team, dueAt);
  const members = team.nextMembers;
  const asOf = dueAt.toISOString();
  const done = await decideForTeam(ports, { assignmentId, teamId: team.teamId }, (submission) => {
    // An old hand-in is not in the team's stream, but counts all the same.
    const seal = submission.version === 0 ? team.submission.seal : submission.seal;
    if (!dueSealOf(team, { seal }, now)) return null;
    const commandId = `due:${asOf}:${submission.history.length}`;
    return { commandId, event: { type: 'Sealed', parts, members, reason: 'due', by: null, asOf } };
  });
  return done !== null && !done.isRepeat;
}

/** The last entry of each machine at `dueAt`. With the streams' rows locked nobody is in the middle of writing one. */
async function partsAt({ db }: WorkDeps, team: Team, dueAt: Date): Promise<Part[]> {
  const ids = team.machines.map(({ machineId }) => machineId);
  if (ids.length === 0) return [];
  const rows = await db.$transaction(async (tx) => {
    await tx.$queryRaw`SELECT id FROM streams WHERE id = ANY (${ids}) ORDER BY id FOR UPDATE`;
    return tx.$queryRaw<{ id: string; seq: number }[]>`
      SELECT stream_id AS id, max(version)::int AS seq FROM events
      WHERE stream_id = ANY (${ids}) AND recorded_at <= ${dueAt} GROUP BY stream_id`;
  });
  const seqOf = new Map(rows.map(({ id, seq }) => [id, seq]));
  return ids.flatMap((machineId) => {
    const seq = seqOf.get(machineId);
    return seq === undefined ? [] : [{ machineId, seq }];
  });
}
