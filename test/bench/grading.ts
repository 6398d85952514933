/** `npm run bench -- grading`: what the desk and the workbench of rubrics cost with many groups, against `npm start`. */
import { randomUUID } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DeskQueue } from '@overcommit/protocol/api';
import type { BrowserContext, Page } from 'playwright-core';
import { type DatabaseAccess, openDatabase } from '../../src/server/database/index.ts';
import { createPostgresStore } from '../../src/server/store/index.ts';
import { logIn } from '../e2e/atTheMachine.ts';
import { newVisitor, openBrowser } from '../e2e/browser.ts';
import { freePort, startApp } from '../fixtures/app.ts';
import { seedTeams } from '../fixtures/gradedCourse.ts';
import { call } from './guests.ts';
import { rubricFigures } from './rubric.ts';

const ENTRIES = 600;
const ITEM = 'explanation';
const SAVES = 60;
const WARM_UP = 10;
const KEYS = 60;
const STEPS = 20;
const STAFF = [
  { userId: 'demo-assistant', role: 'assistant' as const },
  { userId: 'demo-instructor', role: 'instructor' as const },
];

const middle = (all: number[]): number => [...all].sort((a, b) => a - b)[Math.floor(all.length / 2)] ?? 0;
const p95 = (all: number[]): number => [...all].sort((a, b) => a - b)[Math.floor(all.length * 0.95)] ?? 0;
function say(what: string, value: string): void {
  console.log(`${what.padEnd(58)} ${value}`);
}

/** Points for every student and item that a person grades. */
async function gradeAll({ prisma }: DatabaseAccess, assignmentId: string): Promise<void> {
  const store = createPostgresStore({ sql: prisma });
  const machines = await prisma.machine.findMany({ where: { assignmentId }, include: { seats: true } });
  const students = machines.flatMap(({ seats }) => seats.flatMap(({ userId }) => (userId ? [userId] : [])));
  const streamId = `grades:${assignmentId}`;
  await store.createStream({ streamId, kind: 'grades', header: { assignmentId } });
  const events = students.map((id) => ({
    type: 'PointsSet',
    schemaVersion: 2,
    data: {
      studentIds: [id],
      itemId: ITEM,
      points: 300,
      note: 'Good.',
      remarks: [],
      level: null,
      by: 'demo-assistant',
    },
    metadata: { actor: 'demo-assistant', commandId: randomUUID() },
  }));
  await store.append(streamId, 0, events);
}

type Desk = { url: string; assignmentId: string; queue: DeskQueue };

async function queueOf(context: BrowserContext, url: string, assignmentId: string): Promise<Desk> {
  const input = encodeURIComponent(JSON.stringify({ json: { assignmentId, itemId: ITEM } }));
  const response = await context.request.get(`${url}/api/trpc/grading.queue?input=${input}`);
  const { result } = (await response.json()) as { result: { data: { json: DeskQueue } } };
  return { url, assignmentId, queue: result.data.json };
}

/** Milliseconds of one save, as a grader's browser waits for it. */
async function save(context: BrowserContext, { url, assignmentId, queue }: Desk, n: number): Promise<number> {
  const row = queue.rows[n % queue.rows.length];
  const cell = { assignmentId, rowId: row?.rowId, itemId: ITEM, commandId: randomUUID() };
  const input = { ...cell, points: n, note: '', expectedVersion: 1_000_000 };
  const startedMs = performance.now();
  const saved = (await call(context, { url, procedure: 'grading.setPoints', input })) as { ok: boolean };
  if (!saved.ok) throw new Error('a save was refused');
  return performance.now() - startedMs;
}

/** Milliseconds from a key to the picture with the next row, without a network. */
async function keyToPicture(page: Page): Promise<number[]> {
  await page.evaluate(() => {
    const seen: number[] = [];
    Object.assign(window, { seen });
    window.addEventListener(
      'keydown',
      () => {
        const startedMs = performance.now();
        const before = document.querySelector('[aria-current="true"][data-row]')?.getAttribute('data-row');
        requestAnimationFrame(() => {
          // A message comes once the frame is painted. The row must have changed in this first frame.
          const channel = new MessageChannel();
          channel.port1.onmessage = () => {
            const now = document.querySelector('[aria-current="true"][data-row]')?.getAttribute('data-row');
            seen.push(now === before ? Number.POSITIVE_INFINITY : performance.now() - startedMs);
          };
          channel.port2.postMessage(null);
        });
      },
      { capture: true },
    );
  });
  for (let n = 1; n <= KEYS; n++) {
    await page.keyboard.press('j');
    await page.waitForFunction((count) => (window as unknown as { seen: number[] }).seen.length >= count, n);
  }
  return page.evaluate(() => (window as unknown as { seen: number[] }).seen);
}

