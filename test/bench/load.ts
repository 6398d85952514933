/**
 * A course at work: `npm run load -- --people 500 --machines 25 --seconds 60`. Guests by code, a socket each, a command
 * each five seconds, clocks running; first a tenth of them, then all. The server is `npm start` on a database of its own;
 * this process plays all the people, on the same cores.
 */
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { ClientToServer, ServerToClient } from '@overcommit/protocol';
import { io, type Socket } from 'socket.io-client';
import { openBrowser } from '../access/server.ts';
import { freePort, startApp } from '../fixtures/app.ts';
import { atPace } from './guests.ts';
import { hostile } from './hostile.ts';

const COMMAND_EVERY_MS = 5000;
const MACHINES_OF_ONE_PERSON = 25;

type Person = {
  browser: ReturnType<typeof openBrowser>;
  socket: Socket<ServerToClient, ClientToServer>;
  machineId: string;
  process: string;
  sent: number;
};
type Notes = { answerMs: number[]; seenMs: number[]; refused: Map<string, number>; failed: Map<string, number> };

const { values } = parseArgs({
  options: {
    people: { type: 'string', default: '500' },
    machines: { type: 'string', default: '25' },
    seconds: { type: 'string', default: '60' },
    hostile: { type: 'boolean', default: false },
  },
});
const people = Number(values.people);
const machines = Math.min(Number(values.machines), MACHINES_OF_ONE_PERSON);
const seconds = Number(values.seconds);

async function must<T>(what: string, call: Promise<{ data: T; code: string | null; message: string }>): Promise<T> {
  const { data, code, message } = await call;
  if (code !== null) throw new Error(`${what}: ${code} ${message}`);
  return data;
}

/** @returns a join code for each machine. */
async function startMachines(origin: string): Promise<{ machineId: string; code: string }[]> {
  const teacher = await signedIn(origin, 'instructor@demo.local');
  const started: { machineId: string; code: string }[] = [];
  for (let i = 0; i < machines; i++) {
    const lab = { slug: 'the-database-dies' };
    const { machineId } = await must('start', teacher.mutate<{ machineId: string }>('labs.start', lab));
    const { code } = await must('share', teacher.mutate<{ code: string }>('machines.share', { machineId }));
    started.push({ machineId, code });
  }
  return started;
}

async function sitDown(origin: string, code: string, n: number): Promise<Person> {
  const browser = openBrowser(origin);
  const join = { code, displayName: `Student ${n}` };
  const { machineId } = await must('join', browser.mutate<{ machineId: string }>('machines.joinByCode', join));
  await must('open', browser.mutate('machines.open', { machineId }));
  const cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  const socket: Person['socket'] = io(origin, {
    transports: ['websocket'],
    extraHeaders: { cookie, origin },
    forceNew: true,
  });
  const answer = await socket.timeout(30_000).emitWithAck('machine:join', { machineId, afterSeq: 0, protocol: 1 });
  if (!answer.ok) throw new Error(`join: ${answer.message}`);
  return { browser, socket, machineId, process: `p${n}`, sent: 0 };
}

/** What somebody types: a process, memory in it, pages of that memory, and a program on every machine now and then. */
function lineOf({ process, sent }: Person): string {
  const region = `r${Math.floor(sent / 2)}`;
  if (sent === 0) return `spawn ${process}`;
  if (sent === 1) return `run ${process} idle`;
  return sent % 2 === 0 ? `mmap ${process} ${region} 2M rw private` : `touch ${process} ${region} 0 256K w`;
}

const count = (counts: Map<string, number>, name: string) => counts.set(name, (counts.get(name) ?? 0) + 1);

async function typeOne(person: Person, witness: Person, notes: Notes): Promise<void> {
  const line = lineOf(person);
  person.sent += 1;
  const commandId = randomUUID();
  const sentMs = performance.now();
  const seen = new Promise<void>((resolve) => {
    const hear: ServerToClient['machine:entry'] = ({ entry }) => {
      if (!('commandId' in entry) || entry.commandId !== commandId) return;
      notes.seenMs.push(performance.now() - sentMs);
      witness.socket.off('machine:entry', hear);
      resolve();
    };
    witness.socket.on('machine:entry', hear);
    setTimeout(() => {
      witness.socket.off('machine:entry', hear);
      resolve();
    }, 20_000).unref();
  });
  const input = { machineId: person.machineId, commandId, line, seenSeq: 0 };
  const answer = await person.browser.mutate<{ ok: boolean; rejection?: { code: string } }>('machines.submit', input);
  notes.answerMs.push(performance.now() - sentMs);
  if (answer.code !== null) count(notes.failed, answer.code);
  else if (!answer.data.ok) count(notes.refused, answer.data.rejection?.code ?? 'refused');
  else await seen;
}

