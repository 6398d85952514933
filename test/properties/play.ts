/** A drafted script played on a machine, and everything that must hold for any script held against it. */
import {
  applyEntry,
  badnessTable,
  boot,
  type Command,
  commitStatement,
  describeEntry,
  deserialise,
  digest,
  type Entry,
  evolve,
  execute,
  frameMap,
  listProcesses,
  type Machine,
  type MachineSpec,
  makeEntry,
  meminfo,
  memoryText,
  myMargin,
  nextVictim,
  parseLine,
  printCommand,
  procFile,
  replay,
  rerun,
  restFaults,
  serialise,
  violations,
} from '@overcommit/engine';
import type { Draft, ScriptDraft } from './draft.ts';
import { MOVES, type Take } from './moves.ts';

/** One line of a script, and who types it. */
export type Line = { actor: string; text: string };
export type Script = { spec: MachineSpec; lines: Line[] };
/** Something that must hold for any script did not. `script`: what was typed, up to there. */
export class Unsound extends Error {
  constructor(
    readonly script: Script,
    readonly fault: string,
  ) {
    super(`${fault}\n\n${printScript(script)}`);
  }
}

const SEATS: readonly Command[] = [
  { verb: 'seat', actor: 'root', uid: 0, role: 'staff' },
  { verb: 'seat', actor: 'ada', uid: 1000, role: 'student' },
  { verb: 'seat', actor: 'ben', uid: 1001, role: 'student' },
];
/** Mostly root, whom everything is allowed; `nobody` has no seat. */
const ACTORS = ['root', 'root', 'root', 'root', 'ada', 'ada', 'ben', 'root', 'root', 'root', 'ada', 'nobody'] as const;
const CLOCK = ['pause', 'resume'] as const;

/** As a lab script that can be pinned: `# actor` before the lines of each. */
export function printScript({ spec, lines }: Script): string {
  return [`${JSON.stringify(spec)}`, ...lines.map(({ actor, text }) => `${actor}: ${text}`)].join('\n');
}

/** What `printScript` wrote. */
export function readScript(text: string): Script {
  const [head = '', ...rest] = text.trim().split('\n');
  const lines = rest.map((line) => {
    const colon = line.indexOf(': ');
    return { actor: line.slice(0, colon).trim(), text: line.slice(colon + 2) };
  });
  return { spec: JSON.parse(head) as MachineSpec, lines };
}

/** Plays a drafted script; throws `Unsound`. */
export function playDraft({ spec, steps }: ScriptDraft): Played {
  return play(spec, steps.length, (m, i) => lineOf(steps[i] as Draft, m));
}

/** Plays a script that was written down. */
export function playScript({ spec, lines }: Script): Played {
  return play(spec, lines.length, (_, i) => lines[i] as Line);
}

export type Played = { script: Script; machine: Machine; entries: Entry[]; factCount: number };

function lineOf({ move, words }: Draft, m: Machine): Line {
  let next = 0;
  const below = (n: number): number => {
    const word = words[next++ % words.length] as number;
    return n <= 0 ? 0 : (word + (next > words.length ? next : 0)) % n;
  };
  const actor = ACTORS[below(ACTORS.length)] as string;
  const take: Take = { below, of: (list) => list[below(list.length)] as never, actor };
  return { actor, text: (MOVES[move] as (typeof MOVES)[number]).line(take, m) };
}

function play(spec: MachineSpec, count: number, lineAt: (m: Machine, i: number) => Line): Played {
  const script: Script = { spec, lines: [] };
  const must = (fault: string | null): void => {
    if (fault !== null) throw new Unsound(script, fault);
  };
  const machine = boot(spec);
  let twin = boot(spec);
  const entries: Entry[] = [];
  let factCount = 0;
  const send = (command: Command, actor: string): void => {
    const done = execute(machine, command, actor);
    if (!done.ok) {
      must(digest(machine) === digest(twin) ? null : 'a rejection changed the machine');
      return;
    }
    const entry = makeEntry(machine, { actor, commandId: `c${machine.seq}`, command, facts: done.facts });
    factCount += entry.facts.length;
    entries.push(JSON.parse(JSON.stringify(entry)) as Entry);
    foldSoundly(twin, entries.at(-1) as Entry, must);
  };
  try {
    for (const seat of SEATS) send(seat, 'system');
    for (let i = 0; i < count; i++) {
      const line = lineAt(machine, i);
      script.lines.push(line);
      const command = commandOf(line.text, must);
      if (command) send(command, line.actor);
      if (i % 8 === 5) send({ verb: 'clock', action: CLOCK[i % 2] as 'pause' }, i % 3 === 0 ? 'ada' : 'root');
      if (i === count >> 1) {
        must(digest(machine) === digest(twin) ? null : 'folding is not executing');
        twin = deserialise(serialise(twin));
      }
    }
    must(digest(machine) === digest(twin) ? null : 'folding is not executing');
    look(machine, entries, must);
    again({ spec, machine, entries }, must);
  } catch (error) {
    if (error instanceof Unsound) throw error;
    throw new Unsound(script, error instanceof Error ? (error.stack ?? error.message) : String(error));
  }
  return { script, machine, entries, factCount };
}

