import {
  commandText,
  compileRule,
  type Entry,
  type MainLine,
  RULE_SETTING,
  type RuleError,
  recordedLane,
  variationProblem,
  vary,
} from '@overcommit/engine';
import { type FateRow, fateTable, type KillFact, killFactsIn } from '@overcommit/reading';

/** A kill in a run with the rule, with what asked for the page. */
export type RuleKill = { seq: number; actor: string; line: string; fact: KillFact };

export type Trial =
  | { ok: false; error: RuleError }
  /** `rows`: each process with two fates, by the machine's own choice and by the rule. */
  | { ok: true; kernelKills: string[]; ruleKills: RuleKill[]; rows: FateRow[] };

/** The page runs at most this many commands again: more would block it. */
export const MOST_ENTRIES = 3000;

/** Runs a recorded log again with another rule for its killer, and compares the fates. */
export function tryRule(main: MainLine, text: string): Trial {
  const compiled = compileRule(text);
  if (!compiled.ok) return compiled;
  const plan = { from: 0, settings: { [RULE_SETTING]: text } };
  const problem = variationProblem(main, plan);
  if (problem !== null) return { ok: false, error: { message: problem, column: null } };
  const { entries, report } = vary(main, plan);
  return {
    ok: true,
    kernelKills: killsIn(main.entries).map(({ fact }) => fact.victim.process),
    ruleKills: killsIn(entries),
    rows: fateTable([recordedLane(main, 'recorded'), report]),
  };
}

function killsIn(entries: readonly Entry[]): RuleKill[] {
  return entries.flatMap((entry) =>
    killFactsIn(entry).map((fact) => ({
      seq: entry.seq,
      actor: entry.actor,
      line: commandText(entry.command),
      fact,
    })),
  );
}

/** Whether the two fates of a row differ in kind. */
export function differs({ cells: [recorded, ruled] }: FateRow): boolean {
  return recorded?.kind !== ruled?.kind;
}
