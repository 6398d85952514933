import { needsLog, type Rubric, type SealVerdicts } from '@overcommit/coursework';
import type { EventStore } from '@overcommit/event-store';
import type { Db } from '../../db.ts';
import { loadLog } from '../machineLog.ts';
import type { GradedTeam } from '../types.ts';
import type { JobPart, JobWork } from './job.ts';
import type { Judge } from './judge.ts';
import { projectionKey } from './key.ts';

export type WorksDeps = { db: Db; store: EventStore };
type Judging = { teams: readonly GradedTeam[]; rubric: Rubric; isUrgent: boolean };

/** Rows of a preview are of no use once the work went on. */
export const PREVIEW_MS = 24 * 3600_000;

/**
 * Judges the work of some teams in the thread, in their order. Logs are read only where their projections are not kept,
 * or where an item asks for the machine itself.
 * @throws JudgingStopped
 */
export async function judgeWorks(
  deps: WorksDeps,
  judge: Judge,
  { teams, rubric, isUrgent }: Judging,
): Promise<SealVerdicts[]> {
  const kept = await keptOf(deps.db, teams);
  const needsLogs = needsLog(rubric);
  const works: JobWork[] = [];
  for (const team of teams) works.push(await workOf(deps, team, { kept, needsLogs }));
  const judged = await judge.judge({ kind: 'works', rubric, works }, isUrgent);
  if (judged.kind !== 'works') throw new Error('the thread answered something else');
  const found = teams.map((team, n) => ({ team, projections: judged.works[n]?.projections ?? {} }));
  // A cache: verdicts whose projections could not be kept are verdicts all the same.
  await keep(deps.db, found).catch(() => {});
  return judged.works.map(({ verdicts }) => verdicts);
}

async function keptOf(db: Db, teams: readonly GradedTeam[]): Promise<Map<string, Uint8Array>> {
  const keys = teams.flatMap(({ parts }) => parts.map(projectionKey));
  const rows = await db.projection.findMany({ where: { key: { in: keys } }, select: { key: true, data: true } });
  return new Map(rows.map(({ key, data }) => [key, data]));
}

type Kept = { kept: ReadonlyMap<string, Uint8Array>; needsLogs: boolean };

async function workOf({ store }: WorksDeps, team: GradedTeam, { kept, needsLogs }: Kept): Promise<JobWork> {
  const { parts, members, answers, lateMinutes } = team;
  const loaded = await Promise.all(
    parts.map(async (part): Promise<JobPart> => {
      const { machineId, seq } = part;
      const seats = members.flatMap(({ userId, actorIds }) => {
        const actor = actorIds[machineId];
        return actor === undefined ? [] : [[userId, actor] as const];
      });
      const known = kept.get(projectionKey(part)) ?? null;
      const log = known && !needsLogs ? null : await loadLog(store, machineId, seq);
      return { machineId, actorOf: Object.fromEntries(seats), log, kept: known };
    }),
  );
  return { parts: loaded, members: members.map(({ userId }) => userId), answers, lateMinutes };
}

async function keep(
  db: Db,
  found: readonly { team: GradedTeam; projections: Record<string, Uint8Array> }[],
): Promise<void> {
  const rows = found.flatMap(({ team, projections }) =>
    team.parts.flatMap((part) => {
      const data = projections[part.machineId];
      if (!data) return [];
      return [{ key: projectionKey(part), data: new Uint8Array(data), isPreview: team.seal === null }];
    }),
  );
  if (rows.length === 0) return;
  await db.projection.createMany({ data: rows, skipDuplicates: true });
  const before = new Date(Date.now() - PREVIEW_MS);
  if (rows.some(({ isPreview }) => isPreview))
    await db.projection.deleteMany({ where: { isPreview: true, createdAt: { lt: before } } });
}
