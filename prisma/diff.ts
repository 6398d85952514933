import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { connect, migrate } from '../src/server/database/index.ts';

const ROOT = join(import.meta.dirname, '..');

/**
 * The SQL that turns a migrated database into `schema.prisma`; null if they agree.
 * @throws Prisma's message, if it cannot compare.
 */
export function diffSchema(ownerUrl: string): string | null {
  const prisma = join(createRequire(import.meta.url).resolve('prisma/package.json'), '..', 'build', 'index.js');
  const args = [
    'migrate',
    'diff',
    '--from-config-datasource',
    '--to-schema',
    'prisma/schema.prisma',
    '--script',
    '--exit-code',
  ];
  const env = {
    ...process.env,
    DATABASE_URL: ownerUrl,
    PRISMA_SCHEMA_ENGINE_BINARY: join(ROOT, 'prisma', 'schemaEngine.mjs'),
  };
  const run = spawnSync(process.execPath, [prisma, ...args], { cwd: ROOT, env, encoding: 'utf8' });
  if (run.status === 0) return null;
  if (run.status === 2) return run.stdout;
  throw new Error(`prisma migrate diff failed: ${run.stderr}${run.stdout}`);
}

/** `npm run db:diff` prints the difference; with a name it writes the next migration. Works on a database of its own. */
async function main(name: string | undefined): Promise<void> {
  const dataFolder = mkdtempSync(join(tmpdir(), 'overcommit-diff-'));
  const database = await connect({ DATA_DIR: dataFolder });
  try {
    await migrate({ ownerUrl: database.ownerUrl });
    const sql = diffSchema(database.ownerUrl);
    if (sql === null) console.log('Schema and migrations agree.');
    else if (name === undefined) console.log(sql);
    else console.log(`Wrote ${writeMigration(name, sql)}. Read it before you commit it.`);
  } finally {
    await database.stop();
    rmSync(dataFolder, { recursive: true, force: true });
  }
}

function writeMigration(name: string, sql: string): string {
  const time = new Date().toISOString().replace(/\D/g, '').slice(0, 14);
  const folder = join('prisma', 'migrations', `${time}_${name.replace(/\W+/g, '_')}`);
  mkdirSync(join(ROOT, folder), { recursive: true });
  writeFileSync(join(ROOT, folder, 'migration.sql'), sql);
  return folder;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await main(process.argv[2]);
