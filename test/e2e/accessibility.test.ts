import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type App, freePort, startApp } from '../fixtures/app.ts';
import { logIn } from './atTheMachine.ts';
import { newVisitor, openBrowser, type Visitor } from './browser.ts';

const OPEN_PAGES = ['/', '/login', '/signup', '/join', '/labs', '/labs/the-database-dies', '/handbook'];

/** What axe finds on the page, in one line each. */
async function findings(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations.map(({ id, nodes }) => `${page.url()} ${id}: ${nodes.map(({ target }) => target).join(' | ')}`);
}

const overflows = (page: Page): Promise<boolean> =>
  page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);

describe('every page', () => {
  let dir: string;
  let app: App;
  let browser: Browser;
  let guest: Visitor;
  let ana: Visitor;
  let teacher: Visitor;
  let machine: string;

  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'overcommit-axe-'));
    app = await startApp({ dataDir: dir, port: await freePort() });
    browser = await openBrowser();
    [guest, ana, teacher] = await Promise.all([newVisitor(browser), newVisitor(browser), newVisitor(browser)]);
    await logIn(ana.page, app.url, 'ana@demo.local');
    await logIn(teacher.page, app.url, 'instructor@demo.local');
    const link = ana.page.getByRole('link', { name: 'The database dies' }).first();
    machine = (await link.getAttribute('href')) as string;
  });

  afterAll(async () => {
    await browser?.close();
    await app?.stop();
    await rm(dir, { recursive: true, force: true });
  });

  const look = async (page: Page, path: string): Promise<void> => {
    await page.goto(`${app.url}${path}`, { waitUntil: 'networkidle' });
    await page.getByRole('heading', { level: 1 }).first().waitFor({ state: 'attached' });
  };

  it.each(['light', 'dark'] as const)(
    'has nothing that axe finds, in %s',
    async (colorScheme) => {
      const found: string[] = [];
      const visit = async ({ page }: Visitor, path: string): Promise<void> => {
        await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
        await look(page, path);
        found.push(...(await findings(page)));
      };
      for (const path of OPEN_PAGES) await visit(guest, path);
      for (const path of ['/home', machine, `${machine}/replay`]) await visit(ana, path);
      for (const path of [
        '/courses/demo-course',
        '/assignments/demo-assignment',
        '/assignments/demo-assignment/grading',
      ])
        await visit(teacher, path);
      expect(found).toEqual([]);
    },
    180_000,
  );

  it('fits a phone of 360 pixels', async () => {
    const wide: string[] = [];
    for (const [{ page }, path] of [
      [guest, '/'],
      [guest, '/login'],
      [ana, '/home'],
      [ana, machine],
      [ana, `${machine}/replay`],
    ] as const) {
      await page.setViewportSize({ width: 360, height: 740 });
      await look(page, path);
      if (await overflows(page)) wide.push(path);
    }
    expect(wide).toEqual([]);
  });

  it('that does not exist says so and leads back', async () => {
    const response = await guest.page.goto(`${app.url}/nowhere`);
    expect(response?.status()).toBe(404);
    await guest.page.getByRole('heading', { level: 1 }).waitFor();
    expect(await guest.page.getByRole('main').getByRole('link').count()).toBeGreaterThan(0);
  });

  it('left no error in any console, the content security policy’s included', () => {
    const problems = [guest, ana, teacher].flatMap((visitor) => visitor.problems);
    expect(problems.filter((problem) => !/nowhere.*404/.test(problem))).toEqual([]);
  });
});
