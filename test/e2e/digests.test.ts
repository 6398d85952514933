import { join } from 'node:path';
import { build } from 'esbuild';
import { expect, it } from 'vitest';
import { digestsOfScripts } from '../properties/inBrowser.ts';
import { openBrowser } from './browser.ts';

const SEED = 20261126;
const SCRIPTS = 150;

/** The engine and the drawn scripts as one file for a page: `lab.digestsOfScripts`. */
async function bundle(): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [join(import.meta.dirname, '..', 'properties', 'inBrowser.ts')],
    bundle: true,
    write: false,
    format: 'iife',
    globalName: 'lab',
    platform: 'browser',
    target: 'chrome120',
  });
  return outputFiles[0]?.text ?? '';
}

it('[LOG-1] Node and Chromium give equal digests for the same drawn scripts', async () => {
  const browser = await openBrowser();
  try {
    const page = await browser.newPage();
    await page.addScriptTag({ content: await bundle() });
    const there = await page.evaluate(`lab.digestsOfScripts(${SEED}, ${SCRIPTS})`);
    const here = digestsOfScripts(SEED, SCRIPTS);
    expect(new Set(here).size).toBeGreaterThan(SCRIPTS / 2);
    expect(there).toEqual(here);
  } finally {
    await browser.close();
  }
});
