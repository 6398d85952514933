import { figureOf, type ItemFigure, type Regrade, regradeUntil } from '@overcommit/coursework';
import type { MyFigure, MyItem, RegradeShape } from '@overcommit/protocol/api';
import { assignmentOrThrow } from './assignments.ts';
import { loadGrades } from './gradeStream.ts';
import { gradedTeams } from './teams.ts';
import type { GradedTeam, GradingDeps } from './types.ts';

/** A student's own released figures, with what they handed in; null before the release. */
export async function myFigure(deps: GradingDeps, assignmentId: string, userId: string): Promise<MyFigure | null> {
  const grades = await loadGrades(deps.store, assignmentId);
  const release = grades.releases.get(userId);
  if (!release) return null;
  const { rubric } = await assignmentOrThrow(deps, assignmentId);
  const { items, earned, latePercent, total, outOf, ungraded } = figureOf(grades, {
    studentId: userId,
    rubric,
    live: null,
  });
  const textOf = await remarkTexts(deps, items);
  const levelOf = (itemId: string, id: string | null) =>
    rubric.items.find((item) => item.id === itemId)?.levels?.find((level) => level.id === id)?.label ?? null;
  const days = await regradeDays(deps, assignmentId);
  const until = regradeUntil(grades, userId, days);
  return {
    releasedAt: new Date(release.at),
    regradeUntil: until === null ? null : new Date(until),
    ...{ earned, latePercent, total, outOf, ungraded },
    items: items.map((item) => myItem(item, { textOf, level: levelOf(item.itemId, item.cell.manual?.level ?? null) })),
    ...(await myWork(deps, { assignmentId, userId, rubric })),
  };
}

function myItem(
  figure: ItemFigure,
  { textOf, level }: { textOf: ReadonlyMap<string, string>; level: string | null },
): MyItem {
  const { itemId, title, outOf, isBonus, isPenalty, points, automatic, cell } = figure;
  return {
    ...{ itemId, title, outOf, isBonus, isPenalty, points, level },
    automatic: automatic && {
      verdict: automatic.verdict,
      explanation: automatic.explanation,
      machineId: automatic.machineId,
      evidence: automatic.evidence,
    },
    note: cell.manual?.note ?? '',
    remarks: (cell.manual?.remarks ?? []).flatMap((id) => textOf.get(id) ?? []),
    changes: cell.changes.map(({ from, points: to, note, at }) => ({ from, points: to, note, at: new Date(at) })),
    regrades: cell.regrades.map(regradeShape),
  };
}

export function regradeShape({ text, at, machineId, seq, answer }: Regrade): RegradeShape {
  const answered = answer && { upheld: answer.upheld, text: answer.text, at: new Date(answer.at) };
  return { text, at: new Date(at), machineId, seq, answer: answered };
}

/** The days after a release in which a regrade may be asked for; null = always. */
export async function regradeDays({ db }: GradingDeps, assignmentId: string): Promise<number | null> {
  const row = await db.assignment.findUnique({ where: { id: assignmentId }, select: { regradeDays: true } });
  return row?.regradeDays ?? null;
}

async function remarkTexts({ db }: GradingDeps, items: readonly ItemFigure[]): Promise<Map<string, string>> {
  const ids = items.flatMap(({ cell }) => cell.manual?.remarks ?? []);
  if (ids.length === 0) return new Map();
  const rows = await db.remark.findMany({ where: { id: { in: ids } }, select: { id: true, text: true } });
  return new Map(rows.map(({ id, text }) => [id, text]));
}

type MyWork = Pick<MyFigure, 'handedInAt' | 'answers' | 'credit'>;

/** What the student handed in. Nobody else's answer is in it, but those of the group. */
async function myWork(
  deps: GradingDeps,
  {
    assignmentId,
    userId,
    rubric,
  }: { assignmentId: string; userId: string; rubric: Parameters<GradingDeps['verdicts']['of']>[1] },
): Promise<MyWork> {
  const teams = await gradedTeams(deps, assignmentId);
  const team = teams.find(({ members }) => members.some((one) => one.userId === userId));
  if (!team?.seal) return { handedInAt: null, answers: [], credit: null };
  const credit = (await deps.verdicts.known([team], rubric)).get(team.teamId)?.credit[userId] ?? null;
  return { handedInAt: new Date(team.seal.at), answers: answersFor(team, userId), credit };
}

function answersFor({ answers }: GradedTeam, userId: string): MyFigure['answers'] {
  return answers
    .filter(({ scope, by }) => scope === 'group' || by === userId)
    .map(({ prompt, scope, text }) => ({ prompt, text, isGroups: scope === 'group' }));
}
