import { execFileSync } from 'node:child_process';
import { appendFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { freePort } from '../fixtures/app.ts';
import type { People } from './people.ts';
import { createServer, type FaultServer, postmasterOf, signal, treeOf } from './server.ts';

/** What a fault is done to, while people work. */
export type Scene = {
  /** The bundle that is run. */
  file: string;
  server: FaultServer;
  people: People;
  /** A file system of a few hundred megabytes of its own, with the data folder on it; null = there is none. */
  smallDisk: string | null;
  say(text: string): void;
};
export type Fault = (scene: Scene) => Promise<void>;

const STALL_MS = 2500;
const READY_MS = 120_000;

/** Each leaves a server that runs, and people who are about to be served. */
export const FAULTS = {
  node: async ({ server }) => {
    await server.end('SIGKILL');
    await server.start();
  },
  postgres: async ({ server }) => signal([postmasterOf(server.dataDir)], 'SIGKILL'),
  both: async ({ server }) => {
    const postmaster = postmasterOf(server.dataDir);
    await Promise.all([server.end('SIGKILL'), signal([postmaster], 'SIGKILL')]);
    await server.start();
  },
  stall: async ({ server }) => {
    const tree = treeOf(postmasterOf(server.dataDir));
    signal(tree, 'SIGSTOP');
    await wait(STALL_MS);
    signal(tree, 'SIGCONT');
  },
  stop: async ({ server, say }) => {
    say(`stopped in ${Math.round(await server.end('SIGTERM'))} ms`);
    await server.start();
  },
  firstStart,
  diskFull,
  twoProcesses,
} as const satisfies Record<string, Fault>;
export type FaultName = keyof typeof FAULTS;

/** A service that is killed at some moment of its very first start has to start. */
async function firstStart({ file, say }: Scene): Promise<void> {
  const dataDir = mkdtempSync(join(tmpdir(), 'overcommit-first-'));
  const server = createServer({ file, dataDir, port: await freePort() });
  const afterMs = Math.round(100 + Math.random() * 2500);
  const started = server.start().catch(() => undefined);
  await wait(afterMs);
  signal(treeOf(server.pid()), 'SIGKILL');
  await started;
  signal([postmasterOf(dataDir)], 'SIGKILL');
  await server.start();
  await server.end('SIGTERM');
  rmSync(dataDir, { recursive: true, force: true });
  say(`killed ${afterMs} ms after its first start, and started`);
}

/** Fills the disk until the service says so, then makes room. */
async function diskFull({ smallDisk, server, say }: Scene): Promise<void> {
  if (smallDisk === null) return say('left out: it takes root, and a system that lets it mount a small disk');
  const ballast = join(smallDisk, 'ballast');
  const fill = (): void => {
    const { bavail, bsize } = statfsSync(smallDisk);
    const block = Buffer.alloc(Math.min(bavail * bsize, 1 << 20));
    try {
      if (block.length > 0) appendFileSync(ballast, block);
    } catch {
      // Full.
    }
  };
  const why = await readiness(server, 503, fill);
  say(`/readyz says: ${why}`);
  rmSync(ballast);
  await readiness(server, 200, () => undefined);
}

async function readiness({ origin }: FaultServer, wanted: number, meanwhile: () => void): Promise<string> {
  const untilMs = performance.now() + READY_MS;
  while (performance.now() < untilMs) {
    meanwhile();
    const answer = await fetch(`${origin}/readyz`, { signal: AbortSignal.timeout(5000) }).catch(() => null);
    if (answer?.status === wanted) return (await answer.text()).trim();
    await wait(20);
  }
  throw new Error(`/readyz did not come to ${wanted}`);
}

/** Two processes serve the same machines; one of them is killed. */
async function twoProcesses({ file, server, people }: Scene): Promise<void> {
  const { port, appPassword, ownerPassword } = JSON.parse(readFileSync(join(server.dataDir, 'postgres.json'), 'utf8'));
  const url = (role: string, password: string) =>
    `postgresql://overcommit_${role}:${password}@127.0.0.1:${port}/overcommit`;
  const dataDir = mkdtempSync(join(tmpdir(), 'overcommit-second-'));
  const env = {
    DATABASE_URL: url('app', appPassword),
    DATABASE_MIGRATE_URL: url('owner', ownerPassword),
    BETTER_AUTH_SECRET: readFileSync(join(server.dataDir, 'session-secret'), 'utf8').trim(),
  };
  const second = createServer({ file, dataDir, port: await freePort(), env });
  await second.start();
  people.setOrigins([server.origin, second.origin]);
  await wait(1500);
  await second.end('SIGKILL');
  people.setOrigins([server.origin]);
  rmSync(dataDir, { recursive: true, force: true });
}

/** A disk in memory for the data folder; null where that is not allowed. */
export function mountSmallDisk(folder: string): { folder: string; unmount(): void } | null {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return null;
  mkdirSync(folder, { recursive: true });
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=300m', 'tmpfs', folder], { stdio: 'ignore' });
  } catch {
    return null;
  }
  return { folder, unmount: () => void execFileSync('umount', ['-l', folder], { stdio: 'ignore' }) };
}
