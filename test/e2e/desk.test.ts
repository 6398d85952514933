import { AxeBuilder } from '@axe-core/playwright';
import type { RubricItem } from '@overcommit/coursework';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DatabaseAccess, openDatabase } from '../../src/server/database/index.ts';
import { createPostgresStore } from '../../src/server/store/index.ts';
import { LAB, seedTeams } from '../fixtures/gradedCourse.ts';
import { logIn } from './atTheMachine.ts';
import { newVisitor, type Visitor } from './browser.ts';
import { withStage } from './stage.ts';

/** Between two keys of a fast typist. */
const KEY_MS = 30;
const SAVED = '[data-saved="all saved"]';
const STAFF = [
  { userId: 'demo-instructor', role: 'instructor' as const },
  { userId: 'demo-assistant', role: 'assistant' as const },
];
const FORTY = {
  teams: 40,
  members: 1,
  title: 'Forty groups',
  rubric: {
    items: [
      ...LAB.rubric.items,
      manual('clarity', { title: 'Says it clearly' }),
      manual('teamwork', {
        title: 'Worked together',
        scope: 'group',
        levels: [
          { id: 'all', label: 'All of them', points: 200 },
          { id: 'some', label: 'Some of them', points: 100 },
        ],
      }),
    ],
  },
};
function manual(id: string, more: object): RubricItem {
  return { kind: 'manual', id, title: id, scope: 'member', outOf: 200, ...more };
}
const stage = withStage();

