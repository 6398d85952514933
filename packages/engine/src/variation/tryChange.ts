import { answerOf } from '../answers.ts';
import type { Entry } from '../entry.ts';
import { evolve } from '../evolve.ts';
import { execute } from '../execute.ts';
import { makeEntry } from '../replay.ts';
import { parseLine } from '../script/index.ts';
import { deserialise } from '../serialise.ts';
import type { Machine } from '../state.ts';
import { type Aftermath, carryOn } from './rerun.ts';

/** One thing that is other than it was, just before an entry. Pages; `max`: the group's new memory.max; `line`: typed by root. */
export type Change = { moreSwap: number } | { moreRam: number } | { group: string; max: number } | { line: string };

const PAGE = 4096;

/**
 * [VAR-15] What would have come of a change up to the end of `rest`. Rests after each input.
 * @param before the machine before the first of `rest`, as `serialise` writes it
 * @returns null where the change cannot be made
 */
export function* tryChange(
  before: string,
  rest: readonly Entry[],
  change: Change,
): Generator<undefined, Aftermath | null, void> {
  const m = deserialise(before);
  if ('line' in change) return type(m, change.line) ? yield* carryOn(m, rest) : null;
  if ('moreSwap' in change) evolve(m, { type: 'SwapSizeSet', pages: m.swapPages + change.moreSwap });
  else if ('moreRam' in change) {
    m.ramPages += change.moreRam;
    m.freeFrames += change.moreRam;
  } else
    return yield* carryOn(
      raise(m, change),
      rest.map((entry, i) => (i === 0 ? raisedIn(entry, change) : entry)),
    );
  return yield* carryOn(m, rest);
}

function type(m: Machine, line: string): boolean {
  const parsed = parseLine(line);
  const done = parsed.ok ? execute(m, parsed.command, 'system') : null;
  if (!parsed.ok || !done?.ok) return false;
  // Its number is not one of the log's.
  const { seq } = m;
  const entry = makeEntry(m, { actor: 'system', commandId: 'tried', command: parsed.command, facts: done.facts });
  m.seq = seq;
  return answerOf(entry).kind === 'ok';
}

function raise(m: Machine, { group, max }: { group: string; max: number }): Machine {
  return { ...m, groups: m.groups.map((one) => (one.name === group ? { ...one, max } : one)) };
}

/** A limit that the entry itself sets is raised there. */
function raisedIn(entry: Entry, { group, max }: { group: string; max: number }): Entry {
  const { command } = entry;
  return command.verb === 'cgset' && command.group === group && command.file === 'memory.max'
    ? { ...entry, command: { ...command, value: String(max * PAGE) } }
    : entry;
}