/** Everybody types at the same pace, spread evenly over it. */
async function work(active: Person[]): Promise<Notes> {
  const notes: Notes = { answerMs: [], seenMs: [], refused: new Map(), failed: new Map() };
  await atPace({ perSecond: (active.length * 1000) / COMMAND_EVERY_MS, seconds }, (i) => {
    const person = active[i % active.length] as Person;
    const others = active.filter((other) => other !== person && other.machineId === person.machineId);
    return typeOne(person, others[i % others.length] ?? person, notes);
  });
  return notes;
}

function quantile(numbers: number[], share: number): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

async function serverNumbers(origin: string): Promise<Record<string, number>> {
  const text = await (await fetch(`${origin}/metrics`)).text();
  const read = (name: string) => Number(new RegExp(`^${name} (\\S+)$`, 'm').exec(text)?.[1] ?? Number.NaN);
  return {
    cpuSeconds: read('process_cpu_seconds_total'),
    residentMb: read('process_resident_memory_bytes') / 2 ** 20,
    entries: read('overcommit_entries_total'),
    lagMs: read('nodejs_eventloop_lag_p99_seconds') * 1000,
  };
}

const told = (counts: Map<string, number>) => [...counts].map(([name, n]) => `${name} × ${n}`).join(', ') || 'none';

async function phase(origin: string, active: Person[]): Promise<number> {
  const before = await serverNumbers(origin);
  const startedMs = performance.now();
  const notes = await work(active);
  const wallSeconds = (performance.now() - startedMs) / 1000;
  const after = await serverNumbers(origin);
  const per = (name: string) => ((after[name] ?? 0) - (before[name] ?? 0)) / wallSeconds;
  const ms = (numbers: number[]) => [0.5, 0.95, 0.99].map((share) => quantile(numbers, share).toFixed(0)).join(' / ');
  console.log(`${active.length} people on ${new Set(active.map(({ machineId }) => machineId)).size} machines`);
  console.log(`  commands ${notes.answerMs.length}, refused ${told(notes.refused)}, failed ${told(notes.failed)}`);
  console.log(
    `  answered after ${ms(notes.answerMs)} ms, seen by another after ${ms(notes.seenMs)} ms (50, 95, 99 of 100)`,
  );
  console.log(`  not seen within 20 s: ${notes.answerMs.length - notes.seenMs.length}`);
  console.log(
    `  entries ${per('entries').toFixed(1)}/s, server ${(per('cpuSeconds') * 100).toFixed(0)} % of a core, ${after.residentMb?.toFixed(0)} MiB, loop lag (99 of 100) ${after.lagMs?.toFixed(0)} ms`,
  );
  return quantile(notes.seenMs, 0.99);
}

async function signedIn(origin: string, email: string): Promise<ReturnType<typeof openBrowser>> {
  const browser = openBrowser(origin);
  const { status } = await browser.signIn(email, 'overcommit-demo');
  if (status !== 200) throw new Error(`${email} cannot log in: ${status}`);
  return browser;
}

async function underAttack(origin: string): Promise<void> {
  const attacker = await signedIn(origin, 'ana@demo.local');
  const honest = await signedIn(origin, 'ben@demo.local');
  await hostile({ origin, attacker, honest, machines: 28, seconds });
}

async function atWork(origin: string): Promise<void> {
  const started = await startMachines(origin);
  const seated: Person[] = [];
  const joinedMs = performance.now();
  for (let n = 0; n < people; n += 10) {
    const batch = Array.from({ length: Math.min(10, people - n) }, (_, i) => n + i);
    seated.push(...(await Promise.all(batch.map((i) => sitDown(origin, started[i % started.length]?.code ?? '', i)))));
  }
  console.log(`${people} people joined in ${((performance.now() - joinedMs) / 1000).toFixed(0)} s`);
  const few = await phase(origin, seated.slice(0, Math.ceil(people / 10)));
  const all = await phase(origin, seated);
  console.log(`seen by another, 99 of 100: all / a tenth = ${(all / few).toFixed(2)}`);
  for (const { socket } of seated) socket.close();
}

const dataDir = await mkdtemp(join(tmpdir(), 'overcommit-load-'));
const port = await freePort();
const app = await startApp({ dataDir, port });
try {
  const origin = `http://localhost:${port}`;
  await (values.hostile ? underAttack(origin) : atWork(origin));
} finally {
  await app.stop();
  await rm(dataDir, { recursive: true, force: true });
}
process.exit(0);
