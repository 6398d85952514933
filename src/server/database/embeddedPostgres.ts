import { resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import { isDiskFull } from '../outage.ts';
import { freePort, holdDataFolder, type PostgresFacts, readPostgresFacts, writePostgresFacts } from './dataFolder.ts';
import type { DatabaseLog } from './log.ts';
import { findPostgresBinaries, serviceIdentity } from './postgresBinaries.ts';
import {
  type Cluster,
  initialise,
  isPostgresRunning,
  OWNER_ROLE,
  type Postmaster,
  startPostmaster,
  stopPostmaster,
} from './postmaster.ts';

const APP_ROLE = 'overcommit_app';
const DOWN =
  'The PostgreSQL of this service is down, and is started again until it is back. What was stored is safe; postgres.log in the data folder says more.';
const WATCH_MS = 250;
/** After a failed start the next one waits twice as long, up to this. */
const MOST_WAIT_MS = 15_000;

/** A PostgreSQL of our own, kept running until `stop`. */
export type EmbeddedPostgres = {
  port: number;
  /** Process id of the postmaster; another one after a restart. */
  pid(): number;
  /** A sentence for hosts while it is down and being started again; null while it runs. */
  trouble(): string | null;
  ownerUrl(database: string): string;
  appUrl(database: string): string;
  /** Idempotent. Stop what uses the database first. */
  stop(): Promise<void>;
};

export type EmbeddedOptions = {
  /** Everything lies under it: `postgres/` (the cluster), `postgres.json` (passwords, port), `postgres.log`. */
  dataFolder: string;
  log: DatabaseLog;
  settings?: Readonly<Record<string, string>>;
};

/**
 * Starts the PostgreSQL from npm on 127.0.0.1, or takes over the one that a killed process left running. If it dies, it is
 * started again. Afterwards the app role exists.
 */
export async function startEmbeddedPostgres(options: EmbeddedOptions): Promise<EmbeddedPostgres> {
  const dataFolder = resolve(options.dataFolder);
  const facts = readPostgresFacts(dataFolder);
  const release = holdDataFolder(dataFolder);
  try {
    const cluster = describeCluster(dataFolder, options.settings ?? {});
    const { wasHalfMade } = initialise(cluster, facts.ownerPassword);
    if (cluster.identity.isShared)
      options.log.warn('PostgreSQL runs as the user nobody. For a user of its own: useradd --system overcommit');
    if (wasHalfMade) options.log.warn('An earlier first start did not finish; the database was made anew.');
    const first = await startPostmaster(cluster, await freePort(facts.port));
    writePostgresFacts(dataFolder, { ...facts, port: first.port });
    const watched = keepRunning({ cluster, first, log: options.log });
    const url = urlMaker(facts, first.port);
    await ensureAppRole(url.ownerUrl('postgres'), facts.appPassword);
    const { pid, trouble } = watched;
    return { port: first.port, pid, trouble, ...url, stop: once(() => watched.stop().finally(release)) };
  } catch (error) {
    release();
    throw error;
  }
}

function describeCluster(dataFolder: string, settings: Readonly<Record<string, string>>): Cluster {
  const identity = serviceIdentity();
  return {
    native: findPostgresBinaries(identity),
    identity,
    directory: resolve(dataFolder, 'postgres'),
    logFile: resolve(dataFolder, 'postgres.log'),
    settings,
  };
}

/**
 * Checks every quarter of a second whether the postmaster lives. One that was taken over is not our child, so its end is
 * not reported to us. A new one gets the same port, so connection pools find it again. This never gives up: after a full
 * disk or a shortage of memory no person should have to restart this process.
 */
function keepRunning({ cluster, first, log }: { cluster: Cluster; first: Postmaster; log: DatabaseLog }) {
  let current = first;
  let isStopping = false;
  let trouble: string | null = null;
  const watch = async () => {
    let waitMs = WATCH_MS;
    while (!isStopping) {
      await wait(waitMs, undefined, { ref: false });
      if (isStopping || isPostgresRunning(current.pid)) continue;
      trouble ??= DOWN;
      log.warn('PostgreSQL is down; starting it again');
      try {
        current = await startPostmaster(cluster, first.port);
        waitMs = WATCH_MS;
        trouble = null;
        log.info('PostgreSQL is back');
      } catch (error) {
        waitMs = Math.min(2 * waitMs, MOST_WAIT_MS);
        trouble = isDiskFull(error) ? `${DOWN} The disk that it is on is full.` : DOWN;
        log.error(`${String(error)}\nThe next attempt is in ${waitMs / 1000} s; see ${cluster.logFile}`);
      }
    }
  };
  const watching = watch();
  const stop = async () => {
    isStopping = true;
    // The watcher may be between two looks (its timer does not hold the process) or in the middle of a restart.
    await Promise.race([watching, wait(2 * WATCH_MS)]);
    await stopPostmaster(cluster, current);
  };
  return { pid: () => current.pid, trouble: () => trouble, stop };
}

async function ensureAppRole(ownerUrl: string, password: string): Promise<void> {
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    const { rowCount } = await client.query('SELECT 1 FROM pg_roles WHERE rolname = $1', [APP_ROLE]);
    const verb = rowCount === 0 ? 'CREATE' : 'ALTER';
    await client.query(`${verb} ROLE ${APP_ROLE} LOGIN NOSUPERUSER PASSWORD ${client.escapeLiteral(password)}`);
  } finally {
    await client.end();
  }
}

function urlMaker(facts: PostgresFacts, port: number) {
  const url = (role: string, password: string) => (database: string) =>
    `postgresql://${role}:${password}@127.0.0.1:${port}/${database}`;
  return { ownerUrl: url(OWNER_ROLE, facts.ownerPassword), appUrl: url(APP_ROLE, facts.appPassword) };
}

function once(action: () => Promise<void>): () => Promise<void> {
  let result: Promise<void> | undefined;
  return () => {
    result ??= action();
    return result;
  };
}
