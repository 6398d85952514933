/** How the live machine page feels while thirty people type: measured in a real Chromium against `npm start`. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, BrowserContext } from 'playwright-core';
import { firstScripts, logIn, readMachine } from '../e2e/atTheMachine.ts';
import { newVisitor, openBrowser } from '../e2e/browser.ts';
import { freePort, startApp } from '../fixtures/app.ts';
import { type Feel, feelWhile, LONG_TASK_MS, PAINTED_MS, share, watchPage } from './feel.ts';
import { type FrameFeel, feelFrames } from './framesPage.ts';
import { atPace, type Place, seatGuest, submit } from './guests.ts';

const MEMBERS = 30;
const ENTRIES_PER_SECOND = 20;
const SECONDS = 20;
type Measured = Feel & { scriptBytes: number };

/** Everybody maps and touches in turn. */
const typeTogether = (guests: BrowserContext[], at: Place): Promise<void> =>
  atPace({ perSecond: ENTRIES_PER_SECOND, seconds: SECONDS }, (i) => {
    const n = i % guests.length;
    const round = Math.floor(i / guests.length);
    const line = round % 2 === 0 ? `mmap p${n} r${round} 2M rw private` : `touch p${n} r${round - 1} 0 1M w`;
    return submit(guests[n] as BrowserContext, { ...at, line });
  });

async function measure(browser: Browser, url: string): Promise<Measured> {
  const teacher = await newVisitor(browser);
  await logIn(teacher.page, url, 'instructor@demo.local');
  const ana = await newVisitor(browser);
  await watchPage(ana.page);
  await logIn(ana.page, url, 'ana@demo.local');
  await ana.page
    .getByRole('link', { name: /^The database dies/ })
    .first()
    .click();
  await ana.page.waitForURL('**/machines/**');
  const machineId = new URL(ana.page.url()).pathname.split('/').at(-1) ?? '';
  await teacher.page.goto(`${url}/machines/${machineId}`);
  await teacher.page.getByRole('button', { name: 'Share' }).click();
  const code = await teacher.page
    .getByRole('dialog')
    .getByText(/^[0-9A-Z]{5}-[0-9A-Z]{5}$/)
    .innerText();
  await teacher.context.close();
  const guests: BrowserContext[] = [];
  for (let n = 0; n < MEMBERS - 1; n++) guests.push(await seatGuest(browser, { url, code, n }));
  let last = 0;
  for (const [n, guest] of guests.entries()) last = await submit(guest, { url, machineId, line: `spawn p${n}` });
  await readMachine(ana.page, last);
  const feel = await feelWhile(ana.page, SECONDS, () => typeTogether(guests, { url, machineId }));
  const again = await newVisitor(browser, { storageState: await ana.context.storageState() });
  const { bytes: scriptBytes } = await firstScripts(again.page, `${url}/machines/${machineId}`);
  return { ...feel, scriptBytes };
}

/** Milliseconds from the first page's load to a slider that can be moved; the middle of five fresh visitors. */
async function firstPage(browser: Browser, url: string): Promise<number> {
  const waits: number[] = [];
  for (let n = 0; n < 5; n++) {
    const { context, page } = await newVisitor(browser);
    await page.goto(url, { waitUntil: 'load' });
    await page.getByRole('slider').waitFor();
    waits.push(
      await page.evaluate(() => {
        const [loaded] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[];
        return performance.now() - (loaded?.loadEventEnd ?? 0);
      }),
    );
    await context.close();
  }
  return waits.sort((a, b) => a - b)[2] as number;
}

const dataDir = await mkdtemp(join(tmpdir(), 'overcommit-bench-'));
const app = await startApp({ dataDir, port: await freePort() });
const browser = await openBrowser();
try {
  const firstMs = await firstPage(browser, app.url);
  console.log(`first page, from its load to a slider that can be moved (goal 1000 ms): ${firstMs.toFixed(0)} ms`);
  const feel = await measure(browser, app.url);
  console.log(`machine page, ${MEMBERS} members, ${ENTRIES_PER_SECOND} entries/s: ${feel.entries} entries`);
  console.log(`  felt as immediate (goal 99 %)        ${share(feel, feel.good)}`);
  console.log(
    `  painted later than ${PAINTED_MS} ms           ${share(feel, feel.late)}, worst ${feel.worstMs.toFixed(0)} ms`,
  );
  console.log(`  beside a task of over ${LONG_TASK_MS} ms         ${share(feel, feel.held)}`);
  console.log(`  frames a second                      ${feel.fps.toFixed(0)}`);
  console.log(`  scripts at first load, as sent       ${(feel.scriptBytes / 1000).toFixed(1)} kB`);
  const { before, after, finest } = await feelFrames(browser, app.url);
  const felt = ({ tasks, feel }: FrameFeel) =>
    `${tasks.worstMs.toFixed(0)} ms, ${tasks.over50} over ${LONG_TASK_MS} ms; ${share(feel, feel.good)} of ${feel.entries}`;
  console.log(
    'frame map of 256 MiB, 60 processes, 12 members, 20 entries/s: the worst task; entries felt as immediate (goal 99 %)',
  );
  console.log(`  in large pieces                      ${felt(before)}`);
  console.log(`  in pieces of one page                ${felt(after)}`);
  console.log(`  the same, 65,536 cells in view       ${felt(finest)}`);
  console.log(`  one page / large pieces              ${(after.tasks.worstMs / before.tasks.worstMs).toFixed(2)}`);
  console.log(`  65,536 cells / large pieces          ${(finest.tasks.worstMs / before.tasks.worstMs).toFixed(2)}`);
  if (feel.entries === 0) process.exitCode = 1;
} finally {
  await browser.close();
  await app.stop();
  await rm(dataDir, { recursive: true, force: true });
}
