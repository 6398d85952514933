import type { Command } from '../commands.ts';
import type { Entry } from '../entry.ts';
import { execute } from '../execute.ts';
import type { Fact } from '../facts.ts';
import { deserialise, serialise } from '../serialise.ts';
import type { Machine } from '../state.ts';

/**
 * What was missing when an entry killed: with so much more of one of these there just before it, and of nothing else,
 * no process dies in it. Pages, each the least that is enough; null = no amount is.
 */
export type Shortfall = {
  swap: number | null;
  /** Free RAM; the watermarks stay as they are. */
  ram: number | null;
  /** With exactly that: `ram` = `taken` by the entry in all + `left` free after it − `free` before it. Null where `ram` is. */
  ramSum: { taken: number; left: number; free: number } | null;
  /** The control group that was full: what its memory.max was, and how much higher. Null also where the machine was full. */
  group: { name: string; max: number; more: number } | null;
};

/** `done`: trials so far. `of`: the most there can be. */
export type ShortfallProgress = { done: number; of: number };

/** Nothing that one entry does wants more than this many times the RAM. */
const MOST_TIMES = 8;
const FEWEST_FACTS = 8000;
const PAGE = 4096;

type Full = { name: string; max: number };
type Trial = { m: Machine; command: Command };
type IsEnough = (pages: number) => boolean;

/**
 * [VIEW-7] Found by carrying the entry's command out again, with more and with less. Pure; rests after each trial, which
 * costs about as much as the entry did.
 * @param before the machine as it stood before the entry; it is only read
 * @returns null if the entry killed no process, or if running it again does not kill the same ones
 */
export function* shortfallOf(before: Machine, entry: Entry): Generator<ShortfallProgress, Shortfall | null, void> {
  const { command } = entry;
  const text = serialise(before);
  const trial = (changed: Partial<Machine> = {}): Trial => ({ m: { ...deserialise(text), ...changed }, command });
  const victims = victimsIn(entry.facts);
  if (victims.length === 0 || !isSame(victims, victimsIn(carryOut(trial(), entry) ?? []))) return null;

  const full = fullGroup(before, entry);
  const most = MOST_TIMES * before.ramPages;
  const each = Math.ceil(Math.log2(most)) + 1;
  const of = 2 * each;
  const search = (already: number, make: (pages: number) => Trial) =>
    least(most, { isEnough: (pages) => isCalm(carryOut(make(pages), entry)), progress: { done: already, of } });

  const swap = yield* search(0, (pages) => trial({ swapPages: before.swapPages + pages }));
  if (full) {
    const more = yield* search(each, (pages) => raised(trial(), { name: full.name, max: full.max + pages }));
    return { swap, ram: null, ramSum: null, group: more === null ? null : { ...full, more } };
  }
  const withRam = (pages: number) =>
    trial({ ramPages: before.ramPages + pages, freeFrames: before.freeFrames + pages });
  const ram = yield* search(each, withRam);
  return { swap, ram, ramSum: ram === null ? null : ramSum(withRam(ram), entry, ram), group: null };
}

/** What the entry takes with just enough RAM, and what stays free then: the kernel goes no lower without killing. */
function ramSum(enough: Trial, entry: Entry, more: number): Shortfall['ramSum'] {
  const free = enough.m.freeFrames - more;
  carryOut(enough, entry);
  const left = enough.m.freeFrames;
  return { taken: free + more - left, left, free };
}

/** Enough, where one page less is not: whether or not every larger amount is enough too. */
function* least(
  most: number,
  { isEnough, progress: { done, of } }: { isEnough: IsEnough; progress: ShortfallProgress },
): Generator<ShortfallProgress, number | null, void> {
  let [from, to, tried] = [1, most, done + 1];
  const isPossible = isEnough(most);
  yield { done: tried, of };
  if (!isPossible) return null;
  while (from < to) {
    const middle = Math.floor((from + to) / 2);
    if (isEnough(middle)) to = middle;
    else from = middle + 1;
    tried += 1;
    yield { done: tried, of };
  }
  return to;
}

/** Null: it cannot be carried out, or sets off too much. */
function carryOut({ m, command }: Trial, { actor, facts }: Entry): readonly Fact[] | null {
  const done = execute(m, command, { actor, mostFacts: Math.max(FEWEST_FACTS, 2 * facts.length) });
  return done.ok ? done.facts : null;
}

function victimsIn(facts: readonly Fact[]): number[] {
  return facts.flatMap((fact) => (fact.type === 'VictimChosen' ? [fact.victim.pid] : []));
}

function isSame(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((pid, i) => pid === b[i]);
}

/** No kill, no crash, and no process fell asleep because no page was free. */
function isCalm(facts: readonly Fact[] | null): boolean {
  return (
    facts?.every(
      (fact) =>
        fact.type !== 'VictimChosen' &&
        fact.type !== 'Panicked' &&
        !(fact.type === 'Answered' && fact.result === 'EAGAIN'),
    ) ?? false
  );
}

/** Whose limit the first kill kept to: as it was, or as the entry itself set it. */
function fullGroup(before: Machine, { facts }: Entry): Full | null {
  const kill = facts.find((fact) => fact.type === 'VictimChosen');
  const name = kill && kill.scope !== 'machine' ? kill.scope.cgroup : null;
  const set = facts.find((fact) => fact.type === 'GroupSet' && fact.group === name && fact.file === 'max');
  const max = set?.type === 'GroupSet' ? set.value : before.groups.find((group) => group.name === name)?.max;
  return name === null || typeof max !== 'number' ? null : { name, max };
}

/** A limit that the command itself sets is raised there. */
function raised({ m, command }: Trial, { name, max }: Full): Trial {
  if (command.verb === 'cgset' && command.group === name && command.file === 'memory.max')
    return { m, command: { ...command, value: String(max * PAGE) } };
  return { m: { ...m, groups: m.groups.map((group) => (group.name === name ? { ...group, max } : group)) }, command };
}
