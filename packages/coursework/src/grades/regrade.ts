import type { Rubric } from '../rubric/rubric.ts';
import type { Part } from '../work/submission.ts';
import type { CellRef, GradeEvent } from './events.ts';
import { cellOf, type Grades, openRegrade, type Regrade } from './grades.ts';

const DAY_MS = 86_400_000;

/** The last moment to ask for a regrade, in ms since 1970. Null: nothing is released, or there is no such moment. */
export function regradeUntil(grades: Grades, studentId: string, days: number | null): number | null {
  const release = grades.releases.get(studentId);
  return release && days !== null ? Date.parse(release.at) + days * DAY_MS : null;
}

export type AskRegrade = CellRef & {
  /** The entry that the student means, if any. */
  machineId: string | null;
  seq: number | null;
  /** The student's graded work: machines, up to their last graded entries. */
  parts: readonly Part[];
  text: string;
  nowMs: number;
  /** Days after the release; null = always. */
  days: number | null;
};
export type DecidedRegrade = { ok: true; event: GradeEvent } | { ok: false; message: string };

const refuse = (message: string): DecidedRegrade => ({ ok: false, message });

/** Whether a student's request is written. */
export function askForRegrade(grades: Grades, rubric: Rubric, asked: AskRegrade): DecidedRegrade {
  const { studentId, itemId, machineId, seq, parts, text, nowMs, days } = asked;
  if (!rubric.items.some((item) => item.id === itemId)) return refuse('This rubric has no such item.');
  if (!grades.releases.has(studentId)) return refuse('Your grades are not released.');
  const until = regradeUntil(grades, studentId, days);
  if (until !== null && nowMs > until)
    return refuse(`A regrade could be asked for until ${days === 1 ? 'a day' : `${days} days`} after the release.`);
  if (openRegrade(cellOf(grades, { studentId, itemId })))
    return refuse('You have asked for a regrade of this item. It is not answered yet.');
  if (machineId !== null && !parts.some((part) => part.machineId === machineId && (seq ?? 0) <= part.seq))
    return refuse('This entry is not in your graded work. Choose an entry of it, or none.');
  if (text.trim() === '') return refuse('Say what should be looked at again.');
  return { ok: true, event: { type: 'RegradeAsked', studentId, itemId, machineId, seq, text: text.trim() } };
}

export type AnswerRegrade = CellRef & {
  upheld: boolean;
  text: string;
  by: string;
  /** The course has no other grader. */
  isOnlyGrader: boolean;
};

/** Whether a grader's answer is written: by another person than the one whose points are questioned. */
export function answerForRegrade(grades: Grades, asked: AnswerRegrade): DecidedRegrade {
  const { studentId, itemId, upheld, text, by, isOnlyGrader } = asked;
  const open = openRegrade(cellOf(grades, { studentId, itemId }));
  if (!open) return refuse('This request is answered already.');
  if (open.gradedBy === by && !isOnlyGrader)
    return refuse('You gave these points: another grader answers this request.');
  if (text.trim() === '') return refuse('An answer needs a reason.');
  return { ok: true, event: { type: 'RegradeAnswered', studentId, itemId, upheld, text: text.trim(), by } };
}

/** The request that an event of the stream made; null = there is none. */
export function regradeAt(grades: Grades, version: number): (CellRef & Regrade) | null {
  for (const [key, cell] of grades.cells) {
    const found = cell.regrades.find((one) => one.version === version);
    if (!found) continue;
    const [studentId = '', itemId = ''] = JSON.parse(key) as string[];
    return { studentId, itemId, ...found };
  }
  return null;
}

/** What an item came to for a student, as far as it can be compared. */
function likeness(grades: Grades, { studentId, itemId }: CellRef): string {
  const { manual } = cellOf(grades, { studentId, itemId });
  if (manual) return JSON.stringify([manual.level ?? manual.points, [...manual.remarks].sort()]);
  const frozen = grades.releases.get(studentId)?.figures.items.find((item) => item.itemId === itemId);
  return JSON.stringify([frozen?.automatic?.verdict, frozen?.automatic?.explanation]);
}

/** Released students whose item came to the same in the same way: the same level or points and comments, or the same verdict. */
export function similarCases(grades: Grades, ref: CellRef): string[] {
  const wanted = likeness(grades, ref);
  return [...grades.releases.keys()].filter(
    (studentId) => studentId !== ref.studentId && likeness(grades, { studentId, itemId: ref.itemId }) === wanted,
  );
}
