import type { AutomaticFigure } from '../grades/events.ts';
import { addCredit, type Credit, NO_CREDIT } from './credit.ts';
import { type ItemResult, judgeProjected } from './evaluate.ts';
import { type Moments, momentsOf } from './moments.ts';
import { type LogSource, type Projections, project } from './project.ts';
import type { Rubric } from './rubric.ts';

/** Goes up with every change that makes the same sealed work come to other verdicts, figures or projections: all are kept. */
export const JUDGING_VERSION = '2';

/**
 * A machine of the team: its log up to the seal, and who sat there. With `projections`, which were made of that log
 * before, the log is needed only by items that ask for moments of the machine.
 */
export type SealedPart = { machineId: string; actorOf: Record<string, string> } & (
  | { log: LogSource; projections?: Projections | undefined }
  | { log: null; projections: Projections }
);
/** What a team handed in. `members` and `by` are user ids. */
export type SealedWork = {
  parts: SealedPart[];
  members: string[];
  answers: { prompt: string; scope: string; by: string; text: string }[];
  /** Minutes after the due date; 0 = on time. */
  lateMinutes: number;
};
export type SealVerdicts = {
  /** By automatic item, then by user id; an item of the group has the same verdict for all. */
  items: Record<string, Record<string, AutomaticFigure>>;
  /** By user id, of all machines together. */
  credit: Record<string, MemberCredit>;
};
/** `answers`: texts that the member wrote. */
export type MemberCredit = Credit & { answers: number };

const wordsIn = (text: string): number => text.split(/\s+/).filter((word) => word !== '').length;

const missed = (explanation: string): AutomaticFigure => ({
  verdict: 'missed',
  points: 0,
  explanation,
  machineId: null,
  evidence: [],
});

const WITHOUT_LOG: Moments = {
  processes: () => {
    throw new Error('the log is not at hand');
  },
  commit: () => {
    throw new Error('the log is not at hand');
  },
};

function seenOf(part: SealedPart) {
  if (part.log === null) return { projections: part.projections, moments: WITHOUT_LOG };
  return { projections: part.projections ?? project(part.log), moments: momentsOf(part.log) };
}

/** A writer who never sat at this machine keeps the user id. */
function judgePart(rubric: Rubric, part: SealedPart, { members, answers, lateMinutes }: SealedWork) {
  const actorOf = (userId: string): string => part.actorOf[userId] ?? userId;
  return judgeProjected(rubric, seenOf(part), {
    members: members.flatMap((userId) => part.actorOf[userId] ?? []),
    answers: answers.map(({ prompt, scope, by, text }) => {
      return { prompt, scope, actor: actorOf(by), text, words: wordsIn(text) };
    }),
    lateMinutes,
  });
}

function figure(machineId: string, { verdict, points, explanation, evidence }: ItemResult): AutomaticFigure {
  return { verdict, points, explanation, machineId, evidence };
}

/** The best of several machines counts; of equal ones the last, which is the newest attempt. */
function better(one: AutomaticFigure | undefined, other: AutomaticFigure): AutomaticFigure {
  return one && one.points > other.points ? one : other;
}

/**
 * The verdicts of a sealed work: one projection a machine, all automatic items, the best machine for each. Pure; what it
 * is worked out from is in its arguments alone.
 */
export function judgeSeal(rubric: Rubric, work: SealedWork): SealVerdicts {
  const items: SealVerdicts['items'] = {};
  const credit: SealVerdicts['credit'] = {};
  const none = missed(work.parts.length === 0 ? 'Nothing was handed in.' : 'Never sat at a machine of the group.');
  for (const item of rubric.items) if (item.kind === 'automatic') items[item.id] = {};
  for (const userId of work.members)
    credit[userId] = { ...NO_CREDIT, answers: work.answers.filter((one) => one.by === userId).length };
  for (const part of work.parts) {
    const judged = judgePart(rubric, part, work);
    for (const userId of work.members) {
      const actor = part.actorOf[userId];
      const before = credit[userId];
      const mine = actor === undefined ? undefined : judged.credit.get(actor);
      if (before && mine) credit[userId] = { ...addCredit(before, mine), answers: before.answers };
      for (const result of judged.results) {
        const of = items[result.itemId];
        if (of && (result.actor === null || result.actor === actor))
          of[userId] = better(of[userId], figure(part.machineId, result));
      }
    }
  }
  for (const of of Object.values(items)) for (const userId of work.members) of[userId] ??= none;
  return { items, credit };
}
