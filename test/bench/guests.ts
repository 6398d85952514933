import type { Browser, BrowserContext } from 'playwright-core';
import { newVisitor } from '../e2e/browser.ts';

export type Place = { url: string; machineId: string };

/** Sits down as a guest; the page is closed, its session stays. */
export async function seatGuest(
  browser: Browser,
  { url, code, n, name = `Member ${n}` }: { url: string; code: string; n: number; name?: string },
): Promise<BrowserContext> {
  const { context, page } = await newVisitor(browser);
  await page.goto(`${url}/join/${code}`);
  await page.getByLabel('Your name').fill(name);
  await page.getByRole('button', { name: /join/i }).click();
  await page.getByLabel('Your link').waitFor();
  await page.close();
  return context;
}

/** Calls a procedure that changes something; fields named in `dates` travel as dates. @throws when it is refused. @returns what it answers */
export async function call(
  context: BrowserContext,
  { url, procedure, input, dates = [] }: { url: string; procedure: string; input: object; dates?: string[] },
): Promise<unknown> {
  const answer = await context.request.post(`${url}/api/trpc/${procedure}`, {
    headers: { origin: url },
    // A kept connection may be closed just as it is used again.
    maxRetries: 2,
    data: { json: input, meta: { values: Object.fromEntries(dates.map((field) => [field, ['Date']])) } },
  });
  if (!answer.ok()) throw new Error(`${procedure} ${JSON.stringify(input)}: ${answer.status()} ${await answer.text()}`);
  return ((await answer.json()) as { result: { data: { json: unknown } } }).result.data.json;
}

/** Sends one line. @returns its entry's number @throws when it is rejected; what the kernel answers is not asked. */
export async function submit(
  context: BrowserContext,
  { url, machineId, line }: Place & { line: string },
): Promise<number> {
  const commandId = Array.from({ length: 4 }, () => Math.random().toString(16).slice(2, 10)).join('');
  const answer = (await call(context, {
    url,
    procedure: 'machines.submit',
    input: { machineId, commandId, line, seenSeq: 0 },
  })) as { ok: true; seq: number } | { ok: false };
  if (!answer.ok) throw new Error(`${line}: ${JSON.stringify(answer)}`);
  return answer.seq;
}

/** Runs `one` for i = 0, 1, … at an even pace; waits for all of them. */
export async function atPace(
  { perSecond, seconds }: { perSecond: number; seconds: number },
  one: (i: number) => Promise<unknown>,
): Promise<void> {
  const sent: Promise<unknown>[] = [];
  const startedMs = performance.now();
  for (let i = 0; i < perSecond * seconds; i++) {
    const wait = startedMs + (i * 1000) / perSecond - performance.now();
    if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
    sent.push(one(i));
  }
  await Promise.all(sent);
}
