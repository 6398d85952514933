import {
  type AutomaticFigure,
  figureOf,
  type Grades,
  type LiveStudent,
  type Part,
  type RubricItem,
} from '@overcommit/coursework';
import { type LogHeader, printLogLine, toWireEntry } from '@overcommit/protocol';
import type { DeskPart, DeskSheet, DeskVerdict } from '@overcommit/protocol/api';
import { notFound } from '../../errors.ts';
import { findLabWithKey } from '../../labBook.ts';
import { loadGrades } from '../gradeStream.ts';
import { liveStudents } from '../live.ts';
import type { GradedTeam, GradingDeps } from '../types.ts';
import {
  type DeskAssignment,
  deskAssignment,
  deskCell,
  graderNames,
  isRevealed,
  rowCell,
  rowsOfItem,
  whoIs,
} from './assignment.ts';
import type { Who } from './names.ts';
import { nameIn } from './open.ts';
import { findTeam } from './teams.ts';

const PAGE = 500;
type RowAt = { assignmentId: string; rowId: string };

async function teamAt(deps: GradingDeps, { assignmentId, rowId }: RowAt) {
  const assignment = await deskAssignment(deps, assignmentId);
  const team = await findTeam(deps, assignmentId, whoIs(assignment, rowId));
  if (!team) throw notFound('There is nothing to grade in this row.');
  return { assignment, team };
}

/** Everything about the work of one row's team. Reads the logs of this team only. @throws AppError NOT_FOUND */
export async function deskSheet(deps: GradingDeps, at: RowAt, graderId: string): Promise<DeskSheet> {
  const { assignment, team } = await teamAt(deps, at);
  const [grades, judged] = await Promise.all([
    loadGrades(deps.store, at.assignmentId),
    deps.verdicts.of(team, assignment.rubric),
  ]);
  const live = new Map(liveStudents(team, assignment.rubric, judged));
  const isNamed = isRevealed(
    grades,
    graderId,
    team.members.map(({ userId }) => userId),
  );
  const { names, rubric } = assignment;
  const shown = (who: Who) => ({
    rowId: names.rowId(who),
    pseudonym: names.pseudonym(who),
    name: isNamed ? nameIn(team, who) : null,
  });
  const rows = rubric.items.flatMap((item) => rowsOfItem(item, team).map((row) => ({ item, ...row })));
  const nameOf = await graderNames(
    deps,
    rows.map(({ item, studentIds }) => rowCell(grades, item.id, studentIds)),
  );
  return {
    team: shown({ kind: 'team', id: team.teamId }),
    members: team.members.map(({ userId }) => ({
      ...shown({ kind: 'student', id: userId }),
      credit: judged.credit[userId] ?? null,
    })),
    seal: team.seal && { at: new Date(team.seal.at), reason: team.seal.reason },
    cells: rows.map(({ item, who, studentIds }) =>
      deskCell(grades, { rowId: names.rowId(who), itemId: item.id, studentIds, nameOf }),
    ),
    verdicts: rows.flatMap((row) => verdictOf(row, { assignment, grades, live, team })),
    answers: await answersIn(deps, assignment, team),
    parts: await Promise.all(team.parts.map((_, part) => partOf(deps, { assignment, team, part, isNamed }))),
  };
}

async function answersIn(
  deps: GradingDeps,
  { names, labSlug }: DeskAssignment,
  team: GradedTeam,
): Promise<DeskSheet['answers']> {
  const prompts = (await findLabWithKey(deps, labSlug))?.prompts ?? [];
  return team.answers.map(({ prompt, scope, by, text }) => ({
    prompt,
    question: prompts.find(({ id }) => id === prompt)?.text ?? prompt,
    rowId: names.rowId(scope === 'group' ? { kind: 'team', id: team.teamId } : { kind: 'student', id: by }),
    text,
  }));
}

