import type { AutomaticFigure, ItemResult, LiveStudent, RubricItem } from '@overcommit/coursework';
import type { GradedAssignment } from './graded.ts';
import { automaticResults } from './machineLog.ts';
import type { GradedMachine, GradedStudent, GradingDeps } from './types.ts';

const missed = (explanation: string): AutomaticFigure => ({
  verdict: 'missed',
  points: 0,
  explanation,
  machineId: null,
  evidence: [],
});

type Found = { machineId: string; results: readonly ItemResult[] };

/** A group item has one result for all. A member item has one per actor; a student without a seat did nothing and gets none. */
function verdictFor(item: RubricItem, student: GradedStudent, { machineId, results }: Found): AutomaticFigure | null {
  if (item.kind === 'manual') return null;
  const actor = item.scope === 'group' ? null : student.actorId;
  const found = results.find((one) => one.itemId === item.id && one.actor === actor);
  if (item.scope === 'member' && actor === null) return missed('Never sat at this machine.');
  if (!found) return missed('Nothing has happened on this machine yet.');
  const { verdict, points, explanation, evidence } = found;
  return { verdict, points, explanation, machineId, evidence };
}

/** What the log says today of the students of one machine, by student id. */
export async function liveStudents(
  deps: GradingDeps,
  { assignment, machine }: { assignment: Pick<GradedAssignment, 'rubric'>; machine: GradedMachine },
): Promise<Map<string, LiveStudent>> {
  const { machineId, handedInAt, students } = machine;
  const { rubric } = assignment;
  const actors = students.map((student) => student.actorId).filter((actor) => actor !== null);
  const results = await automaticResults(deps.store, { machineId, at: handedInAt, rubric, actors });
  return new Map(
    students.map((student) => {
      const verdicts = rubric.items.map((item) => [item.id, verdictFor(item, student, { machineId, results })]);
      return [student.userId, { latePercent: 0, verdicts: Object.fromEntries(verdicts) }];
    }),
  );
}
