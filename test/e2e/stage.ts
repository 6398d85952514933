import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, inject } from 'vitest';
import '../fixtures/demoGlobal.ts';
import { type App, freePort, startApp } from '../fixtures/app.ts';
import { type TestDatabase, withDatabase } from '../fixtures/postgres.ts';
import { openBrowser } from './browser.ts';

/** For a file of browser tests: `npm start` with a database of its own that has the demo course, and a browser. Hooks and tests after it can use both. */
export function withStage(): { app: App; browser: Browser; database: TestDatabase } {
  const database = withDatabase(inject('demoTemplate'));
  const stage = { database } as { app: App; browser: Browser; database: TestDatabase };
  let dir = '';
  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'overcommit-e2e-'));
    stage.app = await startApp({ dataDir: dir, port: await freePort(), database });
    stage.browser = await openBrowser();
  });
  afterAll(async () => {
    await stage.browser?.close();
    await stage.app?.stop();
    await rm(dir, { recursive: true, force: true });
  });
  return stage;
}
