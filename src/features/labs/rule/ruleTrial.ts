import {
  commandText,
  compileRule,
  type Entry,
  type Fact,
  type MachineSpec,
  RULE_SETTING,
  type RuleError,
  rerun,
} from '@overcommit/engine';

type Log = { spec: MachineSpec; entries: readonly Entry[] };
type VictimChosen = Extract<Fact, { type: 'VictimChosen' }>;

/** How a process ended in one run; `seq` is the entry, null for those who are alive at the end. */
export type Fate = { end: 'lived' | 'killed' | 'exited' | 'refused'; seq: number | null };
/** One process, by the command that began it: what became of it under the kernel's choice and under the rule's. */
export type FateRow = {
  key: string;
  name: string;
  uid: number | null;
  kernel: Fate | null;
  rule: Fate | null;
  differs: boolean;
};
/** A kill in a run with the rule, with what asked for the page. */
export type RuleKill = { seq: number; actor: string; line: string; fact: VictimChosen };

export type Trial =
  | { ok: false; error: RuleError }
  | { ok: true; kernelKills: string[]; ruleKills: RuleKill[]; rows: FateRow[] };

/** More commands than this are not run anew in the page: it would stand still. */
export const MOST_ENTRIES = 3000;

/** Runs a recorded log anew with a rule for its killer, and holds the fates side by side. */
export function tryRule({ spec, entries }: Log, text: string): Trial {
  const compiled = compileRule(text);
  if (!compiled.ok) return compiled;
  const { entries: ruled } = rerun(spec, entries, { settings: { [RULE_SETTING]: text } });
  return {
    ok: true,
    kernelKills: killsIn(entries).map(({ fact }) => fact.victim.process),
    ruleKills: killsIn(ruled),
    rows: rowsOf(fatesOf(entries), fatesOf(ruled)),
  };
}

function killsIn(entries: readonly Entry[]): RuleKill[] {
  return entries.flatMap(({ seq, actor, command, facts }) =>
    facts.flatMap((fact) => (fact.type === 'VictimChosen' ? [{ seq, actor, line: commandText(command), fact }] : [])),
  );
}

type Life = { name: string; uid: number | null; fate: Fate };

/** Every process that was begun or refused, by the command that did it: the same in both runs. */
function fatesOf(entries: readonly Entry[]): Map<string, Life> {
  const lives = new Map<string, Life>();
  const byPid = new Map<number, Life>();
  for (const { seq, commandId, command, facts } of entries) {
    for (const fact of facts) {
      if (fact.type === 'ProcessStarted') {
        const life: Life = { name: fact.process, uid: fact.uid, fate: { end: 'lived', seq: null } };
        lives.set(`${commandId} ${fact.process}`, life);
        byPid.set(fact.pid, life);
      }
      const ended = fact.type === 'ProcessEnded' ? byPid.get(fact.pid) : undefined;
      if (ended && fact.type === 'ProcessEnded')
        ended.fate = { end: fact.cause === 'oom-kill' ? 'killed' : 'exited', seq };
    }
    const name = 'child' in command ? command.child : command.verb === 'spawn' ? command.name : null;
    const answer = facts.find((fact) => fact.type === 'Answered');
    if (name !== null && answer?.type === 'Answered' && answer.result !== 'ok' && !lives.has(`${commandId} ${name}`))
      lives.set(`${commandId} ${name}`, { name, uid: null, fate: { end: 'refused', seq } });
  }
  return lives;
}

function rowsOf(kernel: Map<string, Life>, rule: Map<string, Life>): FateRow[] {
  return [...new Set([...kernel.keys(), ...rule.keys()])].map((key) => {
    const [a, b] = [kernel.get(key), rule.get(key)];
    const known = (a ?? b) as Life;
    const differs = a?.fate.end !== b?.fate.end;
    return {
      key,
      name: known.name,
      uid: a?.uid ?? b?.uid ?? null,
      kernel: a?.fate ?? null,
      rule: b?.fate ?? null,
      differs,
    };
  });
}
