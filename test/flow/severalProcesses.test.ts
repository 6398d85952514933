import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { join } from 'node:path';
import type { SubmitResult } from '@overcommit/protocol';
import { printLog, verifyLog } from '@overcommit/protocol';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeCourse, makePerson, PASSWORD, type Person } from '../access/people.ts';
import { type Browser, openBrowser, startServer, type TestServer } from '../access/server.ts';
import { freePort } from '../fixtures/app.ts';
import { withDatabase } from '../fixtures/postgres.ts';
import { startRedis, type TestRedis } from '../fixtures/redis.ts';
import { soon } from '../fixtures/soon.ts';
import { openScreen, openSocket, type Screen } from './screen.ts';

const database = withDatabase();
const SECRET = 'a-secret-of-tests-0123456789-abcdefghijklmnop';

type Process = { origin: string; child: ChildProcess };
type At = { browser: Browser; screen: Screen };

let redis: TestRedis;
/** In this process, for making people and for comparing: on the same database, and one of the service's processes. */
let witness: TestServer;
let a: Process;
let b: Process;
let ana: Person;
let bo: Person;
let tess: Person;
let machineId: string;
const screens: Screen[] = [];

beforeAll(async () => {
  redis = await startRedis();
  const started = [startProcess(), startProcess()] as const;
  witness = await startServer(database.appUrl, { REDIS_URL: redis.url });
  const make = (name: string) => makePerson(witness.services, { name, hasPassword: true });
  [ana, bo, tess] = [await make('Ana'), await make('Bo'), await make('Tess')];
  ({ machineId } = await makeCourse(witness.services, { staff: [[tess, 'instructor']], members: [ana, bo] }));
  [a, b] = await Promise.all(started);
});
afterAll(async () => {
  for (const screen of screens) screen.close();
  for (const process of [a, b]) process?.child.kill('SIGKILL');
  await witness?.close();
  await redis?.kill();
});

