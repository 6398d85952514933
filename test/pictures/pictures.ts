/**
 * Takes a picture of every page in every size, light and dark: `npm run pictures -- FOLDER [NAMES]`, where NAMES is a
 * regular expression. `npm run pictures -- --readme` takes the README's pictures again.
 */
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { openBrowser } from '../e2e/browser.ts';
import { freePort, startApp } from '../fixtures/app.ts';
import { type Scene, setScene } from './scene.ts';
import { type Shot, shotsOf, type Weather } from './shots.ts';

const README_FOLDER = join(import.meta.dirname, '../../packages/handbook/pictures');
/** File in the README's folder, and the shot that it is. */
const README_SHOTS = new Map([
  ['machine-why', 'machine'],
  ['replay', 'replay'],
  ['replay-what-if', 'what-if'],
  ['grading', 'grading'],
]);
const SIZES = {
  1280: { width: 1280, height: 800 },
  390: { width: 390, height: 844 },
  1920: { width: 1920, height: 1080 },
  /** 1280×800 at a zoom of 200 %. */
  640: { width: 640, height: 400 },
} as const;
const STILL_MS = 400;
const AT_ONCE = 2;

type Size = keyof typeof SIZES;
type Picture = { shot: Shot; size: Size; theme: 'light' | 'dark'; file: string };

/** The server as this picture needs it; the document and its scripts always come. */
async function setWeather(page: Page, weather: Weather): Promise<void> {
  if (weather === 'fair') return;
  await page.route(/\/(api|socket\.io)\//, (route) =>
    weather === 'waiting'
      ? new Promise<void>(() => undefined)
      : route.fulfill({ status: 500, contentType: 'text/plain', body: 'the database is gone' }),
  );
}

/** Waits until nothing loads, twice: what has just arrived may ask for more. */
async function settle(page: Page): Promise<void> {
  const quiet = () => document.querySelector('.skeleton, [aria-busy="true"]') === null;
  for (let i = 0; i < 2; i++) {
    await page.waitForFunction(quiet, undefined, { timeout: 20_000 });
    await page.waitForTimeout(STILL_MS);
  }
}

/** @returns what is wrong with the page as it is shown, in words */
async function take(browser: Browser, scene: Scene, { shot, size, theme, file }: Picture): Promise<string[]> {
  const context = await browser.newContext({
    viewport: SIZES[size],
    colorScheme: theme,
    reducedMotion: 'reduce',
    storageState: await scene.sessions[shot.as].storageState(),
  });
  const page = await context.newPage();
  const wrong: string[] = [];
  page.on('pageerror', (error) => wrong.push(error.message));
  try {
    await setWeather(page, shot.weather ?? 'fair');
    await page.goto(`${scene.url}${shot.path}`, { waitUntil: 'domcontentloaded' });
    const wait = () => (shot.weather === 'waiting' ? page.waitForTimeout(STILL_MS) : settle(page));
    await wait();
    await shot.act?.(page);
    if (!shot.isMoment) await wait();
    const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    if (over > 0) wrong.push(`${over} px too wide`);
  } catch (error) {
    wrong.push(error instanceof Error ? (error.message.split('\n')[0] as string) : String(error));
  }
  await page.screenshot({ path: file });
  await context.close();
  return wrong;
}

function galleryOf(scene: Scene, folder: string, names: RegExp): Picture[] {
  return shotsOf(scene)
    .filter(({ name }) => names.test(name))
    .flatMap((shot) => {
      const sizes: Size[] = shot.main ? [1280, 390, 1920, 640] : [1280, 390];
      return sizes.flatMap((size) =>
        (['light', 'dark'] as const).map((theme) => ({
          shot,
          size,
          theme,
          file: join(folder, `${shot.name}-${size}-${theme}.png`),
        })),
      );
    });
}

function readmePictures(scene: Scene): Picture[] {
  return shotsOf(scene).flatMap((shot): Picture[] => {
    const name = README_SHOTS.get(shot.name);
    return name ? [{ shot, size: 1280, theme: 'light', file: join(README_FOLDER, `${name}.png`) }] : [];
  });
}

async function takeAll(browser: Browser, scene: Scene, pictures: Picture[]): Promise<number> {
  let wrong = 0;
  const left = [...pictures];
  const worker = async (): Promise<void> => {
    for (let next = left.shift(); next; next = left.shift()) {
      const complaints = await take(browser, scene, next);
      wrong += complaints.length;
      console.log(`${next.file}${complaints.map((line) => `\n  ${line}`).join('')}`);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return wrong;
}

async function main([first, names = '.']: string[]): Promise<void> {
  if (!first) throw new Error('Say which folder: npm run pictures -- FOLDER [NAMES], or --readme');
  const dataDir = await mkdtemp(join(tmpdir(), 'overcommit-pictures-'));
  const app = await startApp({ dataDir, port: await freePort() });
  const browser = await openBrowser();
  try {
    const scene = await setScene(browser, app);
    if (first !== '--readme') await mkdir(first, { recursive: true });
    const pictures = first === '--readme' ? readmePictures(scene) : galleryOf(scene, first, new RegExp(names));
    const wrong = await takeAll(browser, scene, pictures);
    console.log(`${pictures.length} pictures, ${wrong} complaints`);
  } finally {
    await browser.close();
    await app.stop();
    await rm(dataDir, { recursive: true, force: true });
  }
}

await main(process.argv.slice(2));