type Must = (fault: string | null) => void;

/** What is typed, printed and typed again is the same command. Null for what is none. */
function commandOf(text: string, must: Must): Command | null {
  const parsed = parseLine(text);
  if (!parsed.ok) return null;
  const printed = printCommand(parsed.command);
  const again = parseLine(printed);
  must(again.ok && isSame(again.command, parsed.command) ? null : `${text} is printed as ${printed}`);
  return parsed.command;
}

/** Entries that lead to more facts than this are checked at some of them only, spread evenly. */
const MOST_CHECKS = 40;

function foldSoundly(twin: Machine, entry: Entry, must: Must): void {
  const stride = Math.ceil(entry.facts.length / MOST_CHECKS);
  for (const [i, fact] of entry.facts.entries()) {
    evolve(twin, fact);
    if (i % stride !== 0) continue;
    const [fault] = violations(twin);
    must(fault === undefined ? null : `${fault}, after fact ${i} ${JSON.stringify(fact)}`);
  }
  twin.seq = entry.seq;
  const [fault] = [...violations(twin), ...restFaults(twin)];
  must(fault === undefined ? null : `${fault}, after the whole command`);
}

/** Every view can be looked at, and looking changes nothing. */
function look(m: Machine, entries: readonly Entry[], must: Must): void {
  const before = digest(m);
  must(notPlain(m, 'machine'));
  frameMap(m);
  meminfo(m);
  memoryText(m);
  listProcesses(m);
  commitStatement(m);
  badnessTable(m);
  nextVictim(m);
  for (const { pid } of m.processes) {
    for (const file of ['status', 'smaps_rollup', 'oom_score', 'maps'] as const) procFile(m, pid, file);
    myMargin(m, pid);
  }
  for (const entry of entries) describeEntry(entry, {});
  must(digest(m) === before ? null : 'looking at the machine changed it');
}

/** The log folds from anywhere, and its commands carried out anew lead to the same facts. */
function again(
  { spec, machine, entries }: { spec: MachineSpec; machine: Machine; entries: Entry[] },
  must: Must,
): void {
  const end = digest(machine);
  const middle = deserialise(serialise(replay(spec, entries, entries.length >> 1)));
  for (const entry of entries.slice(entries.length >> 1)) applyEntry(middle, entry);
  must(digest(middle) === end ? null : 'a snapshot in the middle changes the end');
  const anew = rerun(spec, entries, { policy: spec.policy });
  must(digest(anew.machine) === end ? null : 'carried out anew the machine ends otherwise');
  must(isSame(anew.entries, entries) ? null : 'carried out anew the facts are others');
}

function isSame(a: unknown, b: unknown): boolean {
  return inOrder(a) === inOrder(b);
}

/** JSON with its keys in order. */
function inOrder(value: unknown): string {
  return JSON.stringify(value, (_, inner) =>
    typeof inner !== 'object' || inner === null || Array.isArray(inner)
      ? inner
      : Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1))),
  );
}

/** Integers, strings, booleans, null, lists and plain objects only: what JSON carries without loss. */
function notPlain(value: unknown, path: string): string | null {
  if (typeof value === 'number')
    return Number.isSafeInteger(value) && !Object.is(value, -0) ? null : `${path} is ${value}`;
  if (typeof value === 'string' || typeof value === 'boolean' || value === null) return null;
  if (typeof value !== 'object') return `${path} is ${typeof value}`;
  for (const [key, inner] of Object.entries(value as object)) {
    const fault = notPlain(inner, `${path}.${key}`);
    if (fault !== null) return fault;
  }
  return null;
}
