/** A drafted script played on a machine, and everything that must hold for any script held against it. */
import {
  applyEntry,
  badnessTable,
  boot,
  type Command,
  commitStatement,
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
  POLICY_IDS,
  type PolicyId,
  parseLine,
  printCommand,
  procFile,
  replay,
  restFaults,
  serialise,
  vary,
  violations,
} from '@overcommit/engine';
import { entrySentence } from '@overcommit/reading';
import type { Draft, ScriptDraft } from './draft.ts';
import { MOVES, type Take } from './moves.ts';

/** One line of a script, and who types it. */
export type Line = { actor: string; text: string };
export type Script = { spec: MachineSpec; lines: Line[] };
/** A script broke a rule that must hold for all. `script`: what was typed up to there. */
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
/** Mostly root, who may do everything; `nobody` has no seat. */
const ACTORS = ['root', 'root', 'root', 'root', 'ada', 'ada', 'ben', 'root', 'root', 'root', 'ada', 'nobody'] as const;
/** The clock is set after these lines of every 16. */
const CLOCK_PERIOD = 16;
const CLOCK: Record<number, 'pause' | 'resume'> = { 5: 'pause', 7: 'resume' };

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

/** The entries of a drafted script, with nothing held against them. @param last what root types at the end */
export function drawEntries(
  { spec, steps }: ScriptDraft,
  last: (m: Machine) => readonly string[],
): { spec: MachineSpec; entries: Entry[] } {
  let machine = boot(spec);
  const entries: Entry[] = [];
  const take = (command: Command, actor: string): void => {
    const done = execute(machine, command, { actor, mostFacts: MOST_FACTS });
    // A machine in the middle of a command that was given up is thrown away, as a room does.
    if (!done.ok && done.isSpoilt) machine = replay(spec, entries);
    if (done.ok) entries.push(makeEntry(machine, { actor, commandId: `c${machine.seq}`, command, facts: done.facts }));
  };
  for (const seat of SEATS) take(seat, 'system');
  for (const step of steps) {
    const { text, actor } = lineOf(step, machine);
    const parsed = parseLine(text);
    if (parsed.ok) take(parsed.command, actor);
  }
  for (const line of last(machine)) {
    const parsed = parseLine(line);
    if (parsed.ok) take(parsed.command, 'root');
  }
  return { spec, entries };
}

/** Plays a script that was written down. */
export function playScript({ spec, lines }: Script): Played {
  return play(spec, lines.length, (_, i) => lines[i] as Line);
}

export type Played = Readonly<Pair>;

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

/** The machine that carries commands out, and its twin that folds the resulting entries. */
type Pair = { script: Script; machine: Machine; twin: Machine; entries: Entry[]; factCount: number };

function play(spec: MachineSpec, count: number, lineAt: (m: Machine, i: number) => Line): Played {
  const pair: Pair = {
    script: { spec, lines: [] },
    machine: boot(spec),
    twin: boot(spec),
    entries: [],
    factCount: 0,
  };
  const must: Must = (fault) => {
    if (fault !== null) throw new Unsound(pair.script, fault);
  };
  try {
    for (const seat of SEATS) send(pair, { command: seat, actor: 'system' }, must);
    for (let i = 0; i < count; i++) {
      const line = lineAt(pair.machine, i);
      pair.script.lines.push(line);
      const command = commandOf(line.text, must);
      if (command) send(pair, { command, actor: line.actor }, must);
      const action = CLOCK[i % CLOCK_PERIOD];
      if (action) send(pair, { command: { verb: 'clock', action }, actor: i % 3 === 0 ? 'ada' : 'root' }, must);
      if (i % 4 === 0) picture(pair.machine);
      if (i === count >> 1) {
        must(digest(pair.machine) === digest(pair.twin) ? null : 'folding is not executing');
        pair.twin = deserialise(serialise(pair.twin));
      }
    }
    must(digest(pair.machine) === digest(pair.twin) ? null : 'folding is not executing');
    look(pair.machine, pair.entries, must);
    again(spec, pair, must);
  } catch (error) {
    if (error instanceof Unsound) throw error;
    throw new Unsound(pair.script, error instanceof Error ? (error.stack ?? error.message) : String(error));
  }
  return pair;
}

/** A command with more facts is given up. */
const MOST_FACTS = 4000;

