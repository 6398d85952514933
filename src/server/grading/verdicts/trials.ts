import type { Rubric, SealVerdicts } from '@overcommit/coursework';
import type { GradedTeam, Trials } from '../types.ts';
import type { JudgedText } from './job.ts';
import { createJudge, type Judge, JudgingStopped } from './judge.ts';
import { stoppedVerdicts } from './stopped.ts';
import { judgeWorks, type WorksDeps } from './works.ts';

/** Teams that are judged together; whose projections are kept take a few milliseconds each. */
const AT_ONCE = 16;
/** An author waits for it, and the next expression is better than a slow one. */
const BOUNDS = { deadlineMs: 20_000 };

/** Tries rubrics that are being written, in a thread beside the one that grades. Nothing of it is kept but projections. */
export function createTrials(deps: WorksDeps, judge: Judge = createJudge(BOUNDS)): Trials {
  async function some(teams: readonly GradedTeam[], rubric: Rubric): Promise<SealVerdicts[]> {
    try {
      return await judgeWorks(deps, judge, { teams, rubric, isUrgent: true });
    } catch (error) {
      if (!(error instanceof JudgingStopped)) throw error;
      return teams.map((team) => stoppedVerdicts(team, rubric.items, error.message));
    }
  }
  return {
    async of(teams, rubric) {
      const found = new Map<string, SealVerdicts>();
      for (let at = 0; at < teams.length; at += AT_ONCE) {
        const part = teams.slice(at, at + AT_ONCE);
        for (const [n, verdicts] of (await some(part, rubric)).entries()) found.set(part[n]?.teamId ?? '', verdicts);
      }
      return found;
    },
    async text(text, rubric): Promise<JudgedText> {
      try {
        const judged = await judge.judge({ kind: 'text', rubric, text }, true);
        if (judged.kind !== 'text') throw new Error('the thread answered something else');
        return judged.text;
      } catch (error) {
        if (!(error instanceof JudgingStopped)) throw error;
        return { ok: false, line: 1, message: error.message };
      }
    },
    close: () => judge.close(),
  };
}
