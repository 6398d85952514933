import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Readable } from 'node:stream';
import { freePort } from '../../fixtures/app.ts';
import type { Engine, Screen } from './screen.ts';
import { VIEWPORT } from './screen.ts';

const ENTER = '\uE007';
/** Higher than the view by MiniBrowser's tool bar. */
const WINDOW = { width: VIEWPORT.width, height: VIEWPORT.height + 38 };
/** WebKit takes its language from the locale: this one has none, which Intl does not know. */
const LOCALE = 'C.UTF-8';

export type WebKitPaths = { driver: string; miniBrowser: string };

/**
 * WebKitGTK's MiniBrowser, by WebDriver. A driver has one session, and so one person; a window under another one draws nothing.
 * So each screen has a driver, and a display that only Xvfb has.
 */
export const webkitEngine = ({ driver, miniBrowser }: WebKitPaths): Engine => ({
  name: 'WebKit',
  async open() {
    const ends: (() => Promise<void>)[] = [];
    return {
      async newScreen(): Promise<Screen> {
        const { xvfb, display } = await startXvfb();
        ends.unshift(() => stop(xvfb));
        const port = await freePort();
        const env = { ...process.env, DISPLAY: display, LANG: LOCALE, LC_ALL: LOCALE };
        const child = spawn(driver, [`--port=${port}`], { env, stdio: 'ignore' });
        ends.unshift(() => stop(child));
        const call = caller(`http://127.0.0.1:${port}`);
        await untilUp(call, child);
        const options = { binary: miniBrowser, args: ['--automation'] };
        const capabilities = { alwaysMatch: { 'webkitgtk:browserOptions': options } };
        const { sessionId } = await call<{ sessionId: string }>('POST', '/session', { capabilities });
        ends.unshift(async () => void (await call('DELETE', `/session/${sessionId}`)));
        const session = <T>(method: string, path: string, body?: object) =>
          call<T>(method, `/session/${sessionId}${path}`, body);
        await session('POST', '/window/rect', WINDOW);
        return screenOf(session);
      },
      async close() {
        for (const end of ends) await end();
      },
    };
  },
});

type Call = <T>(method: string, path: string, body?: object) => Promise<T>;

function screenOf(session: Call): Screen {
  const find = async (css: string): Promise<string> =>
    Object.values(
      await session<Record<string, string>>('POST', '/element', { using: 'css selector', value: css }),
    )[0] as string;
  const send = async (css: string, text: string) =>
    void (await session('POST', `/element/${await find(css)}/value`, { text }));
  return {
    goTo: (url) => session('POST', '/url', { url }),
    read: (expression) =>
      session('POST', '/execute/async', {
        script: `const done = arguments[0]; Promise.resolve(${expression}).then(done);`,
        args: [],
      }),
    click: async (css) => void (await session('POST', `/element/${await find(css)}/click`, {})),
    fill: send,
    enter: (css) => send(css, ENTER),
    toFront: async () => {},
    picture: async () => Buffer.from(await session<string>('GET', '/screenshot'), 'base64'),
  };
}

const caller =
  (origin: string): Call =>
  async (method, path, body) => {
    const answer = await fetch(`${origin}${path}`, { method, ...(body ? { body: JSON.stringify(body) } : {}) });
    const { value } = (await answer.json()) as { value: { error?: string; message?: string } | null };
    if (!answer.ok) throw new Error(`${method} ${path}: ${value?.error} ${value?.message}`);
    return value as never;
  };

/** A driver says nothing when it listens, so it is asked until it answers. */
async function untilUp(call: Call, child: ChildProcess): Promise<void> {
  while (child.exitCode === null) {
    const isUp = await call('GET', '/status').then(
      () => true,
      () => false,
    );
    if (isUp) return;
    await new Promise((resolve) => setImmediate(resolve));
  }
  throw new Error(`the WebKit driver ended with ${child.exitCode}`);
}

/** A display that no one else has: Xvfb chooses its number and writes it to its fourth file. */
async function startXvfb(): Promise<{ xvfb: ChildProcess; display: string }> {
  const size = `${WINDOW.width}x${WINDOW.height}x24`;
  const xvfb = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', size, '-nolisten', 'tcp'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  });
  const [number] = await once(xvfb.stdio[3] as Readable, 'data');
  return { xvfb, display: `:${String(number).trim()}` };
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill();
  await once(child, 'exit');
}
