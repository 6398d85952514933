import pg from 'pg';
import { dataFolderHolder, readPostgresFacts } from './dataFolder.ts';
import { startEmbeddedPostgres } from './embeddedPostgres.ts';
import { type DatabaseLog, silentLog } from './log.ts';
import { OWNER_ROLE } from './postmaster.ts';

/** Where the database is, and how to stop it. */
export type Database = {
  /** For everything the app does. */
  appUrl: string;
  /** For migrations; the same as `appUrl` if there is one role only. */
  ownerUrl: string;
  isEmbedded: boolean;
  /** A sentence while the embedded server is down; null while it runs, and for an external one. */
  trouble(): string | null;
  /** Stops the embedded server, after the app has closed its connections. Does nothing for an external one. */
  stop(): Promise<void>;
};

export type DatabaseEnvironment = { DATABASE_URL?: string; DATABASE_MIGRATE_URL?: string; DATA_DIR?: string };

const DATABASE_NAME = 'overcommit';

/** `DATABASE_URL` if it is set, else the embedded PostgreSQL under `DATA_DIR` (default `.data`). Call `migrate` next. */
export async function connect(
  env: DatabaseEnvironment = process.env as DatabaseEnvironment,
  log: DatabaseLog = silentLog,
): Promise<Database> {
  if (env.DATABASE_URL) {
    const appUrl = env.DATABASE_URL;
    return {
      appUrl,
      ownerUrl: env.DATABASE_MIGRATE_URL || appUrl,
      isEmbedded: false,
      trouble: () => null,
      stop: async () => {},
    };
  }
  const postgres = await startEmbeddedPostgres({ dataFolder: env.DATA_DIR || '.data', log });
  await ensureDatabase(postgres.ownerUrl('postgres'));
  return {
    appUrl: postgres.appUrl(DATABASE_NAME),
    ownerUrl: postgres.ownerUrl(DATABASE_NAME),
    isEmbedded: true,
    trouble: postgres.trouble,
    stop: postgres.stop,
  };
}

/** The owner's URL of the embedded database that a running server holds; null = none does, or another one is used. */
export function runningDatabase(env: DatabaseEnvironment): string | null {
  const dataFolder = env.DATA_DIR || '.data';
  if (env.DATABASE_URL || dataFolderHolder(dataFolder) === null) return null;
  const { port, ownerPassword } = readPostgresFacts(dataFolder);
  return `postgresql://${OWNER_ROLE}:${ownerPassword}@127.0.0.1:${port}/${DATABASE_NAME}`;
}

async function ensureDatabase(adminUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  try {
    const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [DATABASE_NAME]);
    if (rowCount === 0) await client.query(`CREATE DATABASE ${DATABASE_NAME}`);
  } finally {
    await client.end();
  }
}
