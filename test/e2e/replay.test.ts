import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { logIn, readMachine, type } from './atTheMachine.ts';
import { newVisitor, type Visitor } from './browser.ts';
import { withStage } from './stage.ts';

/** Ends in a kill of Ana's own process. */
const STORY = [
  'spawn db',
  'mmap db pool 120M rw private',
  'touch db pool 0 120M w',
  'fork db bgsave',
  'touch db pool 0 60M w',
  'mmap bgsave more 100M rw private',
  'touch bgsave more 0 60M w',
];

describe('a replay', () => {
  const stage = withStage();
  let ana: Visitor;
  let teacher: Visitor;
  let replay: string;

  beforeAll(async () => {
    [ana, teacher] = await Promise.all([newVisitor(stage.browser), newVisitor(stage.browser)]);
    await logIn(ana.page, stage.app.url, 'ana@demo.local');
    await logIn(teacher.page, stage.app.url, 'instructor@demo.local');
    const mine = ana.page.getByRole('region', { name: 'My machines' });
    const machine = await mine.getByRole('link', { name: /^The database dies/ }).getAttribute('href');
    for (const { page } of [teacher, ana]) await page.goto(`${stage.app.url}${machine}`);
    for (const line of STORY) await type(ana.page, line);
    replay = `${stage.app.url}${machine}/replay`;
    for (const { page } of [teacher, ana]) {
      await page.goto(replay);
      await readMachine(page, STORY.length);
    }
  });

  const clean = async (page: Page): Promise<string[]> =>
    (await new AxeBuilder({ page }).analyze()).violations.map(({ id, nodes }) => `${id} ${nodes[0]?.target}`);
  const standsAt = (page: Page, seq: number) =>
    page.waitForFunction((at) => Number(document.querySelector<HTMLElement>('main')?.dataset.seq) === at, seq);

  it('is verified in the page: hashes, facts, and every command carried out anew', async () => {
    const { page } = ana;
    await page.getByRole('button', { name: 'More', exact: true }).click();
    await page.getByRole('menuitem', { name: 'Verify this log' }).click();
    await page.getByText(/^Ok: \d+ commands, carried out again, give the same facts/).waitFor();
    await page.keyboard.press('Escape');
  });

  it('takes a comment at an entry, by keyboard, which others read and jump by', async () => {
    const { seq } = await readMachine(ana.page);
    await ana.page.keyboard.press('c');
    await ana.page.getByRole('textbox', { name: /^Comment at entry/ }).fill('Why bgsave?');
    await ana.page.keyboard.press('Control+Enter');
    await ana.page.getByRole('list', { name: 'Comments' }).getByText('Why bgsave?').waitFor();
    expect(await clean(ana.page)).toEqual([]);
    await teacher.page.goto(`${replay}?at=3&view=comments`);
    await standsAt(teacher.page, 3);
    await teacher.page.getByRole('button', { name: `Go to entry #${seq}` }).click();
    await standsAt(teacher.page, seq);
  });

  it('is led by one and followed by whoever wants to, until they move by themselves', async () => {
    const { seq } = await readMachine(ana.page);
    await teacher.page.getByRole('button', { name: 'More', exact: true }).click();
    await teacher.page.getByRole('menuitem', { name: 'Lead this replay' }).click();
    await teacher.page.getByText('you lead').waitFor();
    await teacher.page.locator('input[data-scrub]').focus();
    for (let i = 0; i < 3; i++) await teacher.page.keyboard.press('ArrowLeft');
    await standsAt(teacher.page, seq - 3);
    await ana.page.getByText('3 ahead').waitFor();
    expect((await readMachine(ana.page)).seq).toBe(seq);
    await ana.page.locator('input[data-scrub]').focus();
    await ana.page.keyboard.press('f');
    await standsAt(ana.page, seq - 3);
    await ana.page.keyboard.press('ArrowLeft');
    await standsAt(ana.page, seq - 4);
    await ana.page.getByText('1 behind').waitFor();
  });

  it('asks what if: a lane in lock-step with the first difference, and deletes it with undo', async () => {
    const { page } = ana;
    await page.keyboard.press('v');
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Name').fill('Strict');
    await dialog.getByLabel('vm/overcommit_memory').selectOption('2');
    await dialog.getByLabel('From the beginning instead').check();
    await dialog.getByRole('button', { name: 'Carry it out' }).click();
    const comparison = page.getByRole('region', { name: 'Comparison' });
    await comparison.getByRole('button', { name: /^First difference/ }).click();
    await comparison.getByText('ok → ENOMEM').waitFor();
    await comparison.getByText(/^Under strict accounting Ana’s \w+ was refused\. So nobody died/).waitFor();
    await comparison.getByRole('button', { name: 'Memory over entries as a table' }).click();
    await comparison.getByRole('table', { name: 'Memory over entries, newest first' }).getByText('spawn db').waitFor();
    await comparison.getByRole('button', { name: 'Memory over entries as a table' }).click();
    await comparison.getByText('Nobody would have been killed', { exact: false }).first().waitFor();
    expect(await clean(page)).toEqual([]);
    await page.getByRole('button', { name: 'More about Strict' }).click();
    await page.getByRole('menuitem', { name: 'Delete' }).click();
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByRole('button', { name: /^Strict/ }).waitFor();
  });

  it('runs under every kernel, and lets a student find a better action', async () => {
    const { page } = ana;
    await page.goto(`${replay}?view=whatif`);
    await page.getByRole('button', { name: 'Run under every kernel' }).click();
    await page.getByRole('table', { name: 'Kernels' }).getByText('Solaris 10').waitFor();
    await page
      .getByRole('button', { name: /^Go back to just before/ })
      .first()
      .click();
    await page.getByRole('button', { name: 'Try it' }).click();
    await page.getByText(/bgsave lives at #\d+/).waitFor();
    expect(await clean(page)).toEqual([]);
  });

  it('left no error in any console', () => {
    expect([ana, teacher].flatMap(({ problems }) => problems)).toEqual([]);
  });
});