async function startProcess(): Promise<Process> {
  const port = await freePort();
  const child: ChildProcess = spawn(process.execPath, ['--import', 'tsx', 'test/faults/serverProcess.ts'], {
    cwd: join(import.meta.dirname, '../..'),
    env: {
      PATH: process.env.PATH,
      HOME: process.env.HOME,
      NODE_ENV: 'production',
      PORT: String(port),
      DATABASE_URL: database.appUrl,
      DATABASE_MIGRATE_URL: database.ownerUrl,
      BETTER_AUTH_SECRET: SECRET,
      REDIS_URL: redis.url,
      SEED_DEMO: '0',
      LOG_LEVEL: 'error',
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(child, 'exit').then(([code]) => {
    throw new Error(`the server ended with ${code} before it was ready`);
  });
  ended.catch(() => undefined);
  const ready = new Promise<void>((resolve) => {
    child.stdout?.on('data', (data) => String(data).includes('ready on') && resolve());
  });
  await Promise.race([ready, ended]);
  return { origin: `http://127.0.0.1:${port}`, child };
}

/** A person's browser at one process, with a screen of the machine. */
async function enter(process: Process, person: Person): Promise<At> {
  const browser = openBrowser(process.origin);
  await browser.signIn(person.email, PASSWORD);
  await browser.mutate('machines.open', { machineId });
  const { header } = await witness.services.rooms.page(machineId, 0, 1);
  const { spec } = header.machine;
  const screen = openScreen({ url: process.origin, person: person.id, machineId, spec, cookie: cookieOf(browser) });
  screens.push(screen);
  return { browser, screen };
}

const cookieOf = ({ cookies }: Browser) => [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');

async function submit({ browser }: At, line: string, commandId: string = randomUUID()): Promise<number> {
  const { data, message } = await browser.mutate<SubmitResult>('machines.submit', {
    machineId,
    commandId,
    seenSeq: 0,
    line,
  });
  if (!data?.ok) throw new Error(message ?? JSON.stringify(data));
  return data.seq;
}

async function expectSame(...all: Screen[]): Promise<void> {
  await soon(async () => {
    const { seq, digest } = await witness.services.rooms.end(machineId);
    expect(all.map((screen) => [screen.seq(), screen.digest()])).toEqual(all.map(() => [seq, digest]));
  });
}

describe('two processes of one service', () => {
  let here: At;
  let there: At;

  it('show what was done through the other at once, and say who is here through either', async () => {
    here = await enter(a, ana);
    there = await enter(b, bo);
    await soon(() => expect([here, there].map(({ screen }) => screen.people().length)).toEqual([2, 2]));

    const seqs: number[] = [];
    // Both people type at once, each at an own process: every command is stored, and no number is taken twice.
    await Promise.all(
      [here, there].map(async (one, i) => {
        seqs.push(await submit(one, `spawn db${i}`));
        for (let n = 0; n < 8; n++) seqs.push(await submit(one, `mmap db${i} r${n} 64K rw private`));
      }),
    );
    expect(new Set(seqs).size).toBe(18);
    await expectSame(here.screen, there.screen);
    // Entries come by themselves: neither screen had to ask again after it had joined.
    const asked = [here, there].map(({ screen }) => screen.effects.filter(({ type }) => type === 'ask').length);
    expect(asked.every((count) => count < seqs.length / 2)).toBe(true);
  });

  it('let one person lead a replay, and count wrong passwords together', async () => {
    const lead = (socket: Screen['socket'], isLeading: boolean) =>
      socket.emitWithAck('replay:lead', { machineId, isLeading });
    expect(await lead(here.screen.socket, true)).toEqual({ ok: true });
    const leader = () => there.screen.socket.emitWithAck('replay:leader', { machineId });
    await soon(async () => expect(await leader()).toMatchObject({ leader: { seq: null } }));
    expect(await lead(there.screen.socket, true)).toMatchObject({ code: 'FORBIDDEN' });
    await lead(here.screen.socket, false);

    const tryAt = async ({ origin }: Process) =>
      (await openBrowser(origin).signIn('nobody@example.org', 'a wrong one')).status;
    const tries = await Promise.all(Array.from({ length: 8 }, () => tryAt(a)));
    expect(tries).toEqual(tries.map(() => 401));
    expect(await tryAt(b)).toBe(429);
  });

  it('end a session everywhere at once', async () => {
    const browser = openBrowser(a.origin);
    await browser.signIn(tess.email, PASSWORD);
    const elsewhere = openSocket(b.origin, tess.id, cookieOf(browser));
    await once(elsewhere as never, 'connect');
    const ended = once(elsewhere as never, 'disconnect');
    await browser.post('/api/auth/sign-out', {});
    await ended;
    elsewhere.close();
  });

  it('go on without Redis, say so, catch up by the database, and are one again when it is back', async () => {
    const reach: boolean[] = [];
    there.screen.socket.on('server:reach', ({ isReached }) => reach.push(isReached));
    await redis.kill();
    await soon(() => expect(reach).toEqual([false]));
    await Promise.all([submit(here, 'spawn alone'), submit(there, 'spawn lonely')]);
    await expectSame(here.screen, there.screen);

    await redis.start();
    await soon(() => expect(reach).toEqual([false, true]));
    await soon(() => expect([here, there].map(({ screen }) => screen.people().length)).toEqual([2, 2]));
    await submit(here, 'spawn together');
    await expectSame(here.screen, there.screen);
  });

  it('lose nothing when one is killed: the other ticks on, and what had no answer is sent there', async () => {
    await submit(here, 'run db0 idle');
    await soon(async () => expect(await tick()).toBeGreaterThan(0));
    const commandId = randomUUID();
    const sent = submit(here, 'spawn late', commandId).catch(() => null);
    a.child.kill('SIGKILL');
    await sent;
    const tickThen = await tick();
    await soon(() => expect(there.screen.people()).toHaveLength(1));
    const moved = await enter(b, ana);
    const seq = await submit(moved, 'spawn late', commandId);
    expect(await submit(moved, 'spawn late', commandId)).toBe(seq);
    await expect.poll(tick).toBeGreaterThan(tickThen + 1);
    await submit(moved, 'stop db0');
    await expectSame(there.screen, moved.screen);

    const { header, entries } = await witness.services.rooms.page(machineId, 0, 500);
    const { seq: last, hash, digest } = await witness.services.rooms.end(machineId);
    expect(verifyLog(printLog({ header, entries, end: { end: true, seq: last, hash, digest } }))).toMatchObject({
      ok: true,
    });
  });
});

async function tick(): Promise<number> {
  return (await witness.services.rooms.read(machineId, 'figures')).figures.tick;
}
