import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { sessionSecret } from './auth/secret.ts';
import { type BackupJob, createBackupJob } from './backup/index.ts';
import { setupLink } from './commands/setup.ts';
import { type Config, readConfig, withPort } from './config.ts';
import { connect, type Database, type DatabaseAccess, migrate, openDatabase } from './database/index.ts';
import { type Backend, createHandler, type PageHandler } from './http/handler.ts';
import { newId } from './ids.ts';
import { createLogger } from './logger.ts';
import { createPlatform, type Platform } from './platform.ts';
import { createReadiness, type ReadinessCheck } from './readiness.ts';
import { demoAccounts, seedDemo, shouldSeedDemo } from './seed/demo.ts';
import { createPostgresLeases } from './store/index.ts';

/** The composition root: everything is created here in this order, and closed in the reverse order. */

/** The pages of the product. They answer on the same port as the API. */
export type Pages = { answer: PageHandler; close(): Promise<void> };
export type OpenPages = (config: Config, httpServer: Server) => Promise<Pages>;

/** Answers that are on their way when the server stops, such as a download, get this long. */
const DRAIN_MS = 1000;
const IDLE_MS = 50;
/** By then what can still be stored is stored: the process ends as if it were killed, which loses nothing either. */
const LATEST_MS = 10_000;
const HEADERS_MS = 15_000;
const REQUEST_MS = 60_000;

let config: Config = readOrExit();
const log = createLogger(config.logLevel);

let phase: 'starting' | 'ready' | 'stopping' = 'starting';
let backend: Backend | null = null;
let database: Database | null = null;
let access: DatabaseAccess | null = null;
let readiness: ReadinessCheck | null = null;
let platform: Platform | null = null;
let pages: Pages | null = null;
let backups: BackupJob | null = null;

const httpServer = createServer(
  createHandler({
    config: () => config,
    log,
    backend: () => (phase === 'ready' ? backend : null),
    readiness: () => (readiness as ReadinessCheck)(),
  }),
);

// A slow sender must not hold a connection, or one of the few places for a large log, for long.
httpServer.headersTimeout = HEADERS_MS;
httpServer.requestTimeout = REQUEST_MS;

let started: Promise<void> | null = null;

/** Runs the server until a signal, with the pages that `open` makes once there is a database. */
export function runServer(open: OpenPages): void {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void stop(0));
  process.on('uncaughtException', (error) => giveUp(error));
  // One unhandled promise must not stop all machines; what is stored is right either way.
  process.on('unhandledRejection', (error) => log.error({ err: error }, 'a promise was forgotten'));
  started = start(open);
  started.catch(giveUp);
}

async function start(open: OpenPages): Promise<void> {
  await listen(httpServer, config);
  config = withPort(config, (httpServer.address() as AddressInfo).port);
  const secret = await sessionSecret(config);
  const { DATABASE_URL, DATABASE_MIGRATE_URL } = process.env;
  database = await connect({ DATABASE_URL, DATABASE_MIGRATE_URL, DATA_DIR: config.dataDir }, log);
  if (isStopping()) return;
  const { applied } = await migrate({ ownerUrl: database.ownerUrl, appUrl: database.appUrl });
  log.info({ applied }, 'database is up to date');
  access = openDatabase(database.appUrl, log);
  readiness = createReadiness({ pool: access.pool, trouble: database.trouble, log });
  platform = createPlatform({ config, secret, log, database: access, httpServer, isReady: () => phase === 'ready' });
  const { services } = platform;
  if (await shouldSeedDemo(services)) await seedDemo(services);
  if (isStopping()) return;
  pages = await open(config, httpServer);
  if (isStopping()) return;
  backend = { services, pages: pages.answer };
  phase = 'ready';
  services.deadlines.start();
  const leases = createPostgresLeases(access.prisma, newId());
  backups = createBackupJob({ plan: config.backups, url: database.appUrl, leases, log });
  backups.start();
  await announce();
}

/** The lines for the person who started the server. */
async function announce(): Promise<void> {
  const { services } = platform as Platform;
  const lines = [`ready on ${config.baseUrl}`];
  const accounts = await demoAccounts(services);
  if (accounts) lines.push(...accounts);
  const link = await setupLink(services);
  if (link) lines.push(`no host yet: open ${link} once, within a day`);
  process.stdout.write(`${lines.join('\n')}\n`);
}

/** A function, because a signal may change it between two steps. */
function isStopping(): boolean {
  return phase === 'stopping';
}

function listen(server: Server, { port, host }: Config): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      reject(error.code === 'EADDRINUSE' ? new Error(`Port ${port} is in use. Set PORT to another one.`) : error);
    });
    server.listen(port, host, resolve);
  });
}

/** Closes everything in reverse order, the embedded database last, after the last write. A second signal ends at once. */
async function stop(exitCode: number): Promise<void> {
  if (phase === 'stopping') process.exit(1);
  phase = 'stopping';
  const startedMs = performance.now();
  log.info('stopping');
  setTimeout(() => process.exit(1), LATEST_MS).unref();
  // Wait for the start: what is being opened can be closed only once it is open.
  await started?.catch(() => undefined);
  const closed = new Promise((resolve) => httpServer.close(resolve));
  await quietly(platform?.close());
  await quietly(backups?.close());
  // A connection becomes idle with its last answer; Node keeps it open for the next request.
  const idle = setInterval(() => httpServer.closeIdleConnections(), IDLE_MS);
  const late = setTimeout(() => httpServer.closeAllConnections(), DRAIN_MS);
  await closed;
  clearInterval(idle);
  clearTimeout(late);
  await quietly(pages?.close());
  await quietly(access?.close());
  await quietly(database?.stop());
  log.info({ ms: Math.round(performance.now() - startedMs) }, 'stopped');
  process.exit(exitCode);
}

async function quietly(work: Promise<void> | undefined): Promise<void> {
  try {
    await work;
  } catch (error) {
    log.error({ err: error }, 'while stopping');
  }
}

function giveUp(error: unknown): void {
  if (phase === 'starting') process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  log.fatal({ err: error }, 'the server cannot go on');
  if (phase !== 'stopping') void stop(1);
}

function readOrExit(): Config {
  try {
    return readConfig(process.env);
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  }
}
