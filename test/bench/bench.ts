/** `npm run bench`: what the engine costs, as ratios that mean the same on every host. */
import { readFileSync } from 'node:fs';
import { brotliDecompressSync } from 'node:zlib';
import {
  applyEntry,
  boot,
  bootScript,
  deserialise,
  type Entry,
  execute,
  type Machine,
  makeEntry,
  parseLine,
  parseScript,
  serialise,
} from '@overcommit/engine';
import { emptyHistory } from '@overcommit/reading';
import { createLogPlayer } from '../../src/features/replay/worker/logPlayer.ts';
import { takeSnapshot } from '../../src/machineView/snapshot.ts';
import { classHour } from '../fixtures/classHour.ts';
import { longLog } from '../fixtures/longLog.ts';

const ROUNDS = 5;

/** Milliseconds of the fastest of some rounds: whatever else the host does only makes it slower. */
function fastest(work: () => void, rounds = ROUNDS): number {
  let best = Number.POSITIVE_INFINITY;
  for (let i = 0; i < rounds; i++) {
    const startedMs = performance.now();
    work();
    best = Math.min(best, performance.now() - startedMs);
  }
  return best;
}

function say(what: string, value: string): void {
  console.log(`${what.padEnd(58)} ${value}`);
}

function theHour(): void {
  const startedMs = performance.now();
  const { spec, entries, executeMs } = classHour({}, () => performance.now());
  const tookMs = performance.now() - startedMs;
  const text = JSON.stringify(entries);
  const yardstick = textOf040();
  const parseMs = fastest(() => void JSON.parse(yardstick));
  const foldMs = fastest(() => fold(boot(spec), entries));
  const tenth = Math.floor(executeMs.length / 10);
  const early = mean(executeMs.slice(tenth, 2 * tenth));
  const late = mean(executeMs.slice(-tenth));
  say(
    'class hour: entries',
    `${entries.length}, ${entries.filter((e) => e.command.verb === 'tick').length} of them ticks`,
  );
  say('class hour: bytes an entry', (text.length / entries.length).toFixed(0));
  say('class hour: executes a second', (entries.length / (tookMs / 1000)).toFixed(0));
  say('class hour: a command late / early in the hour', (late / early).toFixed(2));
  say(
    'class hour: fold / JSON.parse of the text that 0.4.0 wrote',
    `${(foldMs / parseMs).toFixed(2)}  (${foldMs.toFixed(0)} / ${parseMs.toFixed(0)} ms)`,
  );
  sayBytes(entries);
}

/** The class hour as engine 0.4.0 wrote it: entries that become smaller do not move the yardstick. */
function textOf040(): string {
  return brotliDecompressSync(readFileSync(new URL('../fixtures/classHour-0.4.0.json.br', import.meta.url))).toString();
}

/** Bytes an entry, by what they are spent on: the largest first. */
function sayBytes(entries: readonly Entry[]): void {
  const spent = new Map<string, { facts: number; bytes: number }>();
  const add = (what: string, text: string) => {
    const { facts, bytes } = spent.get(what) ?? { facts: 0, bytes: 0 };
    spent.set(what, { facts: facts + 1, bytes: bytes + text.length });
  };
  for (const entry of entries) {
    add('the entry itself', JSON.stringify({ ...entry, facts: [] }));
    for (const fact of entry.facts) add(fact.type, `${JSON.stringify(fact)},`);
  }
  for (const [what, { facts, bytes }] of [...spent].sort(([, a], [, b]) => b.bytes - a.bytes)) {
    const each = `${facts} of ${(bytes / facts).toFixed(0)}`;
    say(`class hour: bytes an entry: ${what}`, `${(bytes / entries.length).toFixed(1)}  (${each})`);
  }
}

function fold(machine: Machine, entries: readonly Entry[]): void {
  for (const entry of entries) applyEntry(machine, entry);
}

const mean = (numbers: readonly number[]): number => numbers.reduce((sum, n) => sum + n, 0) / numbers.length;

/** One script whose sizes are parts of the machine's memory. */
function scaled(memMb: number): string {
  const part = (percent: number): string => `${Math.floor((memMb * percent) / 100)}M`;
  const lines = [`#mem ${memMb}M`, `#swap ${part(25)}`];
  for (let i = 0; i < 4; i++) {
    lines.push(`spawn p${i} 1000`, `mmap p${i} r ${part(18)} rw private`, `touch p${i} r`);
    lines.push(`fork p${i} c${i}`, `touch c${i} r ${part(4)}`, `touch p${i} r ${part(6)} ${part(2)} w`, `exit c${i} 0`);
  }
  lines.push('spawn q 1000', `mmap q r ${part(40)} rw private`, `touch q r`, `touch p1 r`);
  return lines.join('\n');
}

function runScript(text: string): () => void {
  const script = parseScript(text);
  if (!script.ok) throw new Error(JSON.stringify(script.errors));
  return () => {
    const machine = bootScript(script.spec);
    for (const { command } of script.steps) execute(machine, command, 'script');
  };
}

function theSizes(): void {
  const small = fastest(runScript(scaled(256)));
  const large = fastest(runScript(scaled(65_536)));
  say(
    'the same script, 64 GiB machine / 256 MiB machine',
    `${(large / small).toFixed(2)}  (${large.toFixed(0)} / ${small.toFixed(0)} ms)`,
  );
}

