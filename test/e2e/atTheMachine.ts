import type { Page } from 'playwright-core';

export const DEMO_PASSWORD = 'overcommit-demo';

/** Logs in by the form and waits for the page behind it. */
export async function logIn(page: Page, url: string, email: string): Promise<void> {
  await page.goto(`${url}/login`);
  await page.getByLabel('Email').fill(email);
  await page.getByLabel('Password').fill(DEMO_PASSWORD);
  await page.getByRole('button', { name: 'Log in' }).click();
  await page.waitForURL('**/home');
  await page.getByRole('heading', { level: 1 }).waitFor();
}

/** Opens the link that a fresh service prints and makes the host, host@demo.local, by the form. */
export async function becomeHost(
  page: Page,
  { url, setupPath }: { url: string; setupPath: string | null },
): Promise<void> {
  await page.goto(`${url}${setupPath}`);
  await page.getByLabel('Name').fill('Hana Host');
  await page.getByLabel('Email').fill('host@demo.local');
  await page.getByLabel('Password').fill(DEMO_PASSWORD);
  await page.getByRole('button', { name: 'Make me the host' }).click();
  await page.waitForURL('**/home');
  await page.getByRole('heading', { level: 1 }).waitFor();
}

/** What `<main>` says of the machine: the number of the last entry folded and the digest of that state. */
export type Reading = { seq: number; digest: string };

/** The reading once the page is idle; waits for entry `seq` or a later one. */
export async function readMachine(page: Page, seq = 0): Promise<Reading> {
  const handle = await page.waitForFunction((least) => {
    const main = document.querySelector<HTMLElement>('main[data-seq]');
    const at = Number(main?.dataset.seq ?? Number.NaN);
    return main?.dataset.digest && at >= least ? { seq: at, digest: main.dataset.digest } : null;
  }, seq);
  return (await handle.jsonValue()) as Reading;
}

/** Types one line at the shell and waits until the server has confirmed it. */
export async function type(page: Page, line: string): Promise<Reading> {
  const before = await readMachine(page);
  const prompt = page.getByRole('textbox', { name: 'Command; Tab completes, arrow keys recall' });
  await prompt.fill(line);
  await prompt.press('Enter');
  return readMachine(page, before.seq + 1);
}

/** Whole text of the shell's log. */
export async function shellText(page: Page): Promise<string> {
  return page.getByRole('log', { name: 'Shell' }).innerText();
}

/**
 * The scripts that a machine's page is drawn by: how many bytes went over the wire for those that the document itself
 * names, how many those are, and how many came in all until the machine stood there.
 */
export async function firstScripts(
  page: Page,
  address: string,
): Promise<{ bytes: number; early: number; all: number }> {
  const sizes = new Map<string, Promise<number>>();
  page.on('requestfinished', (request) => {
    if (request.resourceType() !== 'script') return;
    const size = request.sizes().then(({ responseBodySize }) => responseBodySize);
    sizes.set(new URL(request.url()).pathname, size);
  });
  const document = (await (await page.goto(address))?.text()) ?? '';
  await readMachine(page, 1);
  const early = [...sizes].filter(([path]) => document.includes(path));
  const bytes = (await Promise.all(early.map(([, size]) => size))).reduce((sum, size) => sum + size, 0);
  return { bytes, early: early.length, all: sizes.size };
}
