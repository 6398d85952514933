import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { findLab, machineSpecOf, playStory } from '@overcommit/handbook';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DEMO_PASSWORD } from './atTheMachine.ts';
import { enginesHere } from './engines/engines.ts';
import type { Engine, OpenEngine, Screen } from './engines/screen.ts';
import { withStage } from './stage.ts';

const FOUR = findLab('the-database-dies') ?? expect.fail('lab 4 is gone');
const PROMPT = '[aria-label="Command; Tab completes, arrow keys recall"]';
/** A folder for what each engine shows of the main pages; without it nothing is written. */
const { PICTURES } = process.env;

/** The last entry that a page has folded, and the machine's digest there; null while it is at work. */
type Reading = { seq: number; digest: string } | null;
const READING = `(() => {
  const { seq, digest } = document.querySelector('main[data-seq]')?.dataset ?? {};
  return digest ? { seq: Number(seq), digest } : null;
})()`;

async function readingAt(screen: Screen, seq: number): Promise<NonNullable<Reading>> {
  await expect.poll(async () => (await screen.read<Reading>(READING))?.seq ?? -1).toBeGreaterThanOrEqual(seq);
  return (await screen.read<Reading>(READING)) ?? expect.fail('the page went on');
}

/** How many colours the map of the frames has. */
const COLOURS = `(() => {
  const canvas = document.querySelector('[aria-label^="Frame map"] canvas');
  if (!canvas?.width || !canvas.height) return 0;
  const { width, height } = canvas;
  return new Set(new Uint32Array(canvas.getContext('2d').getImageData(0, 0, width, height).data.buffer)).size;
})()`;

const textOf = (screen: Screen): Promise<string> => screen.read('document.body.innerText');
const shows = (screen: Screen, text: string | RegExp) => expect.poll(() => textOf(screen)).toMatch(text);

/** Waits until React or the terminal listens at an element: before that a click or a key goes to the bare document. */
async function untilLive(screen: Screen, css: string): Promise<void> {
  const isLive = `((element) =>
    Object.keys(element ?? {}).some((key) => key.startsWith('__reactProps')) || !!element?.closest('.xterm')
  )(document.querySelector(${JSON.stringify(css)}))`;
  await expect.poll(() => screen.read(isLive)).toBe(true);
}

/** A call of the API from within the page, with its cookies. */
async function call<T>(screen: Screen, procedure: string, input: object): Promise<T> {
  const body = JSON.stringify(JSON.stringify({ json: input }));
  const answer = await screen.read<{ result?: { data: { json: T } } }>(
    `fetch('/api/trpc/${procedure}', { method: 'POST', headers: { 'content-type': 'application/json' }, body: ${body} }).then((r) => r.json())`,
  );
  return answer.result?.data.json ?? expect.fail(`${procedure}: ${JSON.stringify(answer)}`);
}

describe('engines beside Chromium', () => {
  const stage = withStage();
  describe.each(enginesHere().map((engine) => [engine.name, engine] as const))(
    'the class of two in %s',
    (name, engine) => classOfTwo(stage, name, engine),
  );
});

function classOfTwo(stage: ReturnType<typeof withStage>, name: string, engine: Engine): void {
  let opened: OpenEngine;
  let ana: Screen;
  let ben: Screen;
  let machine = '';
  let last = 0;

  async function logIn(screen: Screen, email: string): Promise<void> {
    await screen.goTo(`${stage.app.url}/login`);
    await untilLive(screen, 'form');
    await screen.fill('input[name=email]', email);
    await screen.fill('input[name=password]', DEMO_PASSWORD);
    await screen.click('form button[type=submit]');
    await expect.poll(() => screen.read('location.pathname')).toBe('/home');
  }
  /** No page of any engine shows the error page; where a folder is named, a picture is kept. */
  async function look(screen: Screen, what: string): Promise<void> {
    await screen.toFront();
    expect(await textOf(screen)).not.toContain('This page broke');
    if (PICTURES === undefined) return;
    await mkdir(PICTURES, { recursive: true });
    await writeFile(join(PICTURES, `${what}.${name.toLowerCase()}.png`), await screen.picture());
  }

  beforeAll(async () => {
    opened = await engine.open();
    [ana, ben] = [await opened.newScreen(), await opened.newScreen()];
  });
  afterAll(() => opened?.close());

  it('the first page has a machine that runs in it', async () => {
    await ana.goTo(stage.app.url);
    await shows(ana, /Used [\d.]+\sMiB = db/);
    await look(ana, 'landing');
  });

  it('both log in, and crash one machine: both screens end at the same entry and digest, and say who died', async () => {
    await logIn(ana, 'ana@demo.local');
    await logIn(ben, 'ben@demo.local');
    const { machineId } = await call<{ machineId: string }>(ana, 'labs.start', { slug: FOUR.slug });
    const { code } = await call<{ code: string }>(ana, 'machines.share', { machineId });
    await call(ben, 'machines.joinByCode', { code });
    machine = `/machines/${machineId}`;
    for (const screen of [ana, ben]) await screen.goTo(`${stage.app.url}${machine}`);
    // Both have a seat: that is two entries.
    last = 2;
    for (const { hand, line } of FOUR.story.slice(0, 13)) {
      const screen = hand === 'ana' ? ana : ben;
      await readingAt(screen, last);
      await untilLive(screen, PROMPT);
      await screen.fill(PROMPT, line);
      await screen.enter(PROMPT);
      last = (await readingAt(screen, last + 1)).seq;
    }
    const readings = [await readingAt(ana, last), await readingAt(ben, last)];
    expect(readings[0]).toEqual(readings[1]);
    const { machine: twin } = playStory(
      machineSpecOf(FOUR, FOUR.variants[0] ?? expect.fail()),
      FOUR.story.slice(0, 13),
    );
    expect(twin.processes.map((one) => one.name)).not.toContain('db');
    for (const screen of [ana, ben]) {
      await shows(screen, /Killed process \d+ \(db\)/);
      await screen.toFront();
      await expect.poll(() => screen.read(COLOURS)).toBeGreaterThan(3);
    }
    await look(ana, 'machine');
  });

  it('the replay folds the same log to the same digest', async () => {
    const live = await readingAt(ana, last);
    await ana.goTo(`${stage.app.url}${machine}/replay`);
    expect(await readingAt(ana, last)).toEqual(live);
    await look(ana, 'replay');
  });

  it('an assignment is shown with its hand-in', async () => {
    await ana.goTo(`${stage.app.url}/home`);
    const ASSIGNMENT = `document.querySelector('a[href^="/assignments/"]')?.getAttribute('href') ?? null`;
    await expect.poll(() => ana.read(ASSIGNMENT)).not.toBeNull();
    await ana.goTo(`${stage.app.url}${await ana.read<string>(ASSIGNMENT)}`);
    await shows(ana, /Hand(ed)? in/);
    expect(await textOf(ana)).toContain(FOUR.title);
    await look(ana, 'assignment');
  });
}
