import { boot } from './boot.ts';
import type { Entry } from './entry.ts';
import { evolve } from './evolve.ts';
import type { Fact } from './facts.ts';
import type { MachineSpec } from './spec.ts';
import type { Machine } from './state.ts';
import { ENGINE_VERSION } from './version.ts';

/**
 * Fold one entry. Throws on a gap or a repetition: the caller asks for what is missing.
 * @param before called with each fact before it is folded
 */
export function applyEntry(m: Machine, entry: Entry, before?: (fact: Fact) => void): void {
  if (entry.seq !== m.seq + 1) throw new Error(`entry ${entry.seq} does not follow ${m.seq}`);
  for (const fact of entry.facts) {
    before?.(fact);
    evolve(m, fact);
  }
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
