import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { logIn, readMachine, shellText, type } from './atTheMachine.ts';
import { newVisitor, type Visitor } from './browser.ts';
import { withStage } from './stage.ts';

const PROMPT = 'Command; Tab completes, arrow keys recall';
const KERNELS = 14;

const BACKUP = ['# the database writes while its backup reads', 'fork db bgsave', 'touch db pool 0 60M w'];
const WEB = ['spawn web', 'mmap web cache 200M rw private', 'touch web cache 0 20M w', 'touch web cache 20M 20M w'];
const FATAL = 'touch web cache 40M 20M w';

const prompt = (page: Page) => page.getByRole('textbox', { name: PROMPT });
const why = (page: Page) => page.getByRole('tabpanel', { name: 'Why' });
const script = (page: Page) => page.getByRole('region', { name: 'Script' });
const guide = (page: Page) => page.getByRole('region', { name: 'Handout, step by step' });
const openWhy = (page: Page) => page.getByRole('tab', { name: 'Why' }).click();
const now = async (page: Page): Promise<number> => (await readMachine(page)).seq;
/** How often a line stands in the shell's log. */
const times = async (page: Page, text: string): Promise<number> => (await shellText(page)).split(text).length - 1;

describe('the live machine explains itself', () => {
  const stage = withStage();
  let ana: Visitor;
  let ben: Visitor;
  let machine: string;
  let killSeq = 0;

  beforeAll(async () => {
    [ana, ben] = await Promise.all([newVisitor(stage.browser), newVisitor(stage.browser)]);
    await ana.context.grantPermissions(['clipboard-read', 'clipboard-write']);
    await Promise.all([
      logIn(ana.page, stage.app.url, 'ana@demo.local'),
      logIn(ben.page, stage.app.url, 'ben@demo.local'),
    ]);
    const mine = ana.page.getByRole('region', { name: 'My machines' });
    await mine.getByRole('link', { name: /^The database dies/ }).click();
    await ana.page.waitForURL('**/machines/*');
    machine = ana.page.url();
    await ben.page.goto(machine);
    await Promise.all([readMachine(ana.page, 1), readMachine(ben.page, 1)]);
  });

  it('the terminal explains a verb without writing an entry, completes verbs and names, and recalls', async () => {
    const { page } = ana;
    const before = await now(page);
    await prompt(page).focus();
    await page.keyboard.type('help mmap');
    await page.keyboard.press('Enter');
    await expect.poll(() => shellText(page)).toMatch(/help mmap[\s\S]*mmap P REGION SIZE/);
    expect(await now(page)).toBe(before);

    await page.keyboard.type('spaw');
    await page.keyboard.press('Tab');
    await page.keyboard.type('db');
    await page.keyboard.press('Enter');
    await readMachine(page, before + 1);
    expect(await times(page, '$ spawn db')).toBe(1);

    await page.keyboard.type('mmap d');
    await page.keyboard.press('Tab');
    await page.keyboard.type('pool 110M rw private');
    await page.keyboard.press('Enter');
    await readMachine(page, before + 2);
    expect(await times(page, '$ mmap db pool 110M rw private')).toBe(1);

    await page.keyboard.type('touch db pool 0 110M w');
    await page.keyboard.press('Enter');
    const { seq } = await readMachine(page, before + 3);
    const line = (await shellText(page)).split('\n').find((one) => one.includes('touch db')) ?? '';
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('Enter');
    await readMachine(page, seq + 1);
    expect(await times(page, line)).toBe(2);
  });

  it('a pasted script waits, runs when it is told to, and says how far it is', async () => {
    const { page } = ana;
    const before = await now(page);
    await page.evaluate((text) => navigator.clipboard.writeText(text), BACKUP.join('\n'));
    await prompt(page).focus();
    await page.keyboard.press('Control+v');
    await script(page).getByText('2 commands').waitFor();
    expect(await now(page)).toBe(before);
    await script(page).getByRole('button', { name: 'Run it' }).click();
    await script(page).getByText('2/2, done').waitFor();
    const { seq } = await readMachine(page, before + 2);
    expect(seq).toBe(before + 2);
  });

  it('a script from a file is refused whole with its line, or run', async () => {
    const { page } = ben;
    const before = (await readMachine(page, await now(ana.page))).seq;
    const file = (name: string, lines: string[]) =>
      page
        .getByLabel('Script file')
        .setInputFiles({ name, mimeType: 'text/plain', buffer: Buffer.from(lines.join('\n')) });
    await file('bad.txt', ['spawn web', 'mmap web']);
    await script(page).getByText(/2: /).waitFor();
    expect(await now(page)).toBe(before);
    await file('web.txt', WEB);
    await script(page).getByRole('button', { name: 'Run it' }).click();
    await script(page).getByText('4/4, done').waitFor();
    expect((await readMachine(page, before + WEB.length)).seq).toBe(before + WEB.length);
  });

  it('ranks, scores and danger are held back, with the title, until all three have answered who dies', async () => {
    await readMachine(ana.page, await now(ben.page));
    for (const { page } of [ana, ben]) {
      await guide(page).getByText('step 4 of 6').waitFor();
      const text = await page.locator('body').innerText();
      expect(text).not.toMatch(/next to die|dies first|MiB away|If the killer struck now|The database dies|score \d/);
    }
    await guide(ana.page)
      .getByRole('button', { name: /^Predict: / })
      .click();
    for (const [{ page }, answer] of [
      [ana, 'db'],
      [ben, 'web'],
    ] as const)
      await guide(page)
        .getByRole('group', { name: /^Your answer to: / })
        .getByRole('button', { name: answer })
        .click();
    const cem = await newVisitor(stage.browser);
    await logIn(cem.page, stage.app.url, 'cem@demo.local');
    await cem.page.goto(machine);
    await guide(cem.page).getByText('step 4 of 6').waitFor();
    await guide(cem.page)
      .getByRole('group', { name: /^Your answer to: / })
      .getByRole('button', { name: 'nobody' })
      .click();
    await guide(cem.page).getByText('step 5 of 6').waitFor();
    await cem.context.close();
    await guide(ana.page).getByText('step 5 of 6').waitFor();
    await guide(ben.page).getByText('Your turn, Ben').waitFor();
  });

  it('danger is told before death, to whom it concerns, and ranks have a unit', async () => {
    const mine = ana.page.getByRole('region', { name: 'My processes' });
    await mine.getByText(/If memory runs out now, db dies first, [\d.]+\sMiB ahead of bgsave\./).waitFor();
    await mine.getByText('Your db is next to die.').waitFor({ state: 'attached' });
    const web = ben.page.getByRole('listitem', { name: /^web, pid/ });
    await web.getByText(/^3rd, [\d.]+\sMiB away$/).waitFor();
    expect(await ben.page.getByText(/If memory runs out now/).count()).toBe(0);
  });

  it('tells for every kernel who would die now, and writes nothing', async () => {
    const { page } = ben;
    const before = await now(page);
    await openWhy(page);
    await why(page).getByText('If the killer struck now…').click();
    const table = why(page).getByRole('table', { name: 'Who would die under each kernel' });
    await table.waitFor();
    expect(await table.getByRole('row').count()).toBe(KERNELS + 1);
    const row = (name: RegExp) => table.getByRole('row', { name }).innerText();
    expect(await row(/^Linux 6\.1 \(here\)/)).toContain('db');
    expect(await row(/^Solaris 10/)).toContain('nobody');
    expect(await row(/^Linux 2\.6\.11/)).toContain('child of db');
    expect(await now(page)).toBe(before);
  });

  it('the card says who died, why, who caused it, and what would have changed it', async () => {
    // The lab opens the answers in the entry after it.
    killSeq = (await now(ben.page)) + 1;
    await type(ben.page, FATAL);
    await readMachine(ana.page, killSeq);
    const said = (page: Page, words: string) =>
      page.getByRole('status').filter({ hasText: words }).waitFor({ state: 'attached' });
    await said(ana.page, 'Your db was killed. Ben’s web needed one page. None was left. Yours held the most.');
    await said(ben.page, 'Ana’s db was killed. Your web needed one page. None was left. db held the most.');
    for (const { page } of [ana, ben]) {
      await openWhy(page);
      const card = why(page).getByRole('article', { name: 'db killed' });
      await card.getByText('Rules VIEW-7, VAR-15').waitFor();
      const text = (await card.innerText()).replace(/\s+/g, ' ');
      expect(text).toMatch(
        /^Linux 6\.1 killed Ana's db\. Why .* of 3 candidates db held the most memory, 11\d\.\d MiB\. Who caused it /,
      );
      expect(text).toMatch(/The kernel had promised [\d.]+ MiB of memory, and there is 240\.\d MiB of RAM/);
      expect(text).toContain("Ben's web needed one more page of memory, and none was left.");
      expect(text).toMatch(/What filled the memory by then: Ana [\d.]+ MiB, Ben [\d.]+ MiB, the system [\d.]+ MiB\./);
      for (const what of ['swap', 'RAM'])
        expect(text).toMatch(
          new RegExp(
            `With [\\d.]+ MiB more ${what} \\([\\d ]+ pages?\\), nobody would have died up to #\\d+, the last entry when this was worked out\\.`,
          ),
        );
      expect(text).toMatch(/db would have survived with [\d.]+ MiB less .*; bgsave would have died instead\./);
      expect(text).toMatch(
        /With oom_score_adj db -\d+ or lower, which only root may set, bgsave would have died at #\d+ instead\./,
      );
    }
    const grave = ana.page.getByRole('region', { name: 'My killed processes' });
    await grave
      .getByRole('listitem', { name: /^db, pid 100, killed/ })
      .getByText(/when Ben ran/)
      .first()
      .waitFor();
  });

  it('what a card lacks is fetched when it is open; where that fails it says so, and can be asked again', async () => {
    const { page } = ben;
    const snapshots = '**/api/trpc/**log.snapshot**';
    await page.route(snapshots, (route) => route.fulfill({ status: 503, body: 'busy' }));
    await page.goto(`${machine}/replay?at=${killSeq}&view=why`);
    await readMachine(page, killSeq);
    const card = why(page).getByRole('article', { name: 'db killed' });
    const alert = card.getByRole('alert');
    await alert.getByText(/^How much was missing\? That could not be worked out\. .* \(status 503\)\./).waitFor();
    await page.unroute(snapshots);
    // The console says of the answer what the card says.
    expect(ben.problems.splice(0).filter((one) => !one.includes('503'))).toEqual([]);
    await alert.getByRole('button', { name: 'Try again' }).click();
    await card
      .getByText(/nobody would have died up to #\d+, the last entry when this was worked out\./)
      .first()
      .waitFor();
    expect(await alert.count()).toBe(0);
    await page.goto(machine);
    await readMachine(page, killSeq);
  });

  it('the chart can be read with the keyboard, and as a table', async () => {
    const { page } = ana;
    const chart = page.getByRole('region', { name: 'Memory over entries' });
    await page.keyboard.press('Escape');
    const slider = chart.getByRole('slider');
    await slider.focus();
    await page.keyboard.press('Home');
    await page.keyboard.press('PageDown');
    await expect.poll(() => slider.getAttribute('aria-valuetext')).toMatch(/db killed.*Ana [\d.]+\sMiB/);
    expect(await slider.getAttribute('aria-valuenow')).toBe(String(killSeq));
    await chart.getByRole('button', { name: 'Memory over entries as a table' }).click();
    const table = chart.getByRole('table', { name: 'Memory over entries, newest first' });
    const killed = await table.getByRole('row', { name: /db killed/ }).innerText();
    expect(killed).toMatch(new RegExp(`^#${killSeq}\\b.*\\d\\.\\d`));
    expect(await table.getByRole('columnheader').allInnerTexts()).toEqual(
      expect.arrayContaining(['Ana', 'Ben'].map((name) => expect.stringContaining(name))),
    );
  });

  it('what if: a link prepares the variation, one press gives the comparison, and again leads to the same one', async () => {
    const { page } = ben;
    const ask = async (label: string) => {
      await page.goto(machine);
      await readMachine(page, killSeq);
      await openWhy(page);
      await why(page).getByRole('link', { name: label, exact: true }).click();
      await page.waitForURL(`**/replay?at=${killSeq}&**`);
      await page.getByRole('dialog').getByRole('button', { name: 'Carry it out' }).waitFor();
      await page.keyboard.press('Enter');
      await page.waitForURL('**variation=*');
      const compared = page.getByRole('region', { name: 'Comparison' });
      await compared.waitFor();
      expect(await page.getByRole('dialog').count()).toBe(0);
      expect(new URL(page.url()).searchParams.has('whatif')).toBe(false);
      return { text: await compared.innerText(), id: new URL(page.url()).searchParams.get('variation') };
    };
    const solaris = await ask('Solaris');
    expect(solaris.text).toMatch(/fork db bgsave: ENOMEM instead of ok/);
    const adjusted = await ask('adj −500');
    expect(adjusted.text).toMatch(/bgsave/);
    expect(adjusted.id).not.toBe(solaris.id);
    expect((await ask('Solaris')).id).toBe(solaris.id);
  });

  it('a question about an entry that is not there asks nothing, and may be asked of a refusal too', async () => {
    const { page } = ben;
    await page.goto(`${machine}/replay?at=9999&whatif=kernel%3Asolaris-10`);
    await readMachine(page, killSeq);
    expect(await page.getByRole('dialog').count()).toBe(0);
    await page.goto(machine);
    const { seq } = await type(page, 'mmap web huge 900M rw private');
    await openWhy(page);
    const card = why(page).getByRole('article', { name: 'mmap refused' });
    await card.getByText(/A request of at most/).waitFor();
    expect((await card.innerText()).replace(/\s+/g, ' ')).toMatch(
      /sysctl vm\/overcommit_memory 1 \(always\) instead of 0\. .* MiB more swap\..* A request of at most 240\.\d MiB\./,
    );
    await card.getByRole('link', { name: 'always' }).click();
    await page.getByRole('dialog', { name: 'What if always' }).getByRole('button', { name: 'Carry it out' }).click();
    await page
      .getByRole('region', { name: 'Comparison' })
      .getByRole('button', { name: `First difference #${seq}` })
      .waitFor();
  });

  it('the rule bench is one link away, and no console complained', async () => {
    await openWhy(ana.page);
    await why(ana.page).getByRole('link', { name: 'Try a killer’s rule of your own on this log' }).click();
    await ana.page.waitForURL('**/rule');
    await ana.page.getByRole('heading', { level: 1, name: 'Try a rule' }).waitFor();
    expect([ana, ben].flatMap(({ problems }) => problems)).toEqual([]);
  });
});
