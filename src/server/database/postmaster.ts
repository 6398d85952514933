import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  closeSync,
  existsSync,
  lchownSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { ServiceIdentity } from './postgresBinaries.ts';

/** One cluster on disk and how to run it. */
export type Cluster = {
  /** Folder with `bin/`. */
  native: string;
  identity: ServiceIdentity;
  /** The data directory; absolute. */
  directory: string;
  logFile: string;
  /** Server settings besides those below, e.g. `{ fsync: 'off' }` for tests. */
  settings: Readonly<Record<string, string>>;
};

/** A running postmaster; `child` is null if an earlier process of ours started it. */
export type Postmaster = { pid: number; port: number; child: ChildProcess | null };

export const OWNER_ROLE = 'overcommit_owner';
const START_TIMEOUT_MS = 30_000;
const STOP_TIMEOUT_MS = 15_000;
const POLL_MS = 20;
const ENVIRONMENT = { LC_ALL: 'C', TZ: 'UTC' };

/**
 * Makes the cluster if it does not exist: UTF-8, scram for all, owner role `overcommit_owner`. It is built in another
 * folder and renamed when it is complete, so that a killed process leaves nothing that looks like a cluster.
 * @returns whether an incomplete one was found and replaced
 */
export function initialise(cluster: Cluster, ownerPassword: string): { wasHalfMade: boolean } {
  // initdb writes PG_VERSION first and pg_control on the way: without the second, no server ever ran on this folder.
  const making = `${cluster.directory}.making`;
  if (existsSync(join(cluster.directory, 'global', 'pg_control'))) {
    rmSync(making, { recursive: true, force: true });
    handOver(cluster);
    return { wasHalfMade: false };
  }
  const wasHalfMade = existsSync(join(cluster.directory, 'PG_VERSION')) || existsSync(making);
  for (const folder of [making, cluster.directory]) rmSync(folder, { recursive: true, force: true });
  mkdirSync(making, { recursive: true, mode: 0o700 });
  giveTo(cluster.identity, making);
  runInitdb({ ...cluster, directory: making }, ownerPassword);
  renameSync(making, cluster.directory);
  return { wasHalfMade };
}

/** A cluster of another user, made before there was this one, becomes this one's, unless it is running. */
function handOver({ directory, identity: { uid, gid } }: Cluster): void {
  if (uid === undefined || gid === undefined || statSync(directory).uid === uid) return;
  if (isPostgresRunning(readPidFile(directory)?.pid ?? 0)) return;
  for (const entry of readdirSync(directory, { recursive: true, encoding: 'utf8' }))
    lchownSync(join(directory, entry), uid, gid);
  chownSync(directory, uid, gid);
}

function runInitdb(cluster: Cluster, ownerPassword: string): void {
  const secretFolder = mkdtempSync('/tmp/overcommit-');
  const passwordFile = join(secretFolder, 'password');
  try {
    writeFileSync(passwordFile, ownerPassword, { mode: 0o600 });
    giveTo(cluster.identity, secretFolder);
    giveTo(cluster.identity, passwordFile);
    const args = ['-D', directoryArgument(cluster), '-U', OWNER_ROLE, '-A', 'scram-sha-256'];
    args.push(`--pwfile=${passwordFile}`, '-E', 'UTF8', '--locale=C', '--locale-provider=builtin');
    args.push('--builtin-locale=C.UTF-8', '--no-instructions');
    if (cluster.settings.fsync === 'off') args.push('--no-sync');
    const made = spawnSync(join(cluster.native, 'bin', 'initdb'), args, { ...spawnOptions(cluster), encoding: 'utf8' });
    if (made.status !== 0) throw new Error(`initdb failed: ${made.stderr || made.error?.message}`);
  } finally {
    rmSync(secretFolder, { recursive: true, force: true });
  }
}

/** Takes over the cluster's running postmaster, or starts one on `port`. */
export async function startPostmaster(cluster: Cluster, port: number): Promise<Postmaster> {
  const running = await findRunning(cluster.directory);
  if (running !== null) return running;
  const deadline = performance.now() + START_TIMEOUT_MS;
  for (;;) {
    const started = await launch(cluster, port, deadline);
    if (typeof started !== 'string') return started;
    // After kill -9 of the postmaster its children need a moment to notice and let go of the shared memory.
    if (!started.includes('still in use') || performance.now() > deadline)
      throw new Error(`PostgreSQL did not start:\n${started}`);
    await wait(250);
  }
}

/** Fast shutdown (open transactions are rolled back); immediate if that takes too long. */
export async function stopPostmaster(cluster: Cluster, postmaster: Postmaster): Promise<void> {
  send(postmaster.pid, 'SIGINT');
  if (await isGoneWithin(postmaster.pid, STOP_TIMEOUT_MS)) return;
  send(postmaster.pid, 'SIGQUIT');
  if (!(await isGoneWithin(postmaster.pid, STOP_TIMEOUT_MS))) {
    throw new Error(`PostgreSQL (process ${postmaster.pid}) on ${cluster.directory} does not stop.`);
  }
}

