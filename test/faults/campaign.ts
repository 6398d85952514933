import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { describeProblem, verifyLog } from '@overcommit/protocol';
import { bundleServer } from '../../src/cli/launch/build.mjs';
import { freePort } from '../fixtures/app.ts';
import { FAULTS, type FaultName, mountSmallDisk, type Scene } from './faults.ts';
import { type People, seatPeople } from './people.ts';
import { createServer, postmasterOf, signal, treeOf } from './server.ts';
import { type Tally, tally } from './tally.ts';

export type Campaign = { faults: readonly FaultName[]; machines: number; people: number; say(text: string): void };

/**
 * Does one fault after another to a server at which people work, and after each one holds what they were told against the
 * logs. @returns the tally after the last round. @throws when the server does not come back, or a log does not verify
 */
export async function runCampaign({ faults, machines, people, say }: Campaign): Promise<Tally> {
  const file = await bundleServer({ entry: 'test/faults/serverProcess.ts', folder: 'dist/faults' });
  const top = mkdtempSync(join(tmpdir(), 'overcommit-faults-'));
  const disk = faults.includes('diskFull') ? mountSmallDisk(join(top, 'disk')) : null;
  const dataDir = join(disk?.folder ?? top, 'data');
  mkdirSync(dataDir);
  const server = createServer({ file, dataDir, port: await freePort() });
  try {
    await server.start();
    const crowd = await seatPeople({ origin: server.origin, machines, people });
    const scene: Scene = { file, server, people: crowd, smallDisk: disk?.folder ?? null, say: () => undefined };
    let found: Tally = { acknowledged: 0, lost: [], invented: [], doubled: [] };
    for (const [i, name] of faults.entries()) {
      const notes: string[] = [];
      found = await round({ ...scene, say: (note) => void notes.push(note) }, name);
      say([`${i + 1}/${faults.length} ${name}: ${summary(found)}`, ...notes].join('; '));
    }
    await verifyAll(crowd);
    return found;
  } finally {
    await server.end('SIGTERM');
    // A server that did not come to its end leaves its database running.
    signal(treeOf(postmasterOf(dataDir)), 'SIGKILL');
    disk?.unmount();
    rmSync(top, { recursive: true, force: true });
  }
}

async function round(scene: Scene, name: FaultName): Promise<Tally> {
  const { people } = scene;
  people.work();
  await people.served();
  // At any moment of what people do.
  await wait(Math.random() * 1000);
  await FAULTS[name](scene);
  await people.served();
  await people.rest();
  return tally(people.all, (await people.logs()).entries);
}

async function verifyAll(people: People): Promise<void> {
  for (const text of (await people.logs()).texts) {
    const verdict = verifyLog(text);
    if (!verdict.ok)
      throw new Error(verdict.ok === false ? describeProblem(verdict.problem) : 'not all was carried out');
  }
}

export const summary = ({ acknowledged, lost, invented, doubled }: Tally): string =>
  `${acknowledged} acknowledged, ${lost.length} lost, ${invented.length} invented, ${doubled.length} doubled`;
