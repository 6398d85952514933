import { createHash, randomUUID } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { grantToApp } from './grants.ts';

/** The lock that Prisma's own migrate command takes too. */
const MIGRATE_LOCK = 72_707_369;
const LOCK_TIMEOUT = '60s';

type Migration = { name: string; sql: string; checksum: string };
type AppliedRow = { migration_name: string; checksum: string; finished_at: Date | null; rolled_back_at: Date | null };

export type MigrateOptions = {
  /** Role that owns the tables. */
  ownerUrl: string;
  /** If its role is not the owner, it gets only what the app needs: it cannot change events. */
  appUrl?: string;
  /** Default: `prisma/migrations` of the working directory. */
  directory?: string;
};

/**
 * Applies the migrations that are missing, each in a transaction of its own, and records them in `_prisma_migrations` as
 * Prisma does. Several processes may do it at once: one applies them, the others wait and find nothing to do.
 * @throws if an applied migration was edited, is unknown here or is incomplete. Then nothing is applied.
 */
export async function migrate(options: MigrateOptions): Promise<{ applied: string[] }> {
  const migrations = await readMigrations(options.directory ?? join(process.cwd(), 'prisma', 'migrations'));
  const client = new pg.Client({ connectionString: options.ownerUrl });
  await client.connect();
  try {
    await takeLock(client);
    const missing = missingMigrations(migrations, await appliedRows(client));
    for (const migration of missing) await apply(client, migration);
    if (options.appUrl !== undefined) await grantToApp(client, options.appUrl);
    return { applied: missing.map(({ name }) => name) };
  } finally {
    // The session ends, and with it the lock.
    await client.end();
  }
}

/** Every `<time>_<name>/migration.sql`, oldest first. The checksum is SHA-256 of the file, as Prisma makes it. */
async function readMigrations(directory: string): Promise<Migration[]> {
  const folders = (await readdir(directory, { withFileTypes: true })).filter((entry) => entry.isDirectory());
  const names = folders.map(({ name }) => name).sort();
  return Promise.all(
    names.map(async (name) => {
      const sql = await readFile(join(directory, name, 'migration.sql'), 'utf8');
      return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') };
    }),
  );
}

function missingMigrations(migrations: readonly Migration[], rows: readonly AppliedRow[]): Migration[] {
  const byName = new Map(migrations.map((migration) => [migration.name, migration]));
  const done = new Set<string>();
  for (const row of rows) {
    if (row.rolled_back_at !== null) continue;
    const known = byName.get(row.migration_name);
    if (known === undefined) {
      throw new Error(
        `The database has the migration ${row.migration_name}, which this version does not: it was used by a newer one.`,
      );
    }
    if (row.finished_at === null) {
      throw new Error(
        `The migration ${row.migration_name} failed half-way earlier. Restore the backup, or repair it with prisma migrate resolve.`,
      );
    }
    if (row.checksum !== known.checksum) {
      throw new Error(
        `The migration ${row.migration_name} was changed after it had been applied. Put its file back and write a new migration.`,
      );
    }
    done.add(row.migration_name);
  }
  return migrations.filter(({ name }) => !done.has(name));
}

async function apply(client: pg.Client, { name, sql, checksum }: Migration): Promise<void> {
  await client.query('BEGIN');
  try {
    await client.query(sql);
    await client.query(
      `INSERT INTO _prisma_migrations (id, checksum, finished_at, migration_name, applied_steps_count)
       VALUES ($1, $2, clock_timestamp(), $3, 1)`,
      [randomUUID(), checksum, name],
    );
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK');
    throw new Error(`The migration ${name} failed and was rolled back: ${(error as Error).message}`, { cause: error });
  }
}

async function takeLock(client: pg.Client): Promise<void> {
  await client.query(`SET lock_timeout = '${LOCK_TIMEOUT}'`);
  try {
    await client.query('SELECT pg_advisory_lock($1)', [MIGRATE_LOCK]);
  } catch (error) {
    throw new Error(`Another process has been migrating this database for ${LOCK_TIMEOUT}.`, { cause: error });
  }
}

async function appliedRows(client: pg.Client): Promise<AppliedRow[]> {
  await client.query(`CREATE TABLE IF NOT EXISTS _prisma_migrations (
    id VARCHAR(36) PRIMARY KEY NOT NULL,
    checksum VARCHAR(64) NOT NULL,
    finished_at TIMESTAMPTZ,
    migration_name VARCHAR(255) NOT NULL,
    logs TEXT,
    rolled_back_at TIMESTAMPTZ,
    started_at TIMESTAMPTZ NOT NULL DEFAULT now(),
    applied_steps_count INTEGER NOT NULL DEFAULT 0
  )`);
  const { rows } = await client.query<AppliedRow>(
    'SELECT migration_name, checksum, finished_at, rolled_back_at FROM _prisma_migrations',
  );
  return rows;
}
