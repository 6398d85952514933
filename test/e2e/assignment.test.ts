import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { logIn } from './atTheMachine.ts';
import { newVisitor, type Visitor } from './browser.ts';
import { withStage } from './stage.ts';

/** The page of the demo course's assignment that is under way; the group of Ana and Ben has not begun. */
const ASSIGNMENT = '/assignments/demo-assignment';

describe('an assignment in the browser', () => {
  const stage = withStage();
  let ana: Visitor;
  let teacher: Visitor;

  beforeAll(async () => {
    [ana, teacher] = [
      await newVisitor(stage.browser, { viewport: { width: 360, height: 740 } }),
      await newVisitor(stage.browser),
    ];
    await logIn(ana.page, stage.app.url, 'ana@demo.local');
    await logIn(teacher.page, stage.app.url, 'instructor@demo.local');
  });
  afterAll(async () => {
    for (const visitor of [ana, teacher]) await visitor?.context.close();
  });

  it('keeps an answer as it is typed, also where the connection is gone, and over a reload', async () => {
    const { page, context } = ana;
    await page.goto(`${stage.app.url}${ASSIGNMENT}`);
    const field = page.getByRole('textbox', { name: /^Why this process/ });
    await field.fill('resident pages');
    await page.getByText('Saved.').waitFor();
    await context.setOffline(true);
    await field.fill('resident pages, and who shares them');
    await page.getByText('Not saved yet.').waitFor();
    await context.setOffline(false);
    await page.reload();
    expect(await field.inputValue()).toBe('resident pages, and who shares them');
    await page.getByText('Saved.').waitFor();
  });

  it('hands in after saying what that means, and staff see it on the board', async () => {
    const { page } = ana;
    await page.getByRole('button', { name: 'Hand in', exact: true }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('It seals all machines of your group').waitFor();
    await dialog.getByRole('button', { name: 'Hand in', exact: true }).click();
    await page.getByText('Handed in by Ana').waitFor();
    await page.getByText('Sealed with your hand-in').waitFor();
    await teacher.page.goto(`${stage.app.url}${ASSIGNMENT}`);
    const row = teacher.page.getByRole('row', { name: /Group 1/ });
    await row.getByText('Handed in by Ana').waitFor();
  });

  it('is reopened with a reason, which the group reads', async () => {
    const { page } = teacher;
    const row = page.getByRole('row', { name: /Group 1/ });
    await row.getByRole('button', { name: 'Reopen' }).click();
    await page.getByLabel('Reason').fill('You handed in too early.');
    await page.getByRole('dialog').getByRole('button', { name: 'Reopen' }).click();
    await row.getByText('Reopened').waitFor();
    await ana.page.reload();
    await ana.page.getByText('What happened so far').click();
    await ana.page.getByText('“You handed in too early.”').waitFor();
  });

  it('says what a change does before it is made, and where a date is wrong', async () => {
    const { page } = teacher;
    await page.getByRole('button', { name: 'Edit' }).click();
    await page.getByLabel('Closes').fill('2020-01-01T10:00');
    await page.getByRole('button', { name: 'See what it changes' }).click();
    await page.getByText('It must not close before it is due.').waitFor();
    await page.getByLabel('Closes').fill('');
    await page.getByLabel('Title', { exact: true }).fill('Week 4');
    await page.getByRole('button', { name: 'See what it changes' }).click();
    await page.getByText('Title: “The database dies” becomes “Week 4”.').waitFor();
    await page.getByRole('button', { name: 'Change it' }).click();
    await page.getByRole('heading', { name: 'Week 4' }).waitFor();
  });

  it('a phone of 360 px shows it without scrolling sideways', async () => {
    const wide = await ana.page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    expect(wide).toBeLessThanOrEqual(0);
  });

  it('left no error in any console', () => {
    const unexpected = [ana, teacher].flatMap(({ problems }) => problems);
    expect(unexpected.filter((problem) => !/ERR_INTERNET_DISCONNECTED/.test(problem))).toEqual([]);
  });
});
