/** What the page does with a machine of 60 processes whose frames lie in one-page pieces: the worst task while entries arrive. */
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { logIn, readMachine } from '../e2e/atTheMachine.ts';
import { newVisitor } from '../e2e/browser.ts';
import { type Feel, feelWhile, watchPage } from './feel.ts';
import { atPace, call, seatGuest, submit } from './guests.ts';

const MEMBERS = 12;
const PROCESSES = 60;
const ENTRIES_PER_SECOND = 20;
const SECONDS = 10;
/** Pages that each process comes to hold, one at a time in turn. */
const PAGES_EACH = 880;
const PAGES_A_TICK_ENTRY = 20;
/** Tens of megabytes of entries come at the pace that the server lets a socket ask. */
const CATCH_UP_MS = 120_000;

type Tasks = { worstMs: number; over50: number };
export type FrameFeel = { tasks: Tasks; feel: Feel };
type FramesFelt = { before: FrameFeel; after: FrameFeel; finest: FrameFeel };

type TraceEvent = { name: string; ph: string; dur?: number; tid: number; pid: number; args?: { name?: string } };

/** The main thread's tasks in a trace that the browser wrote. */
function tasksOf(trace: Buffer): Tasks {
  const { traceEvents } = JSON.parse(trace.toString()) as { traceEvents: TraceEvent[] };
  const mains = new Set(
    traceEvents
      .filter((e) => e.name === 'thread_name' && e.args?.name === 'CrRendererMain')
      .map((e) => `${e.pid} ${e.tid}`),
  );
  const ms = traceEvents
    .filter((e) => e.name === 'RunTask' && mains.has(`${e.pid} ${e.tid}`))
    .map((e) => (e.dur ?? 0) / 1000);
  return {
    worstMs: Math.max(0, ...ms.filter((n) => n > 1)),
    over50: ms.filter((n) => n > 50).length,
  };
}

type Scene = { page: Page; browser: Browser; guests: BrowserContext[]; url: string; machineId: string };

/** Members give single pages back and write them again, at the given pace. */
async function typeTogether({ page, browser, guests, ...at }: Scene, regions: string): Promise<FrameFeel> {
  await browser.startTracing(page, {
    categories: ['devtools.timeline', 'disabled-by-default-devtools.timeline', '__metadata'],
  });
  const typed = (i: number) => {
    const n = (i >> 1) % PROCESSES;
    const offset = `${((i * 7) % 50) * 16}K 4K`;
    const line = i % 2 ? `touch p${n} ${regions} ${offset} w` : `madvise p${n} ${regions} dontneed ${offset}`;
    return submit(guests[n % guests.length] as BrowserContext, { ...at, line });
  };
  const feel = await feelWhile(page, SECONDS, () => atPace({ perSecond: ENTRIES_PER_SECOND, seconds: SECONDS }, typed));
  return { tasks: tasksOf(await browser.stopTracing()), feel };
}

/** A lab's machine of 256 MiB, first in large pieces, then in pieces of one page. */
export async function feelFrames(browser: Browser, url: string): Promise<FramesFelt> {
  const { page, context } = await newVisitor(browser, { viewport: { width: 1920, height: 1080 } });
  page.setDefaultTimeout(CATCH_UP_MS);
  await watchPage(page);
  await logIn(page, url, 'instructor@demo.local');
  const { machineId } = (await call(context, {
    url,
    procedure: 'labs.start',
    input: { slug: 'the-database-dies' },
  })) as { machineId: string };
  await page.goto(`${url}/machines/${machineId}`);
  const { code } = (await call(context, { url, procedure: 'machines.share', input: { machineId } })) as {
    code: string;
  };
  const guests: BrowserContext[] = [];
  for (let n = 0; n < MEMBERS; n++) guests.push(await seatGuest(browser, { url, code, n }));
  const own = (n: number, line: string) => submit(guests[n % MEMBERS] as BrowserContext, { url, machineId, line });
  const eachProcess = async (line: (name: string) => string): Promise<number> => {
    let last = 0;
    for (let n = 0; n < PROCESSES; n++) last = await own(n, line(`p${n}`));
    return last;
  };
  await eachProcess((p) => `spawn ${p}`);
  await eachProcess((p) => `mmap ${p} big 800K rw private`);
  await readMachine(page, await eachProcess((p) => `touch ${p} big 0 800K w`));
  const scene = { page, browser, guests, url, machineId };
  const before = await typeTogether(scene, 'big');
  await eachProcess((p) => `munmap ${p} big`);
  await eachProcess((p) => `run ${p} leak step=4K`);
  await call(context, { url, procedure: 'machines.clock', input: { machineId, action: 'pause' } });
  for (let i = 0; i < PAGES_EACH / PAGES_A_TICK_ENTRY; i++)
    await submit(context, { url, machineId, line: `tick ${PAGES_A_TICK_ENTRY}` });
  await call(context, { url, procedure: 'machines.clock', input: { machineId, action: 'resume' } });
  await readMachine(page, await eachProcess((p) => `stop ${p}`));
  const after = await typeTogether(scene, 'leak');
  await page.getByRole('button', { name: 'Every page' }).click();
  const finest = await typeTogether(scene, 'leak');
  await context.close();
  for (const guest of guests) await guest.close();
  return { before, after, finest };
}