function send(pair: Pair, { command, actor }: { command: Command; actor: string }, must: Must): void {
  const { machine, twin, entries } = pair;
  const done = execute(machine, command, { actor, mostFacts: MOST_FACTS });
  if (!done.ok) {
    // A machine in the middle of such a command is thrown away, as a room does.
    if (done.isSpoilt) pair.machine = deserialise(serialise(twin));
    else must(digest(machine) === digest(twin) ? null : 'a rejection changed the machine');
    return;
  }
  const entry = makeEntry(machine, { actor, commandId: `c${machine.seq}`, command, facts: done.facts });
  pair.factCount += entry.facts.length;
  entries.push(JSON.parse(JSON.stringify(entry)) as Entry);
  foldSoundly(twin, entries.at(-1) as Entry, must);
}

type Must = (fault: string | null) => void;

/** What is typed, printed and typed again is the same command. Null for a line that is not a command. */
function commandOf(text: string, must: Must): Command | null {
  const parsed = parseLine(text);
  if (!parsed.ok) return null;
  const printed = printCommand(parsed.command);
  const again = parseLine(printed);
  must(again.ok && isSame(again.command, parsed.command) ? null : `${text} is printed as ${printed}`);
  return parsed.command;
}

/** Folds an entry into `twin`, with the invariants held against it after every fact. */
export function foldSoundly(twin: Machine, entry: Entry, must: Must): void {
  for (const [i, fact] of entry.facts.entries()) {
    evolve(twin, fact);
    const [fault] = violations(twin);
    must(fault === undefined ? null : `${fault}, after fact ${i} ${JSON.stringify(fact)}`);
  }
  twin.seq = entry.seq;
  const [fault] = [...violations(twin), ...restFaults(twin)];
  must(fault === undefined ? null : `${fault}, after the whole command`);
}

/** What is drawn of a machine. What views have kept must never show in it. */
export const picture = (m: Machine): string => JSON.stringify([frameMap(m), listProcesses(m), commitStatement(m)]);

/** Every view can be read, and reading changes nothing. */
function look(m: Machine, entries: readonly Entry[], must: Must): void {
  const before = digest(m);
  must(notPlain(m, 'machine'));
  must(
    picture(m) === picture(deserialise(serialise(m))) ? null : 'the picture is another once the machine is read back',
  );
  meminfo(m);
  memoryText(m);
  badnessTable(m);
  nextVictim(m);
  for (const { pid } of m.processes) {
    for (const file of ['status', 'smaps_rollup', 'oom_score', 'maps'] as const) procFile(m, pid, file);
    myMargin(m, pid);
  }
  for (const entry of entries) entrySentence(entry, { name: String });
  must(digest(m) === before ? null : 'looking at the machine changed it');
}

/** The log folds from anywhere, and its commands, carried out again, give the same facts. */
function again(spec: MachineSpec, { machine, entries }: Played, must: Must): void {
  const end = digest(machine);
  const middle = deserialise(serialise(replay(spec, entries, entries.length >> 1)));
  for (const entry of entries.slice(entries.length >> 1)) applyEntry(middle, entry);
  must(digest(middle) === end ? null : 'a snapshot in the middle changes the end');
  const anew = vary({ spec, entries }, { from: 0 }, { entryFacts: 1e6, laneFacts: 1e9 });
  must(digest(anew.machine) === end ? null : 'carried out anew the machine ends otherwise');
  must(isSame(anew.entries, entries) ? null : 'carried out anew the facts are others');
  // Only one script in eight: this costs as much as all the rest.
  if (spec.seed % 8 === 0) elsewhere(spec, entries, must);
}

/** Half-way the machine goes on under another kernel: whatever happens, it stays sound and folds. SPEC [VAR-2] [VAR-13] */
function elsewhere(spec: MachineSpec, entries: Entry[], must: Must): void {
  const from = entries.length >> 1;
  const policy = POLICY_IDS[(spec.seed + entries.length) % POLICY_IDS.length] as PolicyId;
  const { report, machine, entries: own } = vary({ spec, entries }, { from, policy });
  if (report.gaveUp) return;
  const twin = from > 0 ? replay(spec, entries, from) : boot(report.spec);
  for (const fact of report.onset) evolve(twin, fact);
  for (const entry of own) applyEntry(twin, entry);
  must(digest(twin) === digest(machine) ? null : `under ${policy} from ${from} folding differs from executing`);
  for (const fault of [...violations(machine), ...restFaults(machine)]) must(`under ${policy} from ${from}: ${fault}`);
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
