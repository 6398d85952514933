import { AxeBuilder } from '@axe-core/playwright';
import { findLab, machineSpecOf } from '@overcommit/handbook';
import { promptText } from '@overcommit/handbook/promptText';
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { logIn, readMachine, type } from './atTheMachine.ts';
import { newVisitor, type Visitor } from './browser.ts';
import { withStage } from './stage.ts';

const FOUR = findLab('the-database-dies') ?? expect.fail('lab 4 is gone');
const [USUAL = expect.fail('no variant')] = FOUR.variants;
const QUESTION = promptText(
  FOUR.prompts.find(({ id }) => id === 'victim') ?? expect.fail('its question is gone'),
  machineSpecOf(FOUR, USUAL),
);
type Fact = { type: string; answers?: { answer: string; salt: string }[] };

/** Everything that a page receives from now on: HTTP answers and socket frames. */
function listenTo(page: Page): string[] {
  const heard: string[] = [];
  page.on('response', async (response) => {
    if (/\/api\/trpc|socket\.io/.test(response.url())) heard.push(await response.text().catch(() => ''));
  });
  page.on('websocket', (socket) => socket.on('framereceived', ({ payload }) => heard.push(String(payload))));
  return heard;
}

describe('two students alone with a lab', () => {
  const stage = withStage();
  let ana: Visitor;
  let ben: Visitor;
  let machine: string;
  let heardByAna: string[] = [];
  let heardByBen: string[] = [];

  beforeAll(async () => {
    [ana, ben] = await Promise.all([newVisitor(stage.browser), newVisitor(stage.browser)]);
    await logIn(ana.page, stage.app.url, 'ana@demo.local');
    await logIn(ben.page, stage.app.url, 'ben@demo.local');
    const mine = ana.page.getByRole('region', { name: 'My machines' });
    machine = (await mine.getByRole('link', { name: /^The database dies/ }).getAttribute('href')) as string;
    [heardByAna, heardByBen] = [listenTo(ana.page), listenTo(ben.page)];
    for (const { page } of [ana, ben]) {
      await page.goto(`${stage.app.url}${machine}`);
      await readMachine(page, 1);
      await page.getByRole('tab', { name: 'Handout' }).click();
    }
  });

  const panel = ({ page }: Visitor) =>
    page.getByRole('tabpanel', { name: 'Handout' }).getByRole('region', { name: 'Predictions' });
  const guide = ({ page }: Visitor) => page.getByRole('region', { name: 'Handout, step by step' });
  const send = async (from: number, to: number): Promise<void> => {
    for (const { hand, line } of FOUR.story.slice(from, to)) {
      const by = hand === 'ana' ? ana.page : ben.page;
      const { seq } = await type(by, line);
      await Promise.all([ana, ben].map(({ page }) => readMachine(page, seq)));
    }
  };

  it('find its questions beside the handout, and who dies only once somebody is alive', async () => {
    const predict = panel(ana).getByRole('button', { name: `Predict: ${QUESTION}` });
    expect(await predict.isDisabled()).toBe(true);
    await panel(ana).getByText('Start a process first').waitFor();
    expect(await panel(ana).getByRole('button', { name: /^Ask/ }).count()).toBe(0);
    await send(0, 7);
    expect(await predict.isEnabled()).toBe(true);
  });

  it('one of them puts it, both answer, and either sees of the other that they have, not what', async () => {
    await panel(ana)
      .getByRole('button', { name: `Predict: ${QUESTION}` })
      .click();
    await guide(ben).getByText(QUESTION).first().waitFor();
    const answer = async (who: Visitor, choice: string) => {
      await panel(who)
        .getByRole('group', { name: `Your answer to: ${QUESTION}` })
        .getByRole('button', { name: choice })
        .click();
      await panel(who).getByText(`You said ${choice}, sealed`).waitFor();
    };
    await answer(ana, 'db');
    await panel(ana).getByText('or earlier, once Ben has answered as well').waitFor();
    await panel(ben).getByText('1 of 3 answered').waitFor();
    await answer(ben, 'web');
    for (const who of [ana, ben]) {
      await panel(who).getByText('2 of 3 answered').waitFor();
      await panel(who).getByRole('button', { name: 'Everyone here has answered: open them now' }).waitFor();
      expect(await panel(who).getByText('right').count()).toBe(0);
    }
    for (const colorScheme of ['light', 'dark'] as const) {
      await ana.page.emulateMedia({ colorScheme });
      await ana.page.waitForFunction((theme) => document.documentElement.dataset.theme === theme, colorScheme);
      const { violations } = await new AxeBuilder({ page: ana.page }).analyze();
      expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target).join(' | ')}`)).toEqual([]);
    }
  });

  it('the kill opens the answers on both screens: the distribution, and who was right', async () => {
    const before = [heardByAna.join('\n'), heardByBen.join('\n')];
    await send(7, 13);
    for (const who of [ana, ben]) {
      await panel(who)
        .getByText(/db was killed at #\d+; 1 of 2 answers was right\./)
        .waitFor();
      const bars = panel(who).getByRole('list', { name: 'What the class said' });
      expect(await bars.getByRole('listitem').filter({ hasText: /^db/ }).innerText()).toMatch(/right[\s\S]*1[\s\S]*A/);
      expect(await bars.getByRole('listitem').filter({ hasText: /^web/ }).innerText()).toMatch(/1[\s\S]*B/);
    }
    const text = await ana.page.evaluate(async (path) => (await fetch(path)).text(), `/api${machine}/log.ndjson`);
    const facts = text.split('\n').flatMap((line) => (JSON.parse(line || '{}') as { facts?: Fact[] }).facts ?? []);
    const opened = facts.find(({ type: kind }) => kind === 'AnswersRevealed')?.answers ?? [];
    expect(opened.map(({ answer }) => answer)).toEqual(['db', 'web']);
    const [anas, bens] = opened;
    for (const [heard, others] of [
      [before[0], bens],
      [before[1], anas],
    ] as const) {
      // The listening works: the seals arrived.
      expect(heard).toContain('AnswerSealed');
      expect(heard).not.toContain(others?.salt);
      expect(heard).not.toMatch(new RegExp(`"answer\\\\?":\\\\?"${others?.answer}`));
    }
    expect(before[0]).toMatch(/"answer\\?":\\?"db/);
  });

  it('a reload shows it as it was, and the question can be put again for the next victim', async () => {
    await ben.page.reload();
    await readMachine(ben.page, 1);
    await ben.page.getByRole('tab', { name: 'Handout' }).click();
    await panel(ben)
      .getByText(/1 of 2 answers was right\./)
      .waitFor();
    await panel(ben)
      .getByRole('button', { name: `Predict: ${QUESTION}` })
      .waitFor();
  });

  it('left no error in any console', () => {
    expect([ana, ben].flatMap(({ problems }) => problems)).toEqual([]);
  });
});
