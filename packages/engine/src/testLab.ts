/** For tests: a script's machine, with every fact folded a second time and checked. */
import type { CallResult, Fact } from './facts.ts';
import {
  applyEntry,
  boot,
  digest,
  execute,
  type Machine,
  makeEntry,
  parseScript,
  restFaults,
  violations,
} from './index.ts';

export type Lab = {
  m: Machine;
  /** Carries out lines; returns the result and pages of the last one. */
  run: (lines: string) => { result: CallResult; pages: number; facts: Fact[] };
};

/** A machine (256 MiB, seed 1, Linux 6.1 unless head lines say otherwise) at which `script` sits as root. Throws when anything does not hold. */
export function lab(lines = ''): Lab {
  const head = parseScript(lines);
  if (!head.ok) throw new Error(JSON.stringify(head.errors));
  const m = boot(head.spec);
  const twin = boot(head.spec);
  const carryOut = (command: Parameters<typeof execute>[1], actor: string): Fact[] => {
    const done = execute(m, command, actor);
    if (!done.ok) throw new Error(done.rejection.message);
    const entry = makeEntry(m, { actor, commandId: 'test', command, facts: JSON.parse(JSON.stringify(done.facts)) });
    applyEntry(twin, entry);
    const wrong = [...violations(m), ...restFaults(m)];
    if (wrong.length > 0) throw new Error(wrong.join('; '));
    if (digest(m) !== digest(twin)) throw new Error('folding differs from executing');
    return done.facts;
  };
  carryOut({ verb: 'seat', actor: 'script', uid: 0, role: 'staff' }, 'system');
  const run: Lab['run'] = (text) => {
    const script = parseScript(text);
    if (!script.ok) throw new Error(JSON.stringify(script.errors));
    let facts: Fact[] = [];
    for (const { command } of script.steps) facts = carryOut(command, 'script');
    const answer = facts.find((fact) => fact.type === 'Answered');
    return { result: answer?.result ?? 'ok', pages: answer?.pages ?? 0, facts };
  };
  if (head.steps.length > 0) run(lines);
  return { m, run };
}

export function factsOf<T extends Fact['type']>(facts: readonly Fact[], type: T): Extract<Fact, { type: T }>[] {
  return facts.filter((fact): fact is Extract<Fact, { type: T }> => fact.type === type);
}
