import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { becomeHost, firstScripts, logIn, readMachine, type } from './atTheMachine.ts';
import { newVisitor, type Visitor } from './browser.ts';
import { withStage } from './stage.ts';

const TOKEN = 'x'.repeat(43);
const KEEP = '/keep?kernel=linux-guess&mib=60';
const OPEN_PAGES = [
  '/',
  '/login',
  '/signup',
  '/join',
  '/join/AAAAA-AAAAA',
  '/labs',
  '/labs/the-database-dies',
  '/handbook',
  '/handbook/linux-6.1',
  '/handbook/linux-2.4',
  '/handbook/solaris-10',
  '/handbook/aix-early',
  '/oom',
  KEEP,
  '/setup',
  `/setup?token=${TOKEN}`,
  '/resume',
  `/resume?token=${TOKEN}`,
  '/invite',
  '/confirm',
  `/invite?token=${TOKEN}`,
];
const COURSE = '/courses/demo-course';
const ASSIGNMENT = '/assignments/demo-assignment';
/** Ends in a kill, which fills every part of the screen. */
const STORY = [
  'spawn db',
  'mmap db pool 120M rw private',
  'touch db pool 0 120M w',
  'fork db bgsave',
  'touch db pool 0 60M w',
  'mmap bgsave more 100M rw private',
  'touch bgsave more 0 60M w',
];
const MOST_SCRIPT_BYTES = 250_000;

/** What axe finds on the page, in one line each. */
async function findings(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations.map(({ id, nodes }) => `${page.url()} ${id}: ${nodes.map(({ target }) => target).join(' | ')}`);
}

const overflows = (page: Page): Promise<boolean> =>
  page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);

/** A console's errors, without the statuses that the tests ask for on purpose. */
const unexpected = (problems: string[]): string[] =>
  problems.filter((problem) => !/(nowhere|none).*status of 40[34]/.test(problem));

describe('every page', () => {
  const stage = withStage();
  let guest: Visitor;
  let ana: Visitor;
  let teacher: Visitor;
  let host: Visitor;
  let machine: string;

  beforeAll(async () => {
    [guest, ana, teacher, host] = await Promise.all([
      newVisitor(stage.browser),
      newVisitor(stage.browser),
      newVisitor(stage.browser),
      newVisitor(stage.browser),
    ]);
    await becomeHost(host.page, stage.app);
    await logIn(ana.page, stage.app.url, 'ana@demo.local');
    await logIn(teacher.page, stage.app.url, 'instructor@demo.local');
    const mine = ana.page.getByRole('region', { name: 'My machines' });
    machine = (await mine.getByRole('link', { name: /^The database dies/ }).getAttribute('href')) as string;
    await ana.page.goto(`${stage.app.url}${machine}`);
    for (const line of STORY) await type(ana.page, line);
    await ana.page
      .getByRole('tabpanel', { name: 'Why' })
      .getByRole('article', { name: /killed$/ })
      .waitFor();
  });

  /** Opens a page and waits until no placeholder is left on it. */
  const look = async (page: Page, path: string): Promise<void> => {
    await page.goto(`${stage.app.url}${path}`);
    await page.getByRole('heading', { level: 1 }).first().waitFor({ state: 'attached' });
    await page.waitForFunction(() => document.querySelector('.skeleton, [aria-busy="true"]') === null);
    if (path === machine || path.endsWith('/replay')) await readMachine(page, 1);
  };
  const visits = (): [Visitor, string[]][] => [
    [guest, OPEN_PAGES],
    [
      ana,
      [
        '/home',
        KEEP,
        '/labs',
        machine,
        `${machine}/replay`,
        `${machine}/rule`,
        COURSE,
        ASSIGNMENT,
        `${ASSIGNMENT}/grading`,
        '/machines/none',
      ],
    ],
    [
      teacher,
      [
        '/home',
        machine,
        '/labs/the-database-dies',
        COURSE,
        `${COURSE}/wall`,
        `${COURSE}/wall?projector=1`,
        ASSIGNMENT,
        `${ASSIGNMENT}/grading`,
      ],
    ],
    [host, ['/home', '/admin']],
  ];

  it('has nothing that axe finds, in light and in dark', async () => {
    const found: string[] = [];
    for (const [{ page }, paths] of visits()) {
      await page.emulateMedia({ reducedMotion: 'reduce' });
      for (const path of paths) {
        await look(page, path);
        for (const colorScheme of ['light', 'dark'] as const) {
          await page.emulateMedia({ colorScheme });
          await page.waitForFunction((theme) => document.documentElement.dataset.theme === theme, colorScheme);
          found.push(...(await findings(page)).map((line) => `${colorScheme} ${line}`));
        }
      }
    }
    expect(found).toEqual([]);
  }, 900_000);

  it('has nothing that axe finds in the other parts of the machine: people, handout, /proc', async () => {
    const { page } = ana;
    const found: string[] = [];
    await look(page, machine);
    for (const name of ['People', 'Handout', '/proc']) {
      await page.getByRole('tab', { name }).click();
      await page.getByRole('tabpanel', { name }).waitFor();
      await page.waitForFunction(() => document.querySelector('.skeleton') === null);
      found.push(...(await findings(page)));
    }
    expect(found).toEqual([]);
  });

  it('fits a phone of 360 pixels', async () => {
    const wide: string[] = [];
    for (const [{ page }, paths] of visits()) {
      await page.setViewportSize({ width: 360, height: 740 });
      for (const path of paths) {
        await look(page, path);
        if (await overflows(page)) wide.push(path);
      }
      await page.setViewportSize({ width: 1280, height: 800 });
    }
    expect(wide).toEqual([]);
  }, 900_000);

  it('that does not exist says so and leads back', async () => {
    const response = await guest.page.goto(`${stage.app.url}/nowhere`);
    expect(response?.status()).toBe(404);
    await guest.page.getByRole('heading', { name: 'There is nothing at this address.' }).waitFor();
    await guest.page.getByRole('main').getByRole('link', { name: 'Go home' }).waitFor();
    expect(await findings(guest.page)).toEqual([]);
  });

  it('of a machine is drawn by less than 250 kB of scripts; sockets, chart, tabs and hashing come later', async () => {
    const { page, context } = await newVisitor(stage.browser, { storageState: await ana.context.storageState() });
    const { bytes, early, all } = await firstScripts(page, `${stage.app.url}${machine}`);
    await context.close();
    expect(early).toBeLessThan(all);
    expect(bytes).toBeGreaterThan(50_000);
    expect(bytes).toBeLessThan(MOST_SCRIPT_BYTES);
  });

  it('left no error in any console, the content security policy’s included', () => {
    expect([guest, ana, teacher, host].flatMap(({ problems }) => unexpected(problems))).toEqual([]);
  });
});
