import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type App, freePort, startApp } from '../fixtures/app.ts';
import { logIn, type Reading, readMachine, shellText, type } from './atTheMachine.ts';
import { newVisitor, openBrowser, type Visitor } from './browser.ts';

const run = promisify(execFile);
const ROOT = join(import.meta.dirname, '../..');

const ANA_BEFORE = [
  'spawn db',
  'mmap db pool 110M rw private',
  'touch db pool 0 110M w',
  'fork db bgsave',
  'touch db pool 0 60M w',
];
const BEN = [
  'spawn web',
  'mmap web cache 200M rw private',
  'touch web cache 1M 10M w',
  'touch web cache 10M 10M w',
  'touch web cache 20M 10M w',
  'touch web cache 30M 10M w',
  'touch web cache 40M 10M w',
];
const THE_SIXTH = 'touch web cache 50M 10M w';

describe('a class of two crashes a machine', () => {
  let dir: string;
  let port: number;
  let app: App;
  let browser: Browser;
  let ana: Visitor;
  let ben: Visitor;
  let teacher: Visitor;
  let machine: string;
  let killSeq = 0;
  const live = new Map<number, string>();
  const remember = ({ seq, digest }: Reading): void => {
    live.set(seq, digest);
  };

  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'overcommit-e2e-'));
    port = await freePort();
    app = await startApp({ dataDir: dir, port });
    browser = await openBrowser();
    [ana, ben, teacher] = await Promise.all([newVisitor(browser), newVisitor(browser), newVisitor(browser)]);
  });

  afterAll(async () => {
    await browser?.close();
    await app?.stop();
    await rm(dir, { recursive: true, force: true });
  });

  it('lets both log in, open the demo machine and see each other', async () => {
    await logIn(ana.page, app.url, 'ana@demo.local');
    await logIn(ben.page, app.url, 'ben@demo.local');
    const mine = ana.page.getByRole('region', { name: 'My machines' });
    await mine.getByRole('link', { name: /^The database dies/ }).click();
    await ana.page.waitForURL('**/machines/*');
    machine = new URL(ana.page.url()).pathname;
    await ben.page.goto(`${app.url}${machine}`);
    for (const { page } of [ana, ben]) {
      const here = page.getByRole('list', { name: 'Here now' });
      await here.getByText('AN', { exact: true }).waitFor();
      await here.getByText('BE', { exact: true }).waitFor();
    }
    expect(await readMachine(ben.page)).toEqual(await readMachine(ana.page));
  });

  it('kills Ana’s database for Ben’s sixth piece, and both screens show the same', async () => {
    for (const line of ANA_BEFORE) remember(await type(ana.page, line));
    await readMachine(ben.page, Math.max(...live.keys()));
    for (const line of BEN) remember(await type(ben.page, line));
    const before = await readMachine(ben.page);
    const after = await type(ben.page, THE_SIXTH);
    remember(after);
    killSeq = after.seq;
    expect(after.seq).toBe(before.seq + 1);
    expect(await readMachine(ana.page, after.seq)).toEqual(after);
    for (const { page } of [ana, ben]) {
      const why = page.getByRole('tabpanel', { name: 'Why' });
      await why
        .getByText(/killed/)
        .first()
        .waitFor();
      expect(await why.innerText()).toMatch(/Ana['’]s\s+db/);
      expect(await why.innerText()).toMatch(/Ben/);
      expect(await shellText(page)).toMatch(/Out of memory: Killed process \d+ \(db\) total-vm:\d+kB/);
    }
  });

  it('answers EPERM when Ben ends a process of Ana’s, and says so on both screens', async () => {
    const refused = await type(ben.page, 'exit bgsave 0');
    remember(refused);
    expect(await shellText(ben.page)).toContain('EPERM');
    await readMachine(ana.page, refused.seq);
    expect(await shellText(ana.page)).toContain('EPERM');
  });

  it('refuses a line that is no command beside the prompt, and writes nothing', async () => {
    const before = await readMachine(ana.page);
    const prompt = ana.page.getByRole('textbox', { name: 'Command; Tab completes, arrow keys recall' });
    await prompt.fill('fork bgsave');
    await prompt.press('Enter');
    await ana.page
      .getByRole('log', { name: 'Shell' })
      .getByText(/fork P C/)
      .first()
      .waitFor();
    expect(await readMachine(ana.page)).toEqual(before);
  });

  it('replays every entry to the state that the live screens showed', async () => {
    const { page } = await newVisitor(browser, { storageState: await ana.context.storageState() });
    await page.goto(`${app.url}${machine}/replay`);
    const last = Math.max(...live.keys());
    await readMachine(page, last);
    for (const [seq, digest] of live) {
      const goTo = page.getByRole('textbox', { name: 'go to' });
      await goTo.fill(String(seq));
      await goTo.press('Enter');
      await page.waitForFunction((at) => {
        const main = document.querySelector<HTMLElement>('main[data-seq]');
        return main?.dataset.seq === String(at) && main.dataset.digest !== '';
      }, seq);
      expect(await readMachine(page)).toEqual({ seq, digest });
    }
    await page.getByRole('button', { name: 'One entry back' }).click();
    await page.waitForFunction(
      (at) => document.querySelector<HTMLElement>('main')?.dataset.seq === String(at),
      last - 1,
    );
    await page.context().close();
  });

  it('exports a log that the command line folds to the same digest, and in which it finds a flipped byte', async () => {
    const response = await ana.page.request.get(`${app.url}/api${machine}/log.ndjson`);
    expect(response.status()).toBe(200);
    const text = await response.text();
    const file = join(dir, 'log.ndjson');
    await writeFile(file, text);
    const now = await readMachine(ana.page);
    const replayed = await run('npx', ['overcommit', 'replay', file], { cwd: ROOT });
    expect(replayed.stdout.trimEnd().split('\n').at(-1)).toBe(`seq ${now.seq} digest ${now.digest}`);
    await run('npx', ['overcommit', 'verify', file], { cwd: ROOT });

    const lines = (await readFile(file, 'utf8')).split('\n');
    const target = lines.findIndex((line) => line.includes('"name":"web"'));
    expect(target).toBeGreaterThan(0);
    lines[target] = (lines[target] as string).replace('"name":"web"', '"name":"wex"');
    await writeFile(file, lines.join('\n'));
    const seq = (JSON.parse(lines[target] as string) as { seq: number }).seq;
    await expect(run('npx', ['overcommit', 'verify', file], { cwd: ROOT })).rejects.toMatchObject({
      code: 1,
      stdout: expect.stringContaining(`entry ${seq}:`),
    });
  });

  it('gives the instructor items with their evidence, takes points and hands out the gradebook', async () => {
    const { page } = teacher;
    await logIn(page, app.url, 'instructor@demo.local');
    await page.getByRole('link', { name: 'Operating Systems (demo)' }).first().click();
    await page.getByRole('link', { name: 'Grading: The database dies', exact: true }).first().click();
    await page.waitForURL('**/grading**');
    await page.getByRole('button', { name: 'Show names' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Show the names' }).click();
    await page.getByRole('navigation', { name: 'Queue' }).getByRole('button', { name: /Ana/ }).click();
    await page.getByRole('button', { name: /had not asked/ }).click();
    await page.getByRole('region', { name: 'Rubric' }).getByText('earned', { exact: true }).first().waitFor();
    const replay = page.getByRole('region', { name: 'Replay' });
    await replay.getByRole('button', { name: `#${killSeq}`, exact: true }).waitFor();
    await replay.locator(`[data-seq="${killSeq}"]`).waitFor();

    await page.getByRole('button', { name: /^Explains what the killer counts/ }).click();
    const form = page.getByRole('group', { name: /^Grade: Explains/ });
    await form.getByLabel(/^Points/).fill('2.5');
    await form.getByLabel('Note, for the student').fill('=1+1 is no formula here');
    await form.getByRole('button', { name: 'Save', exact: true }).click();
    await page
      .getByText(/2\.5 by/)
      .first()
      .waitFor();

    await page.getByRole('link', { name: 'Course' }).click();
    await page.getByRole('link', { name: /gradebook/i }).click();
    await page.waitForURL('**/gradebook');
    const file = page.locator('a[href*="gradebook.csv"]').first();
    const csv = await page.request.get(`${app.url}${await file.getAttribute('href')}`);
    expect(csv.headers()['content-type']).toContain('text/csv');
    expect(await csv.text()).toMatch(/2\.5/);
  });

  it('starts again under strict accounting and on Solaris: the fork is refused and nobody dies', async () => {
    for (const kernel of [/never/, /Solaris/]) {
      const { page } = teacher;
      await page.goto(`${app.url}${machine}`);
      await page.getByRole('button', { name: 'Again', exact: true }).click();
      await page.getByRole('radio', { name: kernel }).check();
      const old = page.url();
      await page.getByRole('button', { name: 'Start the new machine' }).click();
      await page.waitForURL((url) => url.href !== old && url.pathname.startsWith('/machines/'));
      const again = new URL(page.url()).pathname;
      await ana.page.goto(`${app.url}${again}`);
      for (const line of ANA_BEFORE.slice(0, 4)) await type(ana.page, line);
      const why = ana.page.getByRole('tabpanel', { name: 'Why' });
      await why.getByText('ENOMEM').first().waitFor();
      await ben.page.goto(`${app.url}${again}`);
      for (const line of [...BEN, THE_SIXTH]) await type(ben.page, line);
      expect(await shellText(ben.page)).not.toMatch(/Killed process/);
    }
  });

  it('loses nothing when the server is killed under two connected browsers', async () => {
    await ana.page.goto(`${app.url}${machine}`);
    await ben.page.goto(`${app.url}${machine}`);
    const before = await readMachine(ana.page);
    await readMachine(ben.page, before.seq);
    const acknowledged = await type(ana.page, 'spawn survivor');
    await app.kill();
    await ana.page.getByRole('banner').getByText('reconnecting').filter({ visible: true }).waitFor();
    const prompt = ben.page.getByRole('textbox', { name: 'Command; Tab completes, arrow keys recall' });
    await prompt.fill('spawn sentwhiledown');
    await prompt.press('Enter');
    app = await startApp({ dataDir: dir, port });
    const both = await Promise.all([ana, ben].map(({ page }) => readMachine(page, acknowledged.seq + 1)));
    expect(both[0]).toEqual(both[1]);
    for (const { page } of [ana, ben]) {
      expect(await page.locator('main').innerText()).toContain('survivor');
      expect(await page.locator('main').innerText()).toContain('sentwhiledown');
    }
  });

  it('lets a guest in by code, and back in by the personal link on another device', async () => {
    await teacher.page.goto(`${app.url}${machine}`);
    await teacher.page.getByRole('button', { name: 'Share' }).click();
    const code = await teacher.page
      .getByRole('dialog')
      .getByText(/^[0-9A-Z]{5}-[0-9A-Z]{5}$/)
      .innerText();
    const guest = await newVisitor(browser, { viewport: { width: 390, height: 844 } });
    await guest.page.goto(`${app.url}/join/${code}`);
    await guest.page.getByLabel('Your name').fill('Gülşen');
    await guest.page.getByRole('button', { name: /join/i }).click();
    const link = await guest.page.getByLabel('Your link').inputValue();
    const elsewhere = await newVisitor(browser);
    await elsewhere.page.goto(link);
    await elsewhere.page
      .getByRole('button', { name: /go|continue|take|open/i })
      .first()
      .click();
    await elsewhere.page.waitForURL(`**${machine}`);
    await readMachine(elsewhere.page);
  });

  it('left no error in any console', () => {
    const unexpected = [ana, ben, teacher]
      .flatMap(({ problems }) => problems)
      .filter(
        (problem) =>
          !/ERR_CONNECTION_(REFUSED|RESET)|ERR_INCOMPLETE_CHUNKED|WebSocket|Failed to fetch|50[023]/.test(problem),
      );
    expect(unexpected).toEqual([]);
  });
});
