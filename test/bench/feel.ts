/** How soon a page paints what comes in, and what held it up: told by the page itself. */
import type { Page } from 'playwright-core';

/** An entry is felt as immediate when it is painted this soon, and nothing held the page up this long. */
export const PAINTED_MS = 150;
export const LONG_TASK_MS = 50;

export type Feel = { entries: number; good: number; late: number; held: number; fps: number; worstMs: number };

/** What the page notes: by entry when it came and when it was painted, in ms of its clock; the long tasks, from and to. */
type Notes = {
  arrived: Map<number, number>;
  painted: Map<number, number>;
  tasks: [number, number][];
  frames: number;
};

/** Runs in the page before its own scripts: notes when each entry came and when it was painted. */
function watch(): void {
  const notes: Notes = { arrived: new Map(), painted: new Map(), tasks: [], frames: 0 };
  Object.assign(window, { feel: notes });
  const hear = (data: unknown) => {
    if (typeof data !== 'string') return;
    for (const [, seq] of data.matchAll(/"seq":(\d+)/g)) {
      if (!notes.arrived.has(Number(seq))) notes.arrived.set(Number(seq), performance.now());
    }
  };
  const Plain = window.WebSocket;
  window.WebSocket = class extends Plain {
    constructor(url: string | URL, protocols?: string | string[]) {
      super(url, protocols);
      this.addEventListener('message', (event) => hear(event.data));
    }
  };
  new PerformanceObserver((list) => {
    for (const task of list.getEntries()) notes.tasks.push([task.startTime, task.startTime + task.duration]);
  }).observe({ entryTypes: ['longtask'] });
  let shown = 0;
  const frame = () => {
    notes.frames += 1;
    const seq = Number(document.querySelector<HTMLElement>('main[data-seq]')?.dataset.seq ?? 0);
    // What stands in the page now is painted with this frame: a task posted here runs after it.
    const channel = new MessageChannel();
    const from = shown;
    shown = Math.max(shown, seq);
    channel.port1.onmessage = () => {
      for (let n = from + 1; n <= seq; n++) notes.painted.set(n, performance.now());
    };
    if (seq > from) channel.port2.postMessage(null);
    requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
}

/** Before the page's first visit. */
export async function watchPage(page: Page): Promise<void> {
  // What runs this file names functions by a helper that a page does not have.
  await page.addInitScript('globalThis.__name = (named) => named');
  await page.addInitScript(watch);
}

/** How the page felt while `work` went on, from the first entry after those that it shows now to the last that came. */
export async function feelWhile(page: Page, seconds: number, work: () => Promise<void>): Promise<Feel> {
  const from = await page.evaluate(() => {
    Object.assign((window as unknown as { feel: object }).feel, { frames: 0 });
    return Number(document.querySelector<HTMLElement>('main[data-seq]')?.dataset.seq ?? 0);
  });
  await work();
  const frames = await page.evaluate(() => (window as unknown as { feel: Notes }).feel.frames);
  await page.waitForFunction(() => {
    const { arrived, painted } = (window as unknown as { feel: Notes }).feel;
    return painted.has(Math.max(...arrived.keys()));
  });
  return { ...(await feelOf(page, from)), fps: frames / seconds };
}

/** `n` of a feel's entries, in hundredths. */
export const share = ({ entries }: Feel, n: number): string => `${((100 * n) / entries).toFixed(1)} %`;

async function feelOf(page: Page, fromSeq: number): Promise<Omit<Feel, 'fps'>> {
  return page.evaluate(
    ({ from, paintedMs, longMs }) => {
      const notes = (window as unknown as { feel: Notes }).feel;
      const feel = { entries: 0, good: 0, late: 0, held: 0, worstMs: 0 };
      for (const [seq, arrivedMs] of notes.arrived) {
        const shownMs = notes.painted.get(seq);
        if (seq <= from || shownMs === undefined) continue;
        const isLate = shownMs - arrivedMs > paintedMs;
        const isHeld = notes.tasks.some(([a, b]) => b - a > longMs && a < shownMs && b > arrivedMs);
        feel.entries += 1;
        feel.late += isLate ? 1 : 0;
        feel.held += isHeld ? 1 : 0;
        feel.good += isLate || isHeld ? 0 : 1;
        feel.worstMs = Math.max(feel.worstMs, shownMs - arrivedMs);
      }
      return feel;
    },
    { from: fromSeq, paintedMs: PAINTED_MS, longMs: LONG_TASK_MS },
  );
}