type Judged = { assignment: DeskAssignment; grades: Grades; live: Map<string, LiveStudent>; team: GradedTeam };

function verdictOf(
  { item, who, studentIds }: { item: RubricItem; who: Who; studentIds: string[] },
  { assignment, grades, live, team }: Judged,
): DeskVerdict[] {
  const [studentId] = studentIds;
  if (item.kind === 'manual' || studentId === undefined) return [];
  const figure = figureOf(grades, { studentId, rubric: assignment.rubric, live: live.get(studentId) ?? null });
  const automatic = figure.items.find(({ itemId }) => itemId === item.id)?.automatic;
  if (!automatic) return [];
  const { verdict, points, explanation } = automatic;
  const at = { rowId: assignment.names.rowId(who), itemId: item.id };
  return [{ ...at, verdict: verdict ?? 'earned', points, explanation, evidence: evidenceOf(automatic, team) }];
}

function evidenceOf({ machineId, evidence }: AutomaticFigure, team: GradedTeam): DeskVerdict['evidence'] {
  const part = team.parts.findIndex((one) => one.machineId === machineId);
  return part < 0 ? [] : evidence.map((seq) => ({ part, seq }));
}

type PartAt = { assignment: DeskAssignment; team: GradedTeam; part: number; isNamed: boolean };

/** One machine with its seats. People are called by their pseudonyms until the names are revealed. */
async function partOf(deps: GradingDeps, { assignment, team, part, isNamed }: PartAt): Promise<DeskPart> {
  const { machineId, seq } = team.parts[part] as GradedTeam['parts'][number];
  const [stream, seats] = await Promise.all([
    deps.store.stream(machineId),
    deps.db.seat.findMany({ where: { machineId }, orderBy: [{ joinedAt: 'asc' }, { actorId: 'asc' }] }),
  ]);
  if (!stream) throw notFound('The log of this machine is gone.');
  const header = stream.header as unknown as LogHeader;
  return {
    part,
    spec: header.machine.spec,
    lastSeq: seq,
    machineId: isNamed ? machineId : null,
    seats: seats.map(({ actorId, userId, displayName, initials, colour, uid, role }) => {
      const open = { actorId, colour, uid, role };
      if (isNamed || role === 'staff') return { ...open, displayName, initials };
      const hidden = assignment.names.pseudonym({ kind: 'student', id: userId ?? actorId });
      return { ...open, displayName: hidden, initials: initialsOf(hidden) };
    }),
  };
}

const initialsOf = (pseudonym: string): string =>
  pseudonym
    .split(' ')
    .slice(0, 2)
    .map((word) => word.charAt(0).toUpperCase())
    .join('');

/** The log of one part as NDJSON, up to the entry that counts, without the id of the machine; null = there is no such part. */
export async function partLog(deps: GradingDeps, at: RowAt & { part: number }): Promise<AsyncGenerator<string> | null> {
  const assignment = await deskAssignment(deps, at.assignmentId);
  const who = assignment.names.read(at.rowId);
  const team = who && (await findTeam(deps, at.assignmentId, who));
  const found = team?.parts[at.part];
  const stream = found && (await deps.store.stream(found.machineId));
  if (!found || !stream) return null;
  const { machine, ...header } = stream.header as unknown as LogHeader;
  return partLines(deps, found, { ...header, machine: { ...machine, id: `part-${at.part}` } });
}

async function* partLines(
  { store }: GradingDeps,
  { machineId, seq: last }: Part,
  header: LogHeader,
): AsyncGenerator<string> {
  yield printLogLine(header);
  for (let after = 0; after < last; ) {
    const page = await store.read(machineId, { after, limit: Math.min(PAGE, last - after) });
    if (page.length === 0) break;
    for (const event of page) yield printLogLine(toWireEntry(event));
    after = page.at(-1)?.version ?? last;
  }
  yield printLogLine({ end: true, seq: last, hash: '', digest: '' });
}
