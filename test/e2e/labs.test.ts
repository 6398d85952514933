import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import { findLab, LABS, type LabStep } from '@overcommit/handbook';
import { TAUGHT_LABS } from '@overcommit/handbook/teaching';
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { logIn, readMachine } from './atTheMachine.ts';
import { newVisitor, type Visitor } from './browser.ts';
import { figuresReconcile } from './figuresOnPage.ts';
import { withStage } from './stage.ts';

const FOUR = findLab('the-database-dies') ?? expect.fail('lab 4 is gone');
/** What the page says of each lab's question once its handout was followed. */
const CLAIMS: Record<string, RegExp> = {
  'fork-doubles-the-bill': /Right is: not at all, or by a few kB/,
  'always-yes': /Right is: ENOMEM/,
  'exec-saves-the-day': /Right is: it is given back at the exec/,
  'the-database-dies': /db was killed at #/,
  'who-do-we-throw-out': /db was killed at #/,
  'netscape-1999': /netscape was killed at #/,
  'the-knobs': /job(, web)? was killed at #/,
  'aix-warns-first': /job was killed at #/,
  'solaris-says-no': /Right is: ENOMEM/,
  'vfork-then-posix-spawn': /Right is: child, parent and thread all hang/,
  'the-snapshot-that-grew': /Right is: about 32 MiB/,
  'killed-with-memory-to-spare': /app was killed at #/,
  'the-cliff': /Right is: about 25,600/,
};
const PROMPT = 'Command; Tab completes, arrow keys recall';
const MOST_TABS = 200;
/** The slider's MiB at which the first page's machine kills. */
const DEADLY_MIB = 60;

