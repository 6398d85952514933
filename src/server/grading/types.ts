import type { AnswerScope, Part, Rubric, Seal, SealVerdicts } from '@overcommit/coursework';
import type { EventStore } from '@overcommit/event-store';
import type { Db } from '../db.ts';
import type { JudgedText } from './verdicts/job.ts';

/** What grading needs of the world. */
export type GradingDeps = {
  db: Db;
  store: EventStore;
  verdicts: Verdicts;
};

export type Verdicts = {
  /** The verdicts of one team's work; worked out where they are not kept yet. */
  of(team: GradedTeam, rubric: Rubric): Promise<SealVerdicts>;
  /** What is kept, by team id, in one query. A team is missing while one of its items is not worked out. */
  known(teams: readonly GradedTeam[], rubric: Rubric): Promise<Map<string, SealVerdicts>>;
  /** Works out what is missing, one team after another; others that ask for one row go first. */
  fill(teams: readonly GradedTeam[], rubric: Rubric, onProgress?: (done: number) => void): Promise<void>;
  /** Teams whose work was judged since the start. */
  judged(): number;
  close(): Promise<void>;
};

/** What the workbench of rubrics needs. */
export type RubricDeps = GradingDeps & { trials: Trials };

/** Rubrics that are tried, before they count. */
export type Trials = {
  /** The verdicts of the automatic items, by team id. */
  of(teams: readonly GradedTeam[], rubric: Rubric): Promise<Map<string, SealVerdicts>>;
  /** The same of an uploaded log, as NDJSON. */
  text(text: string, rubric: Rubric): Promise<JudgedText>;
  close(): Promise<void>;
};

/** A student, with the actor that they are on each machine of the team. */
export type GradedMember = { userId: string; name: string; email: string; actorIds: Record<string, string> };

/** What is graded of one team. */
export type GradedTeam = {
  teamId: string;
  name: string;
  /** Of a seal its own; of a preview all machines as they stand. */
  parts: Part[];
  members: GradedMember[];
  /** Null: nothing was handed in, and this is a preview. `at`: ISO 8601, what came later does not count. */
  seal: { version: number; at: string; reason: Seal['reason'] } | null;
  answers: { prompt: string; scope: AnswerScope; by: string; text: string }[];
  lateMinutes: number;
  /** Percent of the earned points that lateness costs, by user id; none where it costs nothing. */
  latePercents: Record<string, number>;
};
