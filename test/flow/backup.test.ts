import { createHash, randomUUID } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { backup, createBackupJob, restore } from '../../src/server/backup/index.ts';
import { courseGradebook } from '../../src/server/grading/index.ts';
import { makeCourse, makePerson, PASSWORD, type Person } from '../access/people.ts';
import { openBrowser, startServer, type TestServer } from '../access/server.ts';
import { withDatabase } from '../fixtures/postgres.ts';
import { SPEC } from './labServer.ts';

const from = withDatabase();
const to = withDatabase();
const folder = mkdtempSync(join(tmpdir(), 'overcommit-backup-'));
const file = join(folder, 'all.backup.gz');

let server: TestServer;
let ana: Person;
let courseId: string;
let machineId: string;

beforeAll(async () => {
  server = await startServer(from.appUrl);
  const { services } = server;
  ana = await makePerson(services, { name: 'Ana\tTab \\N "Quote"', hasPassword: true });
  const tess = await makePerson(services, { name: 'Tess' });
  ({ courseId, machineId } = await makeCourse(services, { staff: [[tess, 'instructor']], members: [ana] }));
  await services.rooms.create({ machineId: 'other', spec: SPEC });
  for (const id of ['other', machineId])
    await services.rooms.takeSeat(id, { actor: 'ana', uid: 1000, role: 'student' });
});
afterAll(async () => {
  await server?.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Commands one after another, until told to stop; answers how many were stored. */
function keepTyping(id: string): () => Promise<number> {
  let isOver = false;
  async function type(): Promise<number> {
    let n = 0;
    const send = (line: string) =>
      server.services.rooms.dispatch({ machineId: id, commandId: randomUUID(), line }, 'system');
    await send('spawn db');
    for (; !isOver; n++) await send(`mmap db r${n} 64K rw private`);
    return n;
  }
  const done = type();
  return () => {
    isOver = true;
    return done;
  };
}

describe('a backup that is made while people work', () => {
  it('is one moment of everything, and elsewhere comes to the same people, logs, machines and grades', async () => {
    const stops = [machineId, 'other'].map(keepTyping);
    await expect.poll(async () => (await server.services.store.head(machineId))?.version ?? 0).toBeGreaterThan(30);
    const gradebook = await courseGradebook(server.services, courseId);
    await backup({ url: from.ownerUrl, file });
    await Promise.all(stops.map((stop) => stop()));
    expect(statSync(file).mode & 0o077).toBe(0);

    const { rows, streams, events } = await restore({ url: to.ownerUrl, file });
    expect(rows).toMatchObject({ users: 2, events });
    expect(streams).toBeGreaterThanOrEqual(2);
    const restored = await startServer(to.appUrl);
    try {
      const seen = await restored.services.store.readAll(null, 1000);
      expect(seen.events).toHaveLength(Math.min(1000, events));
      const original = await server.services.store.readAll(null, 1000);
      expect(seen.events).toEqual(original.events.slice(0, seen.events.length));

      for (const id of [machineId, 'other']) {
        const end = await restored.services.rooms.end(id);
        expect(end.seq).toBeGreaterThan(0);
        expect(end).toEqual(await server.services.rooms.end(id, end.seq));
        // The log goes on where it was.
        const line = 'spawn after';
        const sent = await restored.services.rooms.dispatch({ machineId: id, commandId: 'after', line }, 'system');
        expect(sent).toMatchObject({ ok: true, seq: end.seq + 1 });
      }
      expect(await courseGradebook(restored.services, courseId)).toBe(gradebook);
      const { name } = await restored.services.db.user.findUniqueOrThrow({ where: { id: ana.id } });
      expect(name).toBe(ana.name);
      expect((await openBrowser(restored.origin).signIn(ana.email, PASSWORD)).status).toBe(200);
      await restored.services.db.audit.create({ data: { actor: 'x', action: 'x', subject: 'x' } });
    } finally {
      await restored.close();
    }
  });

  it('is not put into a database that has something', async () => {
    await expect(restore({ url: to.ownerUrl, file })).rejects.toThrow(/not empty/);
  });
});

describe('a file that is not as it was written', () => {
  const empty = withDatabase();
  const text = () => gunzipSync(readFileSync(file)).toString();
  const changed = (change: (text: string) => string): string => {
    const path = join(folder, 'changed.gz');
    writeFileSync(path, gzipSync(change(text())));
    return path;
  };

  it.each([
    ['no backup', () => 'hello\n', /not a backup/],
    ['cut off', (all: string) => all.slice(0, all.length / 2), /ends too early|damaged|missing data/],
    ['another name', (all: string) => all.replace('Tess', 'Toss'), /damaged/],
    [
      'of a newer version',
      (all: string) => all.replace('"migrations":[', '"migrations":["29990101000000_x",'),
      /newer/,
    ],
  ] as const)('leaves the database empty: %s', async (_what, change, why) => {
    await expect(restore({ url: empty.ownerUrl, file: changed(change) })).rejects.toThrow(why);
  });

  it('was taken over for an entry that does not follow: the log is named', async () => {
    const forged = changed((all) => {
      const lines = all.trimEnd().replace('"spawn"', '"spoil"').split('\n');
      const end = JSON.parse(lines.pop() ?? '') as object;
      const body = `${lines.join('\n')}\n`;
      const sha256 = createHash('sha256').update(body).digest('hex');
      return `${body}${JSON.stringify({ ...end, sha256 })}\n`;
    });
    await expect(restore({ url: empty.ownerUrl, file: forged })).rejects.toThrow(/does not follow/);
    // After all that, the real one still goes in.
    expect((await restore({ url: empty.ownerUrl, file })).events).toBeGreaterThan(30);
  });
});

it('backups by themselves come in time, and the newest are kept', async () => {
  const own = join(folder, 'scheduled');
  let now = new Date('2030-01-01T00:00:00Z');
  const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
  const leases = { acquire: async () => true, release: async () => undefined };
  const plan = { folder: own, keep: 2, everyHours: 24 };
  const job = createBackupJob({ plan, url: from.appUrl, leases, log, now: () => now });
  const made: (string | null)[] = [];
  for (const hours of [0, 1, 24, 24]) {
    now = new Date(now.getTime() + hours * 3_600_000);
    made.push(await job.run());
  }
  expect(made.map((path) => path !== null)).toEqual([true, false, true, true]);
  expect(readdirSync(own)).toEqual(['overcommit-20300102T010000Z.backup.gz', 'overcommit-20300103T010000Z.backup.gz']);
});