/**
 * Is it a live postgres? A pid that answers kill(0) may be a zombie without a parent that waits for it, or another program
 * with a recycled pid. So /proc is read where it exists.
 */
export function isPostgresRunning(pid: number): boolean {
  if (process.platform === 'linux') {
    try {
      return /\(postgres\) [^ZX]/.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
    } catch {
      return false;
    }
  }
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** The cluster's postmaster, if it runs and answers. The pid file of a dead one is removed. */
async function findRunning(directory: string): Promise<Postmaster | null> {
  const pidFile = readPidFile(directory);
  if (pidFile === null) return null;
  if (!isPostgresRunning(pidFile.pid)) {
    rmSync(join(directory, 'postmaster.pid'), { force: true });
    return null;
  }
  const deadline = performance.now() + START_TIMEOUT_MS;
  while (performance.now() < deadline) {
    if (readPidFile(directory)?.isReady && (await accepts(pidFile.port))) return { ...pidFile, child: null };
    if (!isPostgresRunning(pidFile.pid)) return findRunning(directory);
    await wait(POLL_MS);
  }
  throw new Error(
    `Process ${pidFile.pid} holds the data directory ${directory} but does not answer. Stop it and start again.`,
  );
}

/** The postmaster, or its output if it ended. */
async function launch(cluster: Cluster, port: number, deadline: number): Promise<Postmaster | string> {
  const log = openSync(cluster.logFile, 'w', 0o600);
  // detached: Ctrl-C goes to the whole foreground group, and Postgres must outlive the app's draining.
  const child = spawn(join(cluster.native, 'bin', 'postgres'), postgresArguments(cluster, port), {
    ...spawnOptions(cluster),
    detached: true,
    stdio: ['ignore', log, log],
  });
  closeSync(log);
  const failure = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('exit', () => resolve(readFileSync(cluster.logFile, 'utf8').slice(-4000)));
  });
  const ready = whenReady(cluster.directory, child, port, deadline);
  const outcome = await Promise.race([ready, failure]);
  child.removeAllListeners('exit').unref();
  return outcome;
}

async function whenReady(
  directory: string,
  child: ChildProcess,
  port: number,
  deadline: number,
): Promise<Postmaster | string> {
  while (performance.now() < deadline) {
    const pidFile = readPidFile(directory);
    if (pidFile?.isReady && pidFile.pid === child.pid && (await accepts(port)))
      return { pid: pidFile.pid, port, child };
    if (child.exitCode !== null || child.signalCode !== null) return 'ended early';
    await wait(POLL_MS);
  }
  child.kill('SIGQUIT');
  return `not ready within ${START_TIMEOUT_MS / 1000} s`;
}

function postgresArguments(cluster: Cluster, port: number): string[] {
  const settings = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    max_connections: '100',
    logging_collector: 'off',
    ...cluster.settings,
  };
  const pairs = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  return ['-D', directoryArgument(cluster), '-p', String(port), ...pairs];
}

/**
 * For root the data directory may be in a folder that the user `nobody` cannot enter (under /root). The child starts in the
 * directory before it gives up root; /proc/self/cwd then leads there without the folders above.
 */
function directoryArgument(cluster: Cluster): string {
  return cluster.identity.uid === undefined ? cluster.directory : '/proc/self/cwd';
}

function spawnOptions(cluster: Cluster) {
  return { ...cluster.identity, cwd: cluster.directory, env: ENVIRONMENT as unknown as NodeJS.ProcessEnv };
}

function giveTo(identity: ServiceIdentity, path: string): void {
  if (identity.uid === undefined || identity.gid === undefined) return;
  chownSync(path, identity.uid, identity.gid);
  chmodSync(path, path.endsWith('password') ? 0o600 : 0o700);
}

function readPidFile(directory: string): { pid: number; port: number; isReady: boolean } | null {
  try {
    const lines = readFileSync(join(directory, 'postmaster.pid'), 'utf8').split('\n');
    return { pid: Number(lines[0]), port: Number(lines[3]), isReady: lines[7]?.trim() === 'ready' };
  } catch {
    return null;
  }
}

function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    const finish = (isAccepted: boolean) => {
      socket.destroy();
      resolve(isAccepted);
    };
    socket.once('connect', () => finish(true)).once('error', () => finish(false));
    socket.setTimeout(2000, () => finish(false));
  });
}

async function isGoneWithin(pid: number, timeoutMs: number): Promise<boolean> {
  const deadline = performance.now() + timeoutMs;
  while (performance.now() < deadline) {
    if (!isPostgresRunning(pid)) return true;
    await wait(POLL_MS);
  }
  return false;
}

function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // Already gone.
  }
}
