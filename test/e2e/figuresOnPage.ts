import type { Page } from 'playwright-core';
import { expect } from 'vitest';

/** A figure in MiB with what it is made of, as the page says them. Each is rounded to a tenth. */
type Said = { name: string; total: number; parts: number[] };

const mibIn = (text: string): number[] =>
  [...text.matchAll(/([\d\u202f]+\.\d)\u00a0MiB/g)].map(([, figure]) => Number(figure?.replaceAll('\u202f', '')));

/** Half a tenth may be lost in every rounding. */
function addsUp({ name, total, parts }: Said): void {
  const sum = parts.reduce((all, part) => all + part, 0);
  expect(Math.abs(sum - total), `${name}: ${total} of ${parts}`).toBeLessThan(0.05 * (parts.length + 1) + 0.001);
}

/** The bars of the gauge that is shown: "Used: 185.8 MiB. Ana 110.7 MiB, …". */
async function barsOf(page: Page): Promise<Said[]> {
  const labels = await page
    .getByRole('region', { name: 'Promised and used' })
    .filter({ visible: true })
    .first()
    .getByRole('img')
    .evaluateAll((all) => all.map((bar) => bar.getAttribute('aria-label') ?? ''));
  return labels.map((label) => {
    const [total = Number.NaN, ...parts] = mibIn(label);
    return { name: label.split(':')[0] ?? '', total, parts };
  });
}

/**
 * All that one machine's page shows of this moment adds up, and says the same twice. The parts are read one after
 * another while the machine may go on, so a reading that spans two moments is taken again.
 */
export async function figuresReconcile(page: Page, about: string): Promise<void> {
  await expect.poll(() => whatIsWrong(page, about), { timeout: 10_000 }).toBeNull();
}

/** Null: all figures add up. */
async function whatIsWrong(page: Page, about: string): Promise<string | null> {
  try {
    await readAndCheck(page, about);
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

async function readAndCheck(page: Page, about: string): Promise<void> {
  const bars = await barsOf(page);
  for (const bar of bars) addsUp({ ...bar, name: `${about}, ${bar.name}` });
  const used = bars.find(({ name }) => name === 'Used') ?? expect.fail(`${about}: no bar says what is used`);
  const chart = await page.getByRole('slider', { name: /^Memory over entries/ }).getAttribute('aria-valuetext');
  const bands = mibIn((chart ?? '').replace(/paging space [^,]*/, ''));
  addsUp({ name: `${about}, chart`, total: used.total, parts: bands });
  const gauge = page.getByRole('region', { name: 'Promised and used' }).filter({ visible: true }).first();
  const words = (await gauge.innerText()).replace(/\s+/g, ' ');
  const [, limit] = /limit ([\d ]+\.\d)/.exec(words) ?? [];
  const [, left] = /([\d ]+\.\d) MiB left under the limit/.exec(words) ?? [];
  const promised = bars.find(({ name }) => name === 'Promised');
  if (limit === undefined || left === undefined || !promised) return;
  const figure = (text: string): number => Number(text.replaceAll(' ', ''));
  addsUp({ name: `${about}, limit`, total: figure(limit), parts: [promised.total, figure(left)] });
}
