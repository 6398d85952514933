import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DatabaseAccess, openDatabase } from '../../src/server/database/index.ts';
import { createPostgresStore } from '../../src/server/store/index.ts';
import { seedTeams } from '../fixtures/gradedCourse.ts';
import { logIn } from './atTheMachine.ts';
import { newVisitor, type Visitor } from './browser.ts';
import { withStage } from './stage.ts';

const STAFF = [{ userId: 'demo-instructor', role: 'instructor' as const }];
const TEAMS = 8;
const stage = withStage();

/** Nothing that axe finds, and nothing wider than the screen. */
async function expectSound(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  expect(wide).toBeLessThanOrEqual(0);
}

describe('an instructor writes a rubric', () => {
  let database: DatabaseAccess;
  let teacher: Visitor;
  let assignmentId = '';

  beforeAll(async () => {
    database = openDatabase(stage.database.appUrl);
    assignmentId = await seedTeams(database, { staff: STAFF, teams: TEAMS, members: 2, entries: 30 });
    teacher = await newVisitor(stage.browser);
    await logIn(teacher.page, stage.app.url, 'instructor@demo.local');
  });
  afterAll(() => database.close());

  it('an expression with an error says what and where, and completion mends it', async () => {
    const { page } = teacher;
    await page.goto(`${stage.app.url}/assignments/${assignmentId}`);
    await page.getByRole('link', { name: 'Edit and try' }).click();
    await page.getByRole('button', { name: 'By the log', exact: true }).click();
    await page.getByLabel('Title, as students see it').fill('The web server asked for the fatal page');
    const earned = page.getByRole('textbox', { name: 'Earned', exact: true });
    await earned.fill('kills.exists(k, k.trigerr == "web")');
    await page.getByText('Column 19: No such key: trigerr.', { exact: true }).waitFor();
    expect(await page.getByRole('button', { name: 'Try it' }).isDisabled()).toBe(true);
    await earned.fill('kills.exists(k, k.tri');
    await earned.press('Control+Space');
    await page.keyboard.type(' == "web")');
    expect(await earned.inputValue()).toBe('kills.exists(k, k.trigger == "web")');
    await page.getByRole('textbox', { name: 'Evidence', exact: true }).fill('kills');
    await expectSound(page);
  });

  it('it is tried on the logs of all groups, each with the entries that show it', async () => {
    const { page } = teacher;
    await page.getByRole('button', { name: 'Try it' }).click();
    await page.getByText(`${TEAMS} of ${TEAMS} earn it.`).waitFor();
    const entry = page.getByRole('list', { name: 'Who earns it' }).getByRole('link').first();
    expect(await entry.getAttribute('href')).toMatch(/^\/machines\/[\w-]+\/replay\?at=\d+$/);
  });

  it('a reload loses nothing; the change is previewed, then it is an event', async () => {
    const { page } = teacher;
    await page.reload();
    await page.getByText('with changes that do not count yet').waitFor();
    await page.getByRole('button', { name: 'See what it changes' }).click();
    await page.getByText(`Changes ${TEAMS * 2} scores of ${TEAMS * 2}: ${TEAMS * 2} up, 0 down.`).waitFor();
    await expectSound(page);
    await page.getByRole('button', { name: 'Publish', exact: true }).click();
    await page.getByText('Version 2. 6 items').waitFor();
    const events = await createPostgresStore({ sql: database.prisma }).read(`grades:${assignmentId}`);
    expect(events.map(({ type }) => type)).toEqual(['RubricChanged']);
  });

  it('can be read on a phone', async () => {
    const { page } = teacher;
    await page.setViewportSize({ width: 360, height: 740 });
    await expectSound(page);
    await page.setViewportSize({ width: 1280, height: 800 });
    expect(teacher.problems).toEqual([]);
  });
});

describe('an instructor writes a lab', () => {
  let teacher: Visitor;

  beforeAll(async () => {
    teacher = await newVisitor(stage.browser);
    await logIn(teacher.page, stage.app.url, 'instructor@demo.local');
  });

  it('goes on from lab 4, and a mistake in a line is named while it is typed', async () => {
    const { page } = teacher;
    await page.goto(`${stage.app.url}/labs/the-database-dies`);
    await page.getByRole('button', { name: 'Write your own version' }).click();
    await page.waitForURL('**/labs/own/*');
    await page
      .getByRole('textbox', { name: 'Handout', exact: true })
      .fill('Look at **both**.\n\n<script>alert(1)</script>');
    await page.getByRole('region', { name: 'As students see it' }).getByText('both', { exact: true }).waitFor();
    await expectSound(page);
    await page.getByRole('tab', { name: 'Steps' }).click();
    const lines = page.getByRole('region', { name: 'Step 1', exact: true }).getByLabel('Lines', { exact: true });
    await lines.fill('spwan db');
    await page.getByText('Step 1, line 1:').first().waitFor();
    expect(await page.getByRole('button', { name: 'Publish', exact: true }).isDisabled()).toBe(true);
    await lines.fill('spawn db');
    await expectSound(page);
  });

  it('is published, stays after a reload, and can be given to a course', async () => {
    const { page } = teacher;
    await page.getByRole('button', { name: 'Publish', exact: true }).click();
    await page.getByText('Version 1 is published').waitFor();
    await page.reload();
    await page.getByText('Saved. Only you see the draft.').waitFor();
    await page.getByRole('tab', { name: 'Versions' }).click();
    await page.getByText('Version 1', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Make the assignment' }).click();
    await page.waitForURL('**/assignments/*');
    await page.getByRole('link', { name: 'Edit and try' }).waitFor();
  });

  it('goes out as a file and comes in again', async () => {
    const { page } = teacher;
    await page.goto(`${stage.app.url}/labs`);
    await page.getByRole('link', { name: 'The database dies, my version' }).click();
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Export' }).click(),
    ]);
    await page.goto(`${stage.app.url}/labs`);
    await page
      .getByLabel('Import a lab')
      .setInputFiles({ name: 'lab.json', mimeType: 'application/json', buffer: Buffer.from('{"a":') });
    await page.getByText('This is not JSON').waitFor();
    await page.getByLabel('Import a lab').setInputFiles(await file.path());
    await page.waitForURL('**/labs/own/*');
    await page.getByRole('heading', { level: 1, name: 'The database dies, my version' }).waitFor();
    await page.setViewportSize({ width: 360, height: 740 });
    await expectSound(page);
    expect(teacher.problems).toEqual([]);
  });
});
