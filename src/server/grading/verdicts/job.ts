import { gunzipSync, gzipSync } from 'node:zlib';
import {
  type ItemResult,
  judgeLog,
  judgeSeal,
  type LogSource,
  type Projections,
  project,
  type Rubric,
  type SealedWork,
  type SealVerdicts,
} from '@overcommit/coursework';
import { parseLog } from '@overcommit/protocol';

/** A machine's part of a job: its log, or the projections that were kept of it, or both. */
export type JobPart = {
  machineId: string;
  actorOf: Record<string, string>;
  log: LogSource | null;
  /** Gzipped JSON of `Projections`. */
  kept: Uint8Array | null;
};
export type JobWork = Omit<SealedWork, 'parts'> & { parts: JobPart[] };
export type JudgedWork = {
  verdicts: SealVerdicts;
  /** Those that were not kept yet, by machine. */
  projections: Record<string, Uint8Array>;
};
/** An uploaded log; its members are the students who sat at the machine. */
export type JudgedText =
  | { ok: true; machineId: string; members: string[]; results: ItemResult[] }
  | { ok: false; line: number; message: string };

export type Judging =
  | { kind: 'works'; rubric: Rubric; works: JobWork[] }
  | { kind: 'text'; rubric: Rubric; text: string };
export type Judged = { kind: 'works'; works: JudgedWork[] } | { kind: 'text'; text: JudgedText };

/** What the thread does. Pure, apart from the time it takes. */
export function judgeJob(job: Judging): Judged {
  if (job.kind === 'text') return { kind: 'text', text: judgeText(job.rubric, job.text) };
  return { kind: 'works', works: job.works.map((work) => judgeWork(job.rubric, work)) };
}

function judgeWork(rubric: Rubric, { parts, ...rest }: JobWork): JudgedWork {
  const projections: JudgedWork['projections'] = {};
  const seen = parts.flatMap(({ machineId, actorOf, log, kept }): SealedWork['parts'] => {
    const projected = kept ? unpack(kept) : log && project(log);
    if (!projected) return [];
    if (!kept) projections[machineId] = pack(projected);
    return [{ machineId, actorOf, log, projections: projected }];
  });
  return { verdicts: judgeSeal(rubric, { ...rest, parts: seen }), projections };
}

const pack = (projections: Projections): Uint8Array => gzipSync(JSON.stringify(projections), { level: 1 });
const unpack = (kept: Uint8Array): Projections => JSON.parse(gunzipSync(kept).toString()) as Projections;

function judgeText(rubric: Rubric, text: string): JudgedText {
  const parsed = parseLog(text);
  if (!parsed.ok) return { ok: false, line: parsed.problem.line, message: parsed.problem.message };
  const { header, entries } = parsed;
  const seats = new Map<string, string>();
  for (const { facts } of entries)
    for (const fact of facts) if (fact.type === 'SeatTaken') seats.set(fact.actor, fact.role);
  const members = [...seats].flatMap(([actor, role]) => (role === 'student' ? [actor] : []));
  const { results } = judgeLog(rubric, { spec: header.machine.spec, entries }, { members });
  return { ok: true, machineId: header.machine.id, members, results };
}
