import type { Verb } from '../commands.ts';
import type { Fact } from '../facts.ts';
import { hasCapability, pagesInScope } from '../kernels/measure.ts';
import type { Policy } from '../kernels/policy.ts';
import { policyOf } from '../kernels/registry.ts';
import type { Machine, Process, Traits } from '../state.ts';
import { fateOf } from './margin.ts';
import { largest } from './search.ts';

type VictimChosen = Extract<Fact, { type: 'VictimChosen' }>;

/**
 * A line that, typed before, would have kept the killer from this victim. `instead`: who would have died; null where a
 * handler's doing comes in between. `isMost`: any lower value would have done it too. `adjustment`: what an adjusting line
 * sets, and for which process.
 */
export type Rescue = {
  line: string;
  verb: Verb;
  instead: string | null;
  isMost?: true;
  adjustment?: { process: string; value: number };
};

/**
 * [VIEW-4] What would have made the kernel choose another victim: each knob that this kernel has for a process, tried by letting
 * the kernel choose again. Pure. @param m the machine as it stood when the fact happened: see `applyEntry`
 * @returns nothing where choosing again does not lead to this very victim (no kernel's formula chose it)
 */
export function rescuesOf(m: Machine, fact: VictimChosen): Rescue[] {
  const fate = choose(m, fact);
  const allocating = 'vm/oom_kill_allocating_task';
  if (fate !== null && (m.tunables[allocating] ?? 0) !== 0 && fate.pid !== fact.victim.pid)
    return [{ line: `sysctl ${allocating} 0`, verb: 'sysctl', instead: fate.process }];
  if (fate?.pid !== fact.victim.pid) return [];
  const own = ofProcess(m, fact, fact.victim.pid);
  // A child may die in its parent's place, whatever its own setting: then the parent's would have to be lower.
  return own.length > 0 || !fact.insteadOf ? own : ofProcess(m, fact, fact.insteadOf.pid);
}

function choose(m: Machine, { scope, trigger }: VictimChosen): { pid: number; process: string } | null {
  const group = scope === 'machine' ? null : scope.cgroup;
  const weighing = { scope: { group, pages: pagesInScope(m, group) }, askerPid: trigger.pid };
  return fateOf(m, m.spec.policy, weighing)?.victim ?? null;
}

function ofProcess(m: Machine, fact: VictimChosen, pid: number): Rescue[] {
  const process = m.processes.find((p) => p.pid === pid);
  if (!process) return [];
  const policy = policyOf(m.spec.policy);
  const instead = (changed: Partial<Process>): string | null => {
    const trial = { ...m, processes: m.processes.map((p) => (p === process ? { ...p, ...changed } : p)) };
    const fate = choose(trial, fact);
    return fate === null || fate.pid === fact.victim.pid ? null : fate.process;
  };
  return [...adjustments(process, { policy, instead }), ...privileges(process, { policy, instead })];
}

type Trial = { policy: Policy; instead: (changed: Partial<Process>) => string | null };

/** The value nearest to what it was; 2.6.36 and later take `oom_score_adj`, those before only `oom_adj`. */
function adjustments(process: Process, { policy, instead }: Trial): Rescue[] {
  const { knobs } = policy;
  const rows = [
    { verb: 'oom_score_adj', lowest: -1000, now: process.oomScoreAdj },
    { verb: 'oom_adj', lowest: -17, now: process.traits.oomAdj ?? 0 },
  ] as const;
  const row = rows.find(({ verb }) => knobs.includes(verb));
  if (!row) return [];
  const { verb, lowest, now } = row;
  const changed = (value: number) =>
    verb === 'oom_score_adj' ? { oomScoreAdj: value } : traitsOf(process, { oomAdj: value });
  const value = largest(lowest, now - 1, (tried) => instead(changed(tried)) !== null);
  const other = value === null ? null : instead(changed(value));
  if (value === null || other === null) return [];
  const adjustment = { process: process.name, value };
  const line = `${verb} ${process.name} ${value}`;
  return [{ line, verb, instead: other, adjustment, ...(value > lowest ? { isMost: true } : {}) }];
}

/** Knobs that are on or off. */
function privileges(process: Process, { policy, instead }: Trial): Rescue[] {
  const { name } = process;
  const { knobs } = policy;
  const caps = { ...process.traits.caps, CAP_SYS_ADMIN: true };
  const rows: { verb: Verb; line: string; changed: Partial<Process>; isOpen: boolean }[] = [
    { verb: 'nice', line: `nice ${name} 0`, changed: { nice: 0 }, isOpen: process.nice > 0 },
    {
      verb: 'cap',
      line: `cap ${name} +CAP_SYS_ADMIN`,
      changed: traitsOf(process, { caps }),
      isOpen: policy.countsCpu === true && !hasCapability(process, 'CAP_SYS_ADMIN'),
    },
    { verb: 'protect', line: `protect ${name} on`, changed: traitsOf(process, { isProtected: true }), isOpen: true },
    {
      verb: 'sigdanger',
      line: `sigdanger ${name} release`,
      changed: traitsOf(process, { sigdanger: 'release' }),
      isOpen: true,
    },
  ];
  return rows.flatMap(({ verb, line, changed, isOpen }): Rescue[] => {
    const other = isOpen && knobs.includes(verb) ? instead(changed) : null;
    return other === null ? [] : [{ line, verb, instead: verb === 'sigdanger' ? null : other }];
  });
}

function traitsOf({ traits }: Process, changed: Partial<Traits>): Partial<Process> {
  return { traits: { ...traits, ...changed } };
}
