import { readFileSync } from 'node:fs';
import { AxeBuilder } from '@axe-core/playwright';
import { expect, it } from 'vitest';
import { newVisitor } from './browser.ts';
import { withStage } from './stage.ts';

const NUMA = readFileSync('test/oomReports/el8-numa-policy-node3.txt', 'utf8');
const TWO = readFileSync('test/oomReports/i386-5.7-two-kills.txt', 'utf8');

const stage = withStage();

it('a pasted report is explained without a single request, also offline', async () => {
  const { page, context } = await newVisitor(stage.browser);
  await page.goto(`${stage.app.url}/oom`, { waitUntil: 'networkidle' });
  const sent: string[] = [];
  page.on('request', (request) => sent.push(request.url()));
  await context.setOffline(true);
  const field = page.getByLabel('Report or log');
  await field.fill(NUMA);
  await page.getByRole('heading', { name: 'oom (2074) was killed' }).waitFor();
  await page.getByText('memory policy allows memory of node 3 only').first().waitFor();
  await page.getByLabel('Hide names').check();
  await page.getByRole('heading', { name: 'p1 (2074) was killed' }).waitFor();
  await page.getByLabel('Hide names').uncheck();
  await page.getByRole('heading', { name: 'oom (2074) was killed' }).waitFor();
  await field.fill(TWO);
  await page.getByText('3 events in this text').waitFor();
  await page.getByRole('button', { name: /NetworkManager \(304\) was killed/ }).click();
  await page.getByRole('heading', { name: 'NetworkManager (304) was killed' }).waitFor();
  await field.fill('hello');
  await page.getByText('None of 1 lines is of an OOM report').waitFor();
  expect(sent.filter((url) => !url.startsWith('blob:'))).toEqual([]);
  await context.close();
});

it('a link holds the whole report, and the address sends none of it', async () => {
  const { page, context } = await newVisitor(stage.browser);
  await page.goto(`${stage.app.url}/oom`);
  await page.getByRole('button', { name: /A container at its limit/ }).click();
  await page.getByRole('button', { name: 'Copy a link that holds it' }).click();
  await page.waitForFunction(() => window.location.hash.startsWith('#report='));
  const link = page.url();
  await context.close();

  const other = await newVisitor(stage.browser);
  const sent: string[] = [];
  other.page.on('request', (request) => sent.push(`${request.url()} ${request.postData() ?? ''}`));
  await other.page.goto(link);
  await other.page.getByRole('heading', { name: 'php-fpm (3902942) was killed' }).waitFor();
  expect(sent.filter((one) => /php-fpm|report=/.test(one))).toEqual([]);
  await other.context.close();
});

it.each([
  ['light', 1280],
  ['dark', 390],
] as const)(
  'an explained report has no findings of axe and does not overflow: %s, %i wide',
  async (colorScheme, width) => {
    const { page, context } = await newVisitor(stage.browser);
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize({ width, height: 800 });
    await page.goto(`${stage.app.url}/oom`);
    await page.getByRole('button', { name: /A database and a machine/ }).click();
    await page.getByRole('heading', { name: 'mysqld (6576) was killed' }).waitFor();
    for (const question of await page.locator('details').all())
      await question.evaluate((one) => one.setAttribute('open', ''));
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target).join(' | ')}`)).toEqual([]);
    expect(
      await page.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth),
    ).toBe(true);
    await context.close();
  },
);
