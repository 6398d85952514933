import { figureOf, type GradeEvent, type Grades, type ReleasedStudent, releasedStudent } from '@overcommit/coursework';
import type { AssignmentDetail } from '@overcommit/protocol/api';
import { conflict } from '../errors.ts';
import { assignmentOrThrow } from './assignments.ts';
import type { GradedAssignment } from './graded.ts';
import { appendGrades, loadGrades } from './gradeStream.ts';
import { liveStudents } from './live.ts';
import { gradedTeams } from './teams.ts';
import type { GradingDeps } from './types.ts';

/** Tries of a decision while others grade other items of the same assignment. */
const ATTEMPTS = 8;

/** What is graded of every student who is not released yet, frozen as it stands. */
async function figuresToRelease(
  deps: GradingDeps,
  { id, rubric }: GradedAssignment,
  grades: Grades,
): Promise<ReleasedStudent[]> {
  const teams = await gradedTeams(deps, id);
  await deps.verdicts.fill(teams, rubric);
  return Promise.all(
    teams.map(async (team) => {
      const seal = team.seal && { teamId: team.teamId, version: team.seal.version };
      const live = liveStudents(team, rubric, await deps.verdicts.of(team, rubric));
      return live
        .filter(([studentId]) => !grades.releases.has(studentId))
        .map(([studentId, today]) => releasedStudent(grades, { studentId, rubric, live: today, seal }));
    }),
  ).then((found) => found.flat());
}

/** Students of one event of a release: events stay small, and all of a release are written together. */
const RELEASED_AT_ONCE = 100;

function releaseEvents(figures: ReleasedStudent[], { by, rubricVersion }: { by: string; rubricVersion: string }) {
  const events: GradeEvent[] = [];
  for (let at = 0; at < Math.max(1, figures.length); at += RELEASED_AT_ONCE)
    events.push({ type: 'Released', by, rubricVersion, figures: figures.slice(at, at + RELEASED_AT_ONCE) });
  return events;
}

/**
 * Shows the grades to the students, or hides them again. A release freezes every figure as it stands; a further one adds
 * the students who had none.
 */
export async function setReleased(
  deps: GradingDeps,
  { assignmentId, isReleased }: { assignmentId: string; isReleased: boolean },
  by: string,
): Promise<void> {
  const assignment = await assignmentOrThrow(deps, assignmentId);
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const grades = await loadGrades(deps.store, assignmentId);
    if (grades.releasedAt === null && !isReleased) return;
    const figures = isReleased ? await figuresToRelease(deps, assignment, grades) : [];
    if (grades.releasedAt !== null && isReleased && figures.length === 0) return;
    const { rubricVersion } = assignment;
    const events: GradeEvent[] = isReleased
      ? releaseEvents(figures, { by, rubricVersion })
      : [{ type: 'Withdrawn', by }];
    if (await appendGrades(deps.store, { assignmentId, version: grades.version, events })) return;
  }
  throw conflict('Many people are grading at this moment. Please try again.');
}

export async function isReleased(deps: GradingDeps, assignmentId: string): Promise<boolean> {
  return (await loadGrades(deps.store, assignmentId)).releasedAt !== null;
}

/** A student's own points; null before the release. They are the frozen ones, wherever the student is today. */
export async function gradeOf(
  deps: GradingDeps,
  assignmentId: string,
  userId: string,
): Promise<AssignmentDetail['myGrade']> {
  const grades = await loadGrades(deps.store, assignmentId);
  if (!grades.releases.has(userId)) return null;
  const { rubric } = await assignmentOrThrow(deps, assignmentId);
  const { items, total, outOf, releasedAt } = figureOf(grades, { studentId: userId, rubric, live: null });
  return {
    points: total,
    outOf,
    releasedAt: new Date(releasedAt ?? ''),
    items: items.map(({ itemId, points, cell }) => ({ itemId, points, note: cell.manual?.note ?? '' })),
  };
}
