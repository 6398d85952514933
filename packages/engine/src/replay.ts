import { boot } from './boot.ts';
import type { Entry, MachineSpec } from './entry.ts';
import { evolve } from './evolve.ts';
import { execute } from './execute.ts';
import type { PolicyId } from './policies/ids.ts';
import type { Machine } from './state.ts';
import { ENGINE_VERSION } from './version.ts';

/** Fold one entry. Throws on a gap or a repetition: the caller asks for what is missing. */
export function applyEntry(m: Machine, entry: Entry): void {
  if (entry.seq !== m.seq + 1) throw new Error(`entry ${entry.seq} does not follow ${m.seq}`);
  for (const fact of entry.facts) evolve(m, fact);
  m.seq = entry.seq;
}

/** The machine after its first `to` entries (all, if left out). */
export function replay(spec: MachineSpec, entries: readonly Entry[], to: number = entries.length): Machine {
  const m = boot(spec);
  for (const entry of entries) {
    if (entry.seq > to) break;
    applyEntry(m, entry);
  }
  return m;
}

export type Variation = { policy?: PolicyId; settings?: Record<string, string>; memKb?: number; swapKb?: number };

/** The recorded commands, carried out anew under other conditions. A command that is now rejected leaves no entry. */
export function rerun(
  spec: MachineSpec,
  entries: readonly Entry[],
  variation: Variation,
): { entries: Entry[]; machine: Machine } {
  const machine = boot({
    ...spec,
    policy: variation.policy ?? spec.policy,
    memKb: variation.memKb ?? spec.memKb,
    swapKb: variation.swapKb ?? spec.swapKb,
    settings: { ...spec.settings, ...variation.settings },
  });
  const out: Entry[] = [];
  for (const entry of entries) {
    const done = execute(machine, entry.command, entry.actor);
    if (done.ok) out.push(makeEntry(machine, { ...entry, facts: done.facts }));
  }
  return { entries: out, machine };
}

/** The log's row for a command that `machine` has just executed. */
export function makeEntry(machine: Machine, done: Pick<Entry, 'actor' | 'commandId' | 'command' | 'facts'>): Entry {
  return {
    seq: machine.seq,
    tick: machine.tick,
    actor: done.actor,
    commandId: done.commandId,
    command: done.command,
    facts: done.facts,
    engineVersion: ENGINE_VERSION,
    policy: machine.spec.policy,
  };
}

/** A machine for scripts: the actor `script` sits at it as root. */
export function bootScript(spec: MachineSpec, readings?: Parameters<typeof boot>[1]): Machine {
  const m = boot(spec, readings);
  evolve(m, { type: 'SeatTaken', actor: 'script', uid: 0, role: 'staff' });
  return m;
}
