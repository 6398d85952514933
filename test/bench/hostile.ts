/**
 * One account against all others: `npm run load -- --hostile`. It starts as many machines as it may, runs a fork bomb on
 * each, and asks for a hundred ticks again and again, mostly in vain. Meanwhile an honest pair works on its own machine.
 * Prints how long the pair waits, as a ratio to the same without the attack.
 */
import { randomUUID } from 'node:crypto';
import type { openBrowser } from '../access/server.ts';
import { atPace } from './guests.ts';

type Browser = ReturnType<typeof openBrowser>;
type Answer = { ok: boolean; rejection?: { code: string } };

export type HostileOptions = {
  origin: string;
  /** Logged in: who attacks, and who works. */
  attacker: Browser;
  honest: Browser;
  /** Machines that the attacker starts. */
  machines: number;
  /** Of each of the two measurements. */
  seconds: number;
};

const HONEST_PER_SECOND = 5;
const HEALTH_PER_SECOND = 10;

async function must<T>(what: string, call: Promise<{ data: T; code: string | null; message: string }>): Promise<T> {
  const { data, code, message } = await call;
  if (code !== null) throw new Error(`${what}: ${code} ${message}`);
  return data;
}

const startLab = async (browser: Browser): Promise<string> =>
  (await must('start', browser.mutate<{ machineId: string }>('labs.start', { slug: 'the-database-dies' }))).machineId;

const submit = (browser: Browser, machineId: string, line: string) =>
  browser.mutate<Answer>('machines.submit', { machineId, commandId: randomUUID(), line, seenSeq: 0 });

function quantile(numbers: readonly number[], share: number): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

/** What an honest pair sends, and how long each answer takes, in ms. */
async function workHonestly(browser: Browser, machineId: string, { seconds, from }: { seconds: number; from: number }) {
  const answerMs: number[] = [];
  await atPace({ perSecond: HONEST_PER_SECOND, seconds }, async (i) => {
    const line = i % 2 === 0 ? `mmap db r${from + i} 1M rw private` : `touch db r${from + i - 1} 0 128K w`;
    const startedMs = performance.now();
    const { code } = await submit(browser, machineId, line);
    if (code !== null) throw new Error(`an honest command failed: ${code}`);
    answerMs.push(performance.now() - startedMs);
  });
  return answerMs;
}

/** Asks for a hundred ticks on every machine, each time the last answer is there. @returns a way to stop, and counts */
function attack(browser: Browser, machines: readonly string[]) {
  const counts = new Map<string, number>();
  let isOver = false;
  const loops = machines.map(async (machineId) => {
    while (!isOver) {
      const { data, code } = await submit(browser, machineId, 'tick 100');
      const name = code ?? (data.ok ? 'carried out' : (data.rejection?.code ?? 'rejected'));
      counts.set(name, (counts.get(name) ?? 0) + 1);
      // Also a hostile program takes the answer before it asks again; a refusal for pace must not spin here.
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  });
  return {
    counts,
    async stop() {
      isOver = true;
      await Promise.allSettled(loops);
    },
  };
}

async function healthMs(origin: string, seconds: number): Promise<number[]> {
  const took: number[] = [];
  await atPace({ perSecond: HEALTH_PER_SECOND, seconds }, async () => {
    const startedMs = performance.now();
    const { ok } = await fetch(`${origin}/healthz`);
    if (!ok) throw new Error('/healthz is not ok');
    took.push(performance.now() - startedMs);
  });
  return took;
}

const line = (label: string, text: string) => console.log(`${label.padEnd(52)} ${text}`);

export async function hostile({ origin, attacker, honest, machines, seconds }: HostileOptions): Promise<void> {
  const own = await startLab(honest);
  for (const first of ['spawn db', 'spawn web']) await must(first, submit(honest, own, first));
  await workHonestly(honest, own, { seconds: 5, from: 0 });
  const without = await workHonestly(honest, own, { seconds, from: 1000 });

  const targets: string[] = [];
  for (let i = 0; i < machines; i++) {
    const machineId = await startLab(attacker).catch(() => null);
    if (machineId === null) break;
    targets.push(machineId);
    for (const first of ['spawn bomb', 'run bomb forkbomb']) await submit(attacker, machineId, first);
  }
  const attacking = attack(attacker, targets);
  await new Promise((resolve) => setTimeout(resolve, 3000));
  const [under, health] = await Promise.all([
    workHonestly(honest, own, { seconds, from: 5000 }),
    healthMs(origin, seconds),
  ]);
  await attacking.stop();

  const counts = [...attacking.counts].map(([name, n]) => `${name} × ${n}`).join(', ');
  line('hostile: machines of the attacker, and their answers', `${targets.length}: ${counts}`);
  for (const [name, share] of [
    ['median', 0.5],
    ['p99', 0.99],
  ] as const) {
    const [a, b] = [quantile(under, share), quantile(without, share)];
    line(`hostile: submit ${name}, with / without`, `${(a / b).toFixed(2)}  (${a.toFixed(0)} / ${b.toFixed(0)} ms)`);
  }
  line('hostile: /healthz p95, ms', quantile(health, 0.95).toFixed(0));
}