/** Presses a key until that element has the focus; fails after 200 presses. */
async function goTo(page: Page, role: Parameters<Page['getByRole']>[0], name: string | RegExp, key = 'Tab') {
  const wanted = page.getByRole(role, { name }).first();
  await wanted.waitFor();
  for (let pressed = 0; pressed < MOST_TABS; pressed += 1) {
    if (await wanted.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press(key);
  }
  expect.fail(`${String(name)} cannot be reached with ${key}`);
}

const guide = (page: Page) => page.getByRole('region', { name: 'Handout, step by step' });

/** Answers the question of the step that is next, with its first choice. */
async function answerIt(page: Page): Promise<void> {
  await guide(page)
    .getByRole('button', { name: /^Predict: / })
    .click();
  await guide(page)
    .getByRole('group', { name: /^Your answer to: / })
    .getByRole('button')
    .first()
    .click();
}

/** Does a step as its reader would: a press fills the prompt, the next ones send; a question is answered. */
async function doStep(page: Page, { say, lines = [], ask, again }: LabStep): Promise<void> {
  await guide(page).getByText(say, { exact: true }).first().waitFor();
  if (again) return;
  if (ask) return answerIt(page);
  let { seq } = await readMachine(page);
  await guide(page)
    .getByRole('button', { name: `Fill in ${lines[0]}` })
    .click();
  for (const line of lines) {
    await guide(page)
      .getByRole('button', { name: `Send ${line}`, exact: true })
      .click();
    ({ seq } = await readMachine(page, seq + 1));
    // The step may be done before its last line: the killer does not wait for it.
    await page.waitForFunction(
      (least) => Number(document.querySelector<HTMLElement>('section[data-seq]')?.dataset.seq) >= least,
      seq,
    );
    if (!(await guide(page).getByText(say, { exact: true }).first().isVisible())) return;
  }
}

const findings = async (page: Page): Promise<string[]> => {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations.map(({ id, nodes }) => `${page.url()} ${id}: ${nodes.map(({ target }) => target).join(' | ')}`);
};
const status = (page: Page) => page.getByRole('region', { name: 'A machine to crash' }).getByRole('status').last();

describe('labs, handbook and first page', () => {
  const stage = withStage();
  let guest: Visitor;
  let ana: Visitor;

  beforeAll(async () => {
    [guest, ana] = await Promise.all([newVisitor(stage.browser), newVisitor(stage.browser)]);
    await logIn(ana.page, stage.app.url, 'ana@demo.local');
  });

  it('lab 4 can be played to its kill with the keyboard alone, and the shell lets go of the focus', async () => {
    const { page } = ana;
    await page.goto(`${stage.app.url}/labs/${FOUR.slug}`);
    await goTo(page, 'button', 'Start');
    await page.keyboard.press('Enter');
    await page.waitForURL('**/machines/*');
    let { seq } = await readMachine(page, 1);
    await goTo(page, 'textbox', PROMPT);
    for (const { line } of FOUR.story) {
      await page.keyboard.type(line);
      await page.keyboard.press('Enter');
      seq = (await readMachine(page, seq + 1)).seq;
    }
    const why = page.getByRole('tabpanel', { name: 'Why' });
    await why.getByText(/db would have survived/).waitFor();
    await page.keyboard.press('Shift+Tab');
    const isFree = await page.getByRole('textbox', { name: PROMPT }).evaluate((e) => e !== document.activeElement);
    expect(isFree).toBe(true);
  });

  it('the first page’s machine is led to a kill, and to Solaris', async () => {
    const { page } = guest;
    await page.goto(stage.app.url, { waitUntil: 'load' });
    const slider = page.getByRole('slider');
    await slider.waitFor();
    const requests: string[] = [];
    page.on('request', (request) => requests.push(request.url()));
    await goTo(page, 'slider', /touches its cache/);
    while (Number(await slider.inputValue()) < DEADLY_MIB) await page.keyboard.press('ArrowRight');
    await status(page)
      .getByText(/killed/)
      .waitFor();
    expect(await page.getByRole('listitem').filter({ hasText: 'db' }).first().textContent()).toMatch(/killed/);
    await goTo(page, 'radio', 'Linux', 'Shift+Tab');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowRight');
    expect(await page.getByRole('radio', { name: 'Solaris' }).isChecked()).toBe(true);
    await status(page)
      .getByText(/Refused up front/)
      .waitFor();
    expect(await page.getByText('✖ killed').count()).toBe(0);
    expect(requests.filter((url) => /trpc|socket/.test(url))).toEqual([]);
  });

  it('what was done there is kept as a machine after logging in, and the database dies there too', async () => {
    const { page, context } = await newVisitor(stage.browser);
    await page.goto(stage.app.url);
    await page.getByRole('slider').fill(String(DEADLY_MIB));
    await page.getByRole('link', { name: 'Keep this as a machine' }).click();
    await page.waitForURL('**/keep?*');
    await page.getByRole('main').getByRole('link', { name: 'Log in' }).click();
    await page.waitForURL('**/login?*');
    await page.getByLabel('Email').fill('ben@demo.local');
    await page.getByLabel('Password').fill('overcommit-demo');
    await page.getByRole('button', { name: 'Log in' }).click();
    await page.getByRole('button', { name: 'Keep it' }).click();
    await page.waitForURL('**/machines/*');
    await readMachine(page, 1);
    await page
      .getByRole('tabpanel', { name: 'Why' })
      .getByText(/killed Ben['’]s/)
      .waitFor();
    await context.close();
  });

  it('a rule is tried: a mistake is shown with its column, another rule gives another fate', async () => {
    const { page } = guest;
    await page.goto(`${stage.app.url}/labs/who-do-we-throw-out`);
    const rule = page.getByLabel('Your scoring rule');
    await rule.fill('rss + sawp');
    await page
      .getByRole('alert')
      .getByText(/Column 7: there is no term “sawp”/)
      .waitFor();
    await rule.fill('0 - age');
    await page.getByText('Linux 6.1 killed db. Your rule throws out cc1.').waitFor();
    await page.getByLabel('Recorded log').selectOption('family');
    await page.getByText(/Linux 6.1 killed thesis/).waitFor();
  });

  it('of the new pages axe finds nothing, in light and in dark, and they fit 360 pixels', async () => {
    const { page } = ana;
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await page.goto(`${stage.app.url}/home`);
    const mine = await page
      .getByRole('link', { name: /^The database dies/ })
      .first()
      .getAttribute('href');
    const found: string[] = [];
    const paths = [
      '/handbook',
      '/handbook/linux-6.1',
      '/handbook/solaris-10',
      '/labs/who-do-we-throw-out',
      '/keep?mib=60',
      `${mine}/rule`,
    ];
    for (const path of paths) {
      await page.setViewportSize({ width: 1280, height: 800 });
      await page.goto(`${stage.app.url}${path}`);
      await page.waitForFunction(() => document.querySelector('.skeleton, [aria-busy="true"]') === null);
      const all = page.getByRole('button', { name: 'Send all' });
      if (await all.isVisible()) await all.click();
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme });
        await page.waitForFunction((theme) => document.documentElement.dataset.theme === theme, colorScheme);
        found.push(...(await findings(page)).map((line) => `${colorScheme} ${line}`));
      }
      await page.setViewportSize({ width: 360, height: 740 });
      const { scrollWidth, clientWidth } = await page.evaluate(() => document.documentElement);
      if (scrollWidth > clientWidth) found.push(`${path} is wider than a phone`);
    }
    expect(found).toEqual([]);
  }, 900_000);

  it('every lab can be read and started from its page, and every kernel’s page runs', async () => {
    const { page } = ana;
    await page.setViewportSize({ width: 1280, height: 800 });
    await page.goto(`${stage.app.url}/labs`);
    const labs = await page.getByRole('main').getByRole('listitem').getByRole('link').all();
    expect(labs).toHaveLength(LABS.length);
    for (const href of await Promise.all(labs.map((link) => link.getAttribute('href')))) {
      await page.goto(`${stage.app.url}${href}`);
      expect(await page.getByRole('button', { name: 'Start', exact: true }).isEnabled()).toBe(true);
    }
    await page.goto(`${stage.app.url}/handbook`);
    const kernels = await page.locator('a[href^="/handbook/"]').all();
    expect(kernels).toHaveLength(14);
    for (const href of await Promise.all(kernels.map((link) => link.getAttribute('href')))) {
      await page.goto(`${stage.app.url}${href}`);
      await page.getByRole('button', { name: 'Send all' }).click();
      await page.getByText(/Nobody was killed|Killed: /).waitFor({ state: 'attached' });
    }
  }, 900_000);

  it.each(LABS.map((lab) => [lab.slug, lab] as const))(
    '%s, led by its handout from the first press to the last: the page says its claim, and its figures reconcile',
    async (slug, lab) => {
      const { page } = ana;
      await page.goto(`${stage.app.url}/labs/${slug}`);
      await page.getByRole('button', { name: 'Start', exact: true }).click();
      await page.waitForURL('**/machines/*');
      await readMachine(page, 1);
      for (const step of lab.steps) await doStep(page, step);
      await page.getByRole('tab', { name: 'Handout' }).click();
      await page
        .getByRole('tabpanel', { name: 'Handout' })
        .getByText(CLAIMS[slug] ?? 'no claim')
        .first()
        .waitFor();
      await page.getByRole('slider', { name: /^Memory over entries/ }).waitFor();
      await figuresReconcile(page, slug);
    },
    120_000,
  );

  it('again, under Solaris: one press, the lines are sent again up to the question, and the headline says who died', async () => {
    const { page } = ana;
    const again = FOUR.steps.find((step) => step.again) ?? expect.fail('nothing is sent again');
    await page.goto(`${stage.app.url}/labs/${FOUR.slug}`);
    await page.getByRole('button', { name: 'Start', exact: true }).click();
    await page.waitForURL('**/machines/*');
    const before = page.url();
    await readMachine(page, 1);
    for (const step of FOUR.steps) if (step !== again) await doStep(page, step);
    await guide(page).getByRole('button', { name: 'Again, under Solaris 10 (strict)' }).click();
    await page.waitForURL((url) => url.href !== before && url.searchParams.has('again'));
    const both = guide(page).getByRole('region', { name: 'Sent again' });
    await both.getByText('The first answer that differs: fork db bgsave').waitFor();
    await both.getByRole('button', { name: 'Send the rest' }).click();
    await both.getByText('The next lines wait for the question below.').waitFor();
    await answerIt(page);
    await both.getByRole('button', { name: 'Send the rest' }).click();
    await both
      .getByText(/^Linux 6\.1, overcommit 0 \(guess\): db died at #\d+\. Solaris 10 \(strict\): nobody died\.$/)
      .waitFor();
    expect(await findings(page)).toEqual([]);
  }, 120_000);

  it('what students do not get before it is released is in no file that a browser is sent', async () => {
    const secrets = TAUGHT_LABS.flatMap(({ rubric, steps, answers, prompts }) => [
      ...rubric.items.flatMap((item) => (item.kind === 'manual' ? (item.guidance ?? []) : item.earned)),
      ...steps.flatMap(({ doneWhen }) => doneWhen ?? []),
      ...answers.flatMap(({ answer, misconception }) => [answer, misconception]),
      ...prompts.flatMap(({ outcome }) => (outcome ? [outcome.by, ...Object.values(outcome.choices)] : [])),
    ]);
    // A bundler may write a text with other quotes.
    const plain = (text: string) => text.replace(/\\?["'`]/g, '');
    const chunks = join(import.meta.dirname, '../../.next/static/chunks');
    const files = (await readdir(chunks, { recursive: true })).filter((name) => name.endsWith('.js'));
    const sent = (await Promise.all(files.map((name) => readFile(join(chunks, name), 'utf8')))).map(plain);
    expect(sent.some((text) => text.includes(plain(FOUR.claim)))).toBe(true);
    const long = secrets.map(plain).filter((text) => text.length > 40);
    expect(long.length).toBeGreaterThan(100);
    expect(long.filter((secret) => sent.some((text) => text.includes(secret)))).toEqual([]);
  });

  it('left no error in any console', () => {
    expect([guest, ana].flatMap(({ problems }) => problems)).toEqual([]);
  });
});