function theMany(): void {
  const machine = classHour({ students: 1, minutes: 0 }).machine;
  execute(machine, { verb: 'seat', actor: 'root', uid: 0, role: 'staff' }, 'system');
  for (let i = 0; i < 500; i++) {
    execute(machine, { verb: 'spawn', name: `p${i}`, uid: 1000 + (i % 30) }, 'root');
  }
  say(
    `a machine with ${machine.processes.length} processes: kB as text`,
    (serialise(machine).length / 1024).toFixed(0),
  );
}

/** What the replay's worker does at a jump: wind the log there and take the picture. */
function theReplay(): void {
  const { spec, lines } = longLog({ length: 100_000, processes: 100 });
  const player = createLogPlayer(spec, { total: lines.length });
  const loadedMs = performance.now();
  lines.forEach(player.add);
  const loadMs = performance.now() - loadedMs;
  const places = Array.from({ length: 40 }, (_, i) => ((i * 61_803 + 12_345) % lines.length) + 1);
  const jumpMs = places.map((seq) => {
    const startedMs = performance.now();
    takeSnapshot(player.seek(seq), player.history);
    return performance.now() - startedMs;
  });
  const worst = Math.max(...jumpMs);
  say(
    'replay of 100,000 entries: the worst of 40 jumps / loading it',
    `${(worst / loadMs).toFixed(4)}  (${worst.toFixed(0)} / ${loadMs.toFixed(0)} ms)`,
  );
  say('replay of 100,000 entries: entries folded at a jump, at most', String(player.keyframeEvery()));
}

const PROCESSES = 60;
/** Pages that each process comes to hold. */
const PAGES_EACH = 880;

/** `isInTurn`: a page at a time, so that no two of a process lie side by side. */
function fullMachine(isInTurn: boolean): Machine {
  const script = parseScript('#mem 256M\n#swap 64M');
  if (!script.ok) throw new Error(JSON.stringify(script.errors));
  const machine = bootScript(script.spec);
  const each = (line: (name: string) => string): void => {
    for (let i = 0; i < PROCESSES; i++) run(machine, line(`p${i}`));
  };
  each((p) => `spawn ${p} 1000`);
  each((p) => `mmap ${p} r ${PAGES_EACH * 4}K rw private`);
  if (isInTurn) for (let page = 0; page < PAGES_EACH; page++) each((p) => `touch ${p} r ${page * 4}K 4K w`);
  else each((p) => `touch ${p} r`);
  return machine;
}

function run(machine: Machine, line: string): Entry {
  const parsed = parseLine(line);
  if (!parsed.ok) throw new Error(line);
  const done = execute(machine, parsed.command, 'script');
  if (!done.ok) throw new Error(`${line}: ${done.rejection.message}`);
  return makeEntry(machine, {
    actor: 'script',
    commandId: `c${machine.seq}`,
    command: parsed.command,
    facts: done.facts,
  });
}

type Costs = { pieces: number; foldMs: number; pictureMs: number; afreshMs: number };

/** What a page does at an entry: fold it, and take a picture of the machine; the middle of some dozens. */
function costsOf(machine: Machine): Costs {
  const page = deserialise(serialise(machine));
  const costs: Record<'foldMs' | 'pictureMs' | 'afreshMs', number[]> = { foldMs: [], pictureMs: [], afreshMs: [] };
  const pictureMs = (of: Machine): number => timed(() => void takeSnapshot(of, emptyHistory()));
  pictureMs(page);
  for (let i = 0; i < PROCESSES; i++) {
    const place = `p${i} r`;
    const lines = [`madvise ${place} dontneed ${i * 16}K 4K`, `touch ${place} ${i * 16}K 4K w`];
    for (const entry of lines.map((line) => run(machine, line))) {
      costs.foldMs.push(timed(() => void applyEntry(page, entry)));
      costs.pictureMs.push(pictureMs(page));
    }
    costs.afreshMs.push(pictureMs(deserialise(serialise(page))));
  }
  const middle = (ms: number[]): number => ms.sort((a, b) => a - b)[ms.length >> 1] as number;
  return {
    pieces: takeSnapshot(page, emptyHistory()).frames.classOf.length,
    foldMs: middle(costs.foldMs),
    pictureMs: middle(costs.pictureMs),
    afreshMs: middle(costs.afreshMs),
  };
}

function timed(work: () => void): number {
  const startedMs = performance.now();
  work();
  return performance.now() - startedMs;
}

/** What an entry costs a page whose machine lies in single pages. */
function thePieces(): void {
  const [large, small] = [costsOf(fullMachine(false)), costsOf(fullMachine(true))];
  const ratio = (a: number, b: number): string => `${(a / b).toFixed(2)}  (${a.toFixed(2)} / ${b.toFixed(2)} ms)`;
  say('a full machine in large pieces, in single pages: runs', `${large.pieces}, ${small.pieces}`);
  say('single pages / large pieces: an entry folded', ratio(small.foldMs, large.foldMs));
  say('single pages / large pieces: a picture after an entry', ratio(small.pictureMs, large.pictureMs));
  say('single pages: a picture after an entry / one afresh', ratio(small.pictureMs, small.afreshMs));
}

theHour();
theReplay();
theSizes();
theMany();
thePieces();
