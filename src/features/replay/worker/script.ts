import { commandText, type Entry, type MachineSpec } from '@overcommit/engine';

/** Verbs of the platform, which no person types. */
const NOT_TYPED = new Set(['seat', 'clock', 'ask', 'seal', 'close', 'reveal']);

/**
 * What was typed on a machine up to some entry, as a lab script for an own lab. Processes keep the uid of the person
 * who started them.
 */
export function labScript(spec: MachineSpec, entries: Iterable<Entry>): string {
  const uids = new Map<string, number>();
  const lines = [`#mem ${spec.memKb}K`, `#swap ${spec.swapKb}K`, `#policy ${spec.policy}`, `#seed ${spec.seed}`];
  for (const [name, value] of Object.entries(spec.settings)) lines.push(`sysctl ${name} ${value}`);
  for (const { actor, command } of entries) {
    if (command.verb === 'seat') uids.set(command.actor, command.role === 'staff' ? 0 : command.uid);
    if (NOT_TYPED.has(command.verb)) continue;
    const own = command.verb === 'spawn' && command.uid === undefined ? uids.get(actor) : undefined;
    lines.push(commandText(own === undefined ? command : ({ ...command, uid: own } as typeof command)));
  }
  return `${lines.join('\n')}\n`;
}