describe('the grading desk, by keyboard only', () => {
  let database: DatabaseAccess;
  let assistant: Visitor;
  let assignmentId = '';

  beforeAll(async () => {
    database = openDatabase(stage.database.appUrl);
    assignmentId = await seedTeams(database, { ...FORTY, staff: STAFF });
    assistant = await enter('assistant@demo.local');
  });
  afterAll(() => database.close());

  /** A grader with the desk open. */
  async function enter(email: string): Promise<Visitor> {
    const visitor = await newVisitor(stage.browser);
    await logIn(visitor.page, stage.app.url, email);
    await open(visitor.page);
    return visitor;
  }
  async function open(page: Page): Promise<void> {
    await page.goto(`${stage.app.url}/assignments/${assignmentId}/grading`);
    await page.locator('[data-grade="points"]').waitFor();
  }
  const press = async (page: Page, ...keys: string[]) => {
    for (const key of keys) await page.keyboard.press(key, { delay: KEY_MS });
  };
  const current = (page: Page) => page.locator('[aria-current="true"][data-row]');
  const rowOf = async (page: Page) => (await current(page).getAttribute('data-row')) ?? '';
  const allSaved = (page: Page) => page.locator(SAVED).waitFor();
  type Saved = { itemId: string; points?: number; level?: string | null; studentIds: string };
  /** All saves in the order in which they were stored. */
  async function saves(): Promise<Saved[]> {
    const events = await createPostgresStore({ sql: database.prisma }).read(`grades:${assignmentId}`);
    return events
      .filter(({ type }) => type.startsWith('Points'))
      .map(({ data }) => ({ ...(data as Saved), studentIds: String(data.studentIds) }));
  }
  const storedPoints = async () => (await saves()).map(({ points }) => points);

  it('what is typed while the connection drops in between is stored, all of it and in order', async () => {
    const { page, context } = assistant;
    const first = await rowOf(page);
    await press(page, '1', 'Control+Enter');
    await context.setOffline(true);
    await press(page, '2', 'Control+Enter', '3', 'Control+Enter', 'k', 'k', '4', 'Control+Enter');
    await expect.poll(() => page.locator('[data-saved]').innerText()).toContain('unsaved');
    await context.setOffline(false);
    await allSaved(page);
    // The fourth was typed for the second row again: it comes after the second and the third.
    expect(await storedPoints()).toEqual(expect.arrayContaining([100, 200, 300, 400]));
    const points = await storedPoints();
    expect(points.indexOf(400)).toBeGreaterThan(points.indexOf(200));
    expect(await rowOf(page)).not.toBe(first);
  });

  it('a half-written note is there after a reload, and a save typed offline survives it too', async () => {
    const { page, context } = assistant;
    const row = await rowOf(page);
    await press(page, 'c');
    await page.keyboard.type('Nearly: name the mar');
    await press(page, 'Escape', 'j', 'k');
    expect(await page.locator('[data-grade="note"]').inputValue()).toBe('Nearly: name the mar');
    await page.locator('[data-saved*="half-written"]').waitFor();
    await open(page);
    expect(await rowOf(page)).toBe(row);
    expect(await page.locator('[data-grade="note"]').inputValue()).toBe('Nearly: name the mar');
    await context.setOffline(true);
    await press(page, '5', 'Control+Enter');
    await page.locator('[data-saved*="1 unsaved"]').waitFor();
    await context.setOffline(false);
    await open(page);
    await allSaved(page);
    expect(await storedPoints()).toContain(500);
  });

  it('two graders on one item lose nothing, and see each other’s saves without a reload', async () => {
    const { page } = assistant;
    const other = await enter('instructor@demo.local');
    const row = await rowOf(page);
    while ((await rowOf(other.page)) !== row) await press(other.page, 'j');
    await page.getByText('is here too').waitFor();
    await assistant.context.setOffline(true);
    await press(page, '2', 'Control+Enter');
    await press(other.page, '3', 'Control+Enter');
    await allSaved(other.page);
    await assistant.context.setOffline(false);
    await page.locator('[data-saved*="needs you"]').waitFor();
    while ((await rowOf(page)) !== row) await press(page, 'k');
    const conflict = page.getByRole('alert').filter({ hasText: 'graded this meanwhile' });
    expect(await conflict.innerText()).toMatch(/stored\s+3[\s\S]*yours\s+2/);
    await conflict.getByRole('button', { name: 'Save mine' }).press('Enter');
    await allSaved(page);
    const before = await rowOf(other.page);
    await other.page.locator(`[data-row="${row}"]`).getByText('2', { exact: true }).waitFor();
    expect(await rowOf(other.page)).toBe(before);
    await other.context.close();
  });

  it('one item over forty groups', async () => {
    const { page } = assistant;
    for (let n = 0; n < 40; n++) await press(page, '4', 'Control+Enter');
    await page.getByText('Every row of this item has points.').waitFor();
    await page.getByText('all done').waitFor();
    await allSaved(page);
    const graded = await saves();
    expect(
      new Set(graded.filter(({ itemId }) => itemId === 'explanation').map(({ studentIds }) => studentIds)).size,
    ).toBe(40);
  });

  it('one group completely, with a level by its digit; undo is another save', async () => {
    const { page } = assistant;
    await press(page, 'Shift+J', '2', 'Control+Shift+Enter');
    await page.getByRole('group', { name: 'Grade: Worked together' }).waitFor();
    await press(page, '1', 'Control+Shift+Enter');
    await page.getByText('This group has all its points.').waitFor();
    await press(page, 'g', 'u');
    await allSaved(page);
    const last = (await saves()).slice(-3).map(({ itemId, points, level }) => [itemId, points, level]);
    expect(last.slice(0, 2)).toEqual(
      expect.arrayContaining([
        ['clarity', 200, null],
        ['teamwork', 200, 'all'],
      ]),
    );
    expect(last[2]).toEqual(['teamwork', undefined, undefined]);
  });

  it('the replay stands at the evidence of the selected item, and no name is on the page', async () => {
    const { page } = assistant;
    for (let n = 0; n < FORTY.rubric.items.length; n++) await press(page, 'Shift+K');
    const replay = page.getByRole('region', { name: 'Replay' });
    const chip = await replay.getByRole('button', { pressed: true }).innerText();
    await replay.locator(`[data-seq="${chip.replace('#', '')}"]`).waitFor();
    await replay.getByText('db').first().waitFor();
    expect(await page.locator('body').innerText()).not.toMatch(/Student \d/);
  });

  it('axe finds nothing, and the console stayed quiet', async () => {
    const { page, problems } = assistant;
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.map(({ id, nodes }) => [id, nodes.map(({ target }) => target)])).toEqual([]);
    expect(problems.filter((one) => !/ERR_INTERNET_DISCONNECTED|Failed to load resource|WebSocket/.test(one))).toEqual(
      [],
    );
  });
});
