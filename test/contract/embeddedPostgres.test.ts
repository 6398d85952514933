import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  lchownSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, afterEach, beforeEach, expect, it, vi } from 'vitest';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../../src/server/database/embeddedPostgres.ts';
import { silentLog } from '../../src/server/database/log.ts';
import { isPostgresRunning } from '../../src/server/database/postmaster.ts';

const folders: string[] = [];
/** mkdtemp makes a folder that only its owner may enter: as root this is also the case of a checkout under /root. */
function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'overcommit-embedded-'));
  folders.push(folder);
  return folder;
}

/** Making a cluster takes seconds: tests that need any cluster share one, stopped between them. */
const shared = newFolder();
let dataFolder: string;
let postgres: EmbeddedPostgres | undefined;

beforeEach(() => {
  dataFolder = shared;
});
afterEach(async () => {
  await postgres?.stop();
  postgres = undefined;
});
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

const start = () => startEmbeddedPostgres({ dataFolder, log: silentLog });

async function query<Row extends pg.QueryResultRow>(url: string, sql: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Row>(sql)).rows;
  } finally {
    await client.end();
  }
}
const rows = () => query<{ i: number }>(postgres?.ownerUrl('postgres') ?? '', 'SELECT i FROM t');

async function startWithOneRow(): Promise<EmbeddedPostgres> {
  postgres = await start();
  await query(
    postgres.ownerUrl('postgres'),
    'DROP TABLE IF EXISTS t; CREATE TABLE t (i int); INSERT INTO t VALUES (1)',
  );
  return postgres;
}

async function startInOtherProcess(): Promise<{ holder: ChildProcess; pid: number; port: number }> {
  const holder = spawn(process.execPath, ['--import', 'tsx', 'test/fixtures/holdPostgres.ts', dataFolder]);
  const [line] = (await once(holder.stdout, 'data')) as [Buffer];
  const [pid = 0, port = 0] = String(line).split(' ').map(Number);
  return { holder, pid, port };
}

/** As root: the cluster belongs to another user, as one that was made before there was a user of its own. */
function giveAway(): void {
  if (process.getuid?.() !== 0) return;
  const cluster = join(dataFolder, 'postgres');
  for (const entry of ['.', ...readdirSync(cluster, { recursive: true, encoding: 'utf8' })])
    lchownSync(join(cluster, entry), 12_345, 12_345);
}

it('keeps rows and the port from start to start, whoever owned the files', async () => {
  const { port } = await startWithOneRow();
  await postgres?.stop();
  giveAway();
  postgres = await start();
  expect(postgres.port).toBe(port);
  expect(await rows()).toEqual([{ i: 1 }]);
});

// What initdb leaves behind: its first file under the final name (an earlier release), or anything in the side folder.
it.each(['postgres', 'postgres.making'])(
  'makes the cluster anew when a first start was killed in the middle of making it (%s)',
  async (folder) => {
    dataFolder = newFolder();
    mkdirSync(join(dataFolder, folder));
    writeFileSync(join(dataFolder, folder, 'PG_VERSION'), '18\n');
    const said: string[] = [];
    const log = { ...silentLog, warn: (message: string) => void said.push(message) };
    postgres = await startEmbeddedPostgres({ dataFolder, log });
    expect(said).toContain('An earlier first start did not finish; the database was made anew.');
    expect(existsSync(join(dataFolder, 'postgres.making'))).toBe(false);
    await query(postgres.ownerUrl('postgres'), 'SELECT 1');
  },
);

it('goes on trying when Postgres cannot start, and is back once it can', async () => {
  await startWithOneRow();
  const said: string[] = [];
  await postgres?.stop();
  const log = { ...silentLog, error: (message: string) => void said.push(message) };
  postgres = await startEmbeddedPostgres({ dataFolder, log });
  // A configuration that cannot be read: no start succeeds until it is mended.
  const configuration = join(dataFolder, 'postgres', 'postgresql.conf');
  const good = readFileSync(configuration, 'utf8');
  writeFileSync(configuration, `${good}\nno_such_setting = 1\n`);
  process.kill(postgres.pid(), 'SIGKILL');
  await vi.waitFor(() => expect(said.length).toBeGreaterThan(2), { timeout: 30_000, interval: 50 });
  expect(postgres.trouble()).toContain('is down, and is started again until it is back');
  writeFileSync(configuration, good);
  await vi.waitFor(async () => expect(await rows()).toEqual([{ i: 1 }]), { timeout: 30_000, interval: 100 });
  await vi.waitFor(() => expect(postgres?.trouble()).toBeNull());
});

it('lets nobody in without the password, which only the owner of the folder can read', async () => {
  const { port } = await startWithOneRow();
  const modeOf = (path: string) => statSync(join(dataFolder, path)).mode & 0o777;
  expect([modeOf('postgres.json'), modeOf('.'), modeOf('postgres')]).toEqual([0o600, 0o700, 0o700]);
  const guess = (user: string) => query(`postgresql://${user}:wrong@127.0.0.1:${port}/postgres`, 'SELECT 1');
  await expect(guess('overcommit_owner')).rejects.toThrow('password authentication failed');
  await expect(guess('overcommit_app')).rejects.toThrow('password authentication failed');
});

it('starts again on the same port when Postgres is killed with -9, and keeps what was committed', async () => {
  const { pid } = await startWithOneRow();
  const killed = pid();
  process.kill(killed, 'SIGKILL');
  await vi.waitFor(async () => expect(await rows()).toEqual([{ i: 1 }]), { timeout: 20_000, interval: 100 });
  expect(pid()).not.toBe(killed);
});

it('takes over the Postgres that a killed process left running', async () => {
  const { holder, pid, port } = await startInOtherProcess();
  holder.kill('SIGKILL');
  await once(holder, 'exit');
  expect(isPostgresRunning(pid)).toBe(true);
  postgres = await start();
  expect([postgres.pid(), postgres.port]).toEqual([pid, port]);
  await postgres.stop();
  expect(isPostgresRunning(pid)).toBe(false);
});

it('starts over a pid file whose process is gone, even if the number is somebody else’s now', async () => {
  await startWithOneRow();
  const pidFile = readFileSync(join(dataFolder, 'postgres', 'postmaster.pid'), 'utf8');
  await postgres?.stop();
  writeFileSync(join(dataFolder, 'postgres', 'postmaster.pid'), pidFile.replace(/^\d+/, String(process.pid)));
  postgres = await start();
  expect(await rows()).toEqual([{ i: 1 }]);
});

it('refuses a folder that another live process uses', async () => {
  const { holder } = await startInOtherProcess();
  await expect(start()).rejects.toThrow(`Process ${holder.pid} is running on`);
  holder.kill('SIGKILL');
  await once(holder, 'exit');
  postgres = await start();
});
