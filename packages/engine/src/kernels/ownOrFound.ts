/** The kill of a kernel that ends one process, without children, groups or sharers. */
import type { Candidate } from '../facts.ts';
import type { Machine, Process } from '../state.ts';
import { killSignals } from './measure.ts';
import type { KillResponse, Shortage } from './policy.ts';

type Found = {
  /** The process that the kernel's own search found. */
  pid: number;
  ownChoice: Shortage['ownChoice'];
  /** The kernel's table, made only where the machine has no rule of its own. */
  candidates: () => Candidate[];
  /** SPEC id of the kernel's search. */
  rule: string;
  /** What the kernel prints about the victim. */
  lines: (victim: Process) => string[];
};

/** The process that the machine's own rule takes [RULE-3], else the one that the kernel found. */
export function killOwnOrFound(m: Machine, { pid, ownChoice, candidates, rule, lines }: Found): KillResponse {
  const own = ownChoice();
  const table = own?.candidates ?? candidates();
  const victim = own?.victim ?? (table.find((c) => c.pid === pid) as Candidate);
  return {
    outcome: 'kill',
    candidates: table,
    chosen: victim,
    victim,
    how: own ? 'rule' : 'points',
    signals: own ? killSignals(m, victim.pid) : [{ pid: victim.pid, signal: 9 }],
    lines: lines(m.processes.find((p) => p.pid === victim.pid) as Process),
    rule: own ? 'RULE-3' : rule,
  };
}