/** Milliseconds of twenty keys without a pause, until the last row is on screen and in view. */
async function manySteps(page: Page): Promise<{ ms: number; isInView: boolean }> {
  return page.evaluate(async (steps) => {
    const startedMs = performance.now();
    for (let n = 0; n < steps; n++) {
      window.dispatchEvent(new KeyboardEvent('keydown', { key: 'j' }));
      await new Promise((resolve) => setTimeout(resolve));
    }
    await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
    const ms = performance.now() - startedMs;
    const row = document.querySelector('[aria-current="true"][data-row]')?.getBoundingClientRect();
    const box = document.querySelector('[data-queue]')?.getBoundingClientRect();
    return { ms, isInView: !!row && !!box && row.top >= box.top - 1 && row.bottom <= box.bottom + 1 };
  }, STEPS);
}

const dataDir = await mkdtemp(join(tmpdir(), 'overcommit-bench-'));
const app = await startApp({ dataDir, port: await freePort() });
const browser = await openBrowser();
const { port, appPassword } = JSON.parse(await readFile(join(dataDir, 'postgres.json'), 'utf8'));
const database = openDatabase(`postgresql://overcommit_app:${appPassword}@127.0.0.1:${port}/overcommit`);
try {
  const [few, many] = await Promise.all(
    [4, 129].map(async (teams) => {
      const title = `${teams} groups`;
      const id = await seedTeams(database, { staff: STAFF, teams, members: 4, entries: ENTRIES, title });
      await gradeAll(database, id);
      return id;
    }),
  );
  const { page, context } = await newVisitor(browser);
  await logIn(page, app.url, 'assistant@demo.local');
  const desks = [await queueOf(context, app.url, few ?? ''), await queueOf(context, app.url, many ?? '')] as const;
  const took: [number[], number[]] = [[], []];
  for (let n = 0; n < SAVES + WARM_UP; n++)
    for (const which of [0, 1] as const) {
      const ms = await save(context, desks[which], n);
      if (n >= WARM_UP) took[which].push(ms);
    }
  const [ofFew, ofMany] = [middle(took[0]), middle(took[1])];
  say(
    'desk: a save with 129 groups / with 4 groups',
    `${(ofMany / ofFew).toFixed(2)}  (${ofMany.toFixed(1)} / ${ofFew.toFixed(1)} ms)`,
  );
  await page.goto(`${app.url}/assignments/${many}/grading`);
  await page.locator('[data-seq]').waitFor();
  await context.setOffline(true);
  const keys = await keyToPicture(page);
  say('desk: keypress to next item on screen, p95 ms', `${p95(keys).toFixed(0)}  (middle ${middle(keys).toFixed(0)})`);
  const { ms, isInView } = await manySteps(page);
  say(
    `desk: ${STEPS} × j in a queue of ${desks[1].queue.rows.length}`,
    `${ms.toFixed(0)} ms, the current row is ${isInView ? '' : 'not '}in view`,
  );
  if (!isInView) process.exitCode = 1;
  const teacher = await newVisitor(browser);
  await logIn(teacher.page, app.url, 'instructor@demo.local');
  const ask = (procedure: string, input: object) => call(teacher.context, { url: app.url, procedure, input });
  const { foldMs, firstMs, previewMs, tryMs } = await rubricFigures(database, ask, many ?? '');
  say(
    'rubric: one item over 129 groups / folding one log',
    `${(previewMs / foldMs).toFixed(1)}  (${previewMs.toFixed(0)} / ${foldMs.toFixed(0)} ms; the first time, with all logs, ${(firstMs / 1000).toFixed(1)} s)`,
  );
  say('rubric: first verdict of a trial, ms', tryMs.toFixed(0));
} finally {
  await database.close();
  await browser.close();
  await app.stop();
  await rm(dataDir, { recursive: true, force: true });
}
