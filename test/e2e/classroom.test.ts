import type { Locator, Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { logIn, readMachine, type } from './atTheMachine.ts';
import { newVisitor, type Visitor } from './browser.ts';
import { withStage } from './stage.ts';

const PHONE = { viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true };
/** Ana fills the machine; her next touch kills the larger of her two processes. */
const ANA = [
  'spawn db',
  'mmap db pool 170M rw private',
  'touch db pool 0 170M w',
  'spawn web',
  'mmap web cache 120M rw private',
];

describe('a class with its instructor', () => {
  const stage = withStage();
  let teacher: Visitor;
  let ana: Visitor;
  let ben: Visitor;
  let machine: string;

  beforeAll(async () => {
    [teacher, ana, ben] = await Promise.all([
      newVisitor(stage.browser),
      newVisitor(stage.browser),
      newVisitor(stage.browser, PHONE),
    ]);
    await logIn(teacher.page, stage.app.url, 'instructor@demo.local');
    await logIn(ana.page, stage.app.url, 'ana@demo.local');
    await logIn(ben.page, stage.app.url, 'ben@demo.local');
    const mine = ana.page.getByRole('region', { name: 'My machines' });
    machine = (await mine.getByRole('link', { name: /^The database dies/ }).getAttribute('href')) as string;
    for (const { page } of [teacher, ana, ben]) {
      await page.goto(`${stage.app.url}${machine}`);
      await readMachine(page, 1);
    }
    for (const line of ANA) await type(ana.page, line);
  });

  const overflows = (page: Page): Promise<boolean> =>
    page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);
  const ask = (page: Page): Locator => page.getByText('Ines Instructor asks: Who dies next?');

  it('lets the instructor ask who dies next, with those alive and nobody as choices', async () => {
    const { page } = teacher;
    await page.getByRole('tab', { name: 'Handout' }).click();
    await page.getByRole('button', { name: 'Ask: who dies next?' }).click();
    await page.getByRole('region', { name: 'Predictions' }).getByText('0 of 3 answered').waitFor();
    for (const visitor of [ana, ben]) await ask(visitor.page).waitFor();
  });

  it('shows the machine on a phone of 360 px and takes the answer there, which may be changed', async () => {
    const { page } = ben;
    await page.getByText('promised beyond what exists').first().waitFor();
    expect(await overflows(page)).toBe(false);
    await page.getByRole('button', { name: 'Predict', exact: true }).tap();
    const dialog = page.getByRole('dialog');
    const group = dialog.getByRole('group', { name: 'Your answer to: Who dies next?' });
    await group.getByRole('button', { name: 'web' }).tap();
    await dialog.getByText('You said web, sealed').waitFor();
    await group.getByRole('button', { name: 'db' }).tap();
    await dialog.getByText('You said db, sealed').waitFor();
    expect(await group.getByRole('button', { pressed: true }).allInnerTexts()).toEqual(['db']);
    expect(await overflows(page)).toBe(false);
    await dialog.getByRole('button', { name: 'Close' }).tap();
    await page.reload();
    await page.getByRole('navigation', { name: 'Parts of the screen' }).getByRole('button', { name: 'Handout' }).tap();
    await page.getByRole('region', { name: 'Predictions' }).getByText('You said db, sealed').waitFor();
    expect(await page.getByRole('button', { name: 'Predict', exact: true }).count()).toBe(0);
  });

  it('tells others that somebody answered, not what', async () => {
    const { page } = ana;
    await page.getByRole('button', { name: 'Predict', exact: true }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('1 of 3 answered').waitFor();
    await dialog.getByRole('img', { name: 'Ben' }).waitFor();
    expect(await dialog.getByRole('button', { pressed: true }).count()).toBe(0);
    await dialog.getByRole('button', { name: 'nobody' }).click();
    await dialog.getByText('You said nobody, sealed').waitFor();
    await page.keyboard.press('Escape');
    const predictions = teacher.page.getByRole('region', { name: 'Predictions' });
    await predictions.getByText('2 of 3 answered').waitFor();
    expect(await predictions.getByText('You said').count()).toBe(0);
  });

  it('closes with the kill, and the reveal shows who chose what and who was right', async () => {
    await type(ana.page, 'touch web cache 0 120M w');
    const predictions = teacher.page.getByRole('region', { name: 'Predictions' });
    await predictions.getByText('answering has ended').waitFor();
    await predictions.getByRole('button', { name: 'Reveal' }).click();
    await predictions.getByText(/^db was killed at #\d+; 1 of 2 answers was right\.$/).waitFor();
    for (const { page } of [ana, ben]) {
      await page.getByRole('button', { name: 'See', exact: true }).click();
      const said = page.getByRole('dialog').getByRole('list', { name: 'What the class said' });
      const rows = said.getByRole('listitem');
      await rows.filter({ hasText: 'db' }).getByText('right', { exact: true }).waitFor();
      expect(await rows.filter({ hasText: 'db' }).getByRole('img').getAttribute('aria-label')).toBe('Ben');
      expect(await rows.filter({ hasText: 'nobody' }).getByRole('img').getAttribute('aria-label')).toBe('Ana');
      expect(await rows.filter({ hasText: 'web' }).getByRole('img').count()).toBe(0);
    }
    await ana.page.keyboard.press('Escape');
  });

  it('lets the instructor pause, step, override and speak; students are held meanwhile', async () => {
    const { page } = teacher;
    await page.getByRole('button', { name: 'Pause the machine' }).click();
    await ana.page.getByRole('banner').getByText('paused').waitFor();
    const prompt = ana.page.getByRole('textbox', { name: 'Command; Tab completes, arrow keys recall' });
    await prompt.fill('spawn held');
    await prompt.press('Enter');
    await ana.page.getByRole('log', { name: 'Shell' }).getByText('The machine is paused.').waitFor();
    await page.getByRole('button', { name: 'One tick' }).click();
    await page
      .getByRole('banner')
      .getByText(/tick\s*1/)
      .waitFor();
    await page.getByRole('button', { name: 'More for staff' }).click();
    await page.getByRole('menuitem', { name: 'Run a line as root…' }).click();
    await page.getByRole('dialog').getByRole('textbox', { name: 'Line' }).fill('oom_score_adj web -500');
    await page.getByRole('button', { name: 'Run as root' }).click();
    await page.getByText(/^Entry #\d+: ok$/).waitFor();
    await page.keyboard.press('Escape');
    await ana.page.getByText('oom_score_adj web -500 # override').first().waitFor();
    await page.getByRole('button', { name: 'Resume the machine' }).click();
    await ana.page.getByRole('banner').getByText('paused').waitFor({ state: 'detached' });
  });

  it('fills the machine with a program of one click', async () => {
    const { page } = ana;
    await page.getByRole('button', { name: 'Run a program…' }).click();
    await page.getByRole('form', { name: 'Run a program' }).getByRole('button', { name: 'Send' }).click();
    await page
      .getByRole('region', { name: 'My processes' })
      .getByText(/runs cache/)
      .waitFor();
    const { seq } = await readMachine(page);
    await readMachine(page, seq + 2);
  });

  it('shows the class on the wall, live, with its hands; what is done there is done everywhere', async () => {
    await ana.page.getByRole('tab', { name: 'People' }).click();
    await ana.page.getByRole('button', { name: 'Raise my hand' }).click();
    const { page } = teacher;
    await page.goto(`${stage.app.url}/courses/demo-course`);
    await page.getByRole('link', { name: 'Wall' }).click();
    const tile = page.getByRole('list', { name: 'Machines' }).getByRole('listitem').filter({ hasText: 'Group 1' });
    await tile.getByText('Ana: hand raised').waitFor();
    await tile.getByText(/Ana’s db killed at #\d+/).waitFor();
    await page.getByRole('button', { name: 'Pause all' }).click();
    await tile.getByText('paused').waitFor();
    await ana.page.getByRole('banner').getByText('paused').waitFor();
    await page.getByRole('button', { name: 'Say to all…' }).click();
    await page.getByLabel('Message', { exact: true }).fill('Look at the screen.');
    await page.getByRole('button', { name: 'Send', exact: true }).click();
    for (const visitor of [ana, ben]) await visitor.page.getByText('Look at the screen.').waitFor();
    await page.getByRole('button', { name: 'Resume all' }).click();
    await tile.getByText('paused').waitFor({ state: 'detached' });
    await page.getByRole('link', { name: 'Projector' }).click();
    await page.waitForURL('**/wall?projector=1');
    await page.getByRole('banner').waitFor({ state: 'detached' });
    await page.getByRole('heading', { name: 'Group 1' }).click();
    await page.waitForURL(`**${machine}`);
  });

  it('starts again for the same people: the old page leads to the new machine, and that one back', async () => {
    await ana.page.goto(`${stage.app.url}${machine}`);
    await readMachine(ana.page, 1);
    const { page } = teacher;
    await page.goto(`${stage.app.url}${machine}`);
    await page.getByRole('button', { name: 'Again', exact: true }).click();
    await page.getByRole('button', { name: 'Start the new machine' }).click();
    await page.getByRole('link', { name: 'try 2' }).waitFor();
    const again = new URL(page.url()).pathname;
    expect(again).not.toBe(machine);
    expect(await page.getByRole('link', { name: 'try 2' }).getAttribute('href')).toBe(`${machine}/replay`);
    await ana.page.getByText('We go on on a new machine.').waitFor();
    await ana.page.getByRole('link', { name: 'To the new one' }).click();
    await ana.page.waitForURL(`**${again}`);
    const here = ana.page.getByRole('list', { name: 'Here now' });
    await here.getByText('AN', { exact: true }).waitFor();
    await here.getByText('II', { exact: true }).waitFor();
  });

  it('keeps the wall from students', async () => {
    await ana.page.goto(`${stage.app.url}/courses/demo-course/wall`);
    await ana.page.getByText('Only the staff of this course may do this.').waitFor();
  });

  it('left no error in any console', () => {
    const unexpected = [teacher, ana, ben].flatMap(({ problems }) => problems);
    expect(unexpected.filter((problem) => !/\/wall.*status of 403/.test(problem))).toEqual([]);
  });
});
