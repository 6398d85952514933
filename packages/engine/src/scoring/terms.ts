import type { Candidate } from '../facts.ts';
import { heldBy, living, loneResident } from '../kernels/measure.ts';
import type { KillScope } from '../kernels/policy.ts';
import { spaceOf } from '../memory/space.ts';
import type { Machine, Process } from '../state.ts';
import type { Kinds, Scope } from './compile.ts';

/** [RULE-2] What a rule may ask about a process, with the words that explain it. Memory is in pages of 4 KiB. */
export const RULE_TERMS = [
  { name: 'rss', kind: 'int', meaning: 'pages of it in RAM; shared ones count in full' },
  { name: 'own', kind: 'int', meaning: 'pages in RAM that no other process maps' },
  { name: 'swap', kind: 'int', meaning: 'pages of it in swap' },
  { name: 'tables', kind: 'int', meaning: 'pages of its page tables' },
  { name: 'vm', kind: 'int', meaning: 'pages it has mapped, touched or not' },
  { name: 'age', kind: 'int', meaning: 'ticks since it was started' },
  { name: 'ageTicks', kind: 'int', meaning: 'the same as age' },
  { name: 'cpu', kind: 'int', meaning: 'processor time used, in hundredths of a second' },
  { name: 'children', kind: 'int', meaning: 'live processes it has started' },
  { name: 'threads', kind: 'int', meaning: 'its threads, at least 1' },
  { name: 'nice', kind: 'int', meaning: 'its nice value, −20 to 19' },
  { name: 'adj', kind: 'int', meaning: 'its oom_score_adj, −1000 to 1000' },
  { name: 'uid', kind: 'int', meaning: 'whose it is; 0 is root' },
  { name: 'pid', kind: 'int', meaning: 'its number; the younger, the larger' },
  { name: 'name', kind: 'string', meaning: 'its name, such as "db"' },
  { name: 'asks', kind: 'bool', meaning: 'whether it asked for the page that is not there' },
  { name: 'points', kind: 'int', meaning: 'what the kernel’s own formula would give it' },
  { name: 'total', kind: 'int', meaning: 'pages of RAM and swap, or the control group’s limit' },
] as const satisfies readonly { name: string; kind: Kinds[string]; meaning: string }[];

export const TERM_KINDS: Kinds = Object.fromEntries(RULE_TERMS.map(({ name, kind }) => [name, kind]));

/** [RULE-2] The terms of one candidate. `askerPid`: who needs the page; null if there is no shortage yet. */
export function termsOf(
  m: Machine,
  process: Process,
  { base, scope, askerPid }: { base: Candidate; scope: KillScope; askerPid: number | null },
): Scope {
  const { rss, swap, tables, upperTables, vm } = heldBy(m, process);
  const age = m.tick - process.startTick;
  return {
    rss,
    own: process.space === null ? 0 : loneResident(m, spaceOf(m, process.space), ['frames', 'shm']),
    swap,
    tables: tables + upperTables,
    vm,
    age,
    ageTicks: age,
    cpu: process.traits.cpuJiffies ?? 0,
    children: living(m).filter((other) => other.ppid === process.pid).length,
    threads: 1 + process.threads.length,
    nice: process.nice,
    adj: process.oomScoreAdj,
    uid: process.uid,
    pid: process.pid,
    name: process.name,
    asks: process.pid === askerPid,
    points: base.points,
    total: scope.pages,
  };
}
