import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import pg from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import { PRODUCT_VERSION } from '../version.ts';
import { BackupError, END_OF_TABLE, type Head, type Progress } from './format.ts';
import { copyOut, migrationsOf, type Table, tablesOf } from './tables.ts';

const NEWLINE = 10;

export type BackupOptions = { url: string; file: string; onProgress?: Progress };
export type BackupDone = { rows: Record<string, number> };

/**
 * Writes all that a database holds into a file, as it was at one moment, while people go on. The file has its name only once
 * it is whole. It holds password hashes and personal data: it is readable by its owner only.
 */
export async function backup({ url, file, onProgress = () => {} }: BackupOptions): Promise<BackupDone> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const partial = `${file}.partial`;
  const rows: Record<string, number> = {};
  try {
    await client.query('BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY');
    const { rows: made } = await client.query<{ is: boolean }>(
      "SELECT to_regclass('_prisma_migrations') IS NOT NULL AS is",
    );
    if (!made[0]?.is) throw new BackupError('There is no service in this database yet.');
    const content = Readable.from(contentOf(client, rows, onProgress));
    await pipeline(content, createGzip(), createWriteStream(partial, { mode: 0o600, flush: true }));
    await client.query('COMMIT');
    await rename(partial, file);
    return { rows };
  } catch (error) {
    await rm(partial, { force: true });
    throw error;
  } finally {
    await client.end();
  }
}

async function* contentOf(
  client: pg.Client,
  rows: Record<string, number>,
  onProgress: Progress,
): AsyncGenerator<Buffer> {
  const hash = createHash('sha256');
  const hashed = (data: Buffer): Buffer => {
    hash.update(data);
    return data;
  };
  const line = (text: unknown) => Buffer.from(`${typeof text === 'string' ? text : JSON.stringify(text)}\n`);
  const head: Head = {
    overcommitBackup: 1,
    product: PRODUCT_VERSION,
    madeAt: new Date().toISOString(),
    migrations: await migrationsOf(client),
  };
  yield hashed(line(head));
  for (const table of await tablesOf(client)) {
    yield hashed(line({ table: table.name, columns: table.columns }));
    rows[table.name] = 0;
    for await (const data of rowsOf(client, table)) {
      rows[table.name] = (rows[table.name] ?? 0) + linesIn(data);
      onProgress(table.name, rows[table.name] ?? 0);
      yield hashed(data);
    }
    yield hashed(line(END_OF_TABLE));
  }
  yield line({ end: true, rows, sha256: hash.digest('hex') });
}

const rowsOf = (client: pg.Client, table: Table): AsyncIterable<Buffer> => client.query(copyTo(copyOut(table)));

function linesIn(data: Buffer): number {
  let count = 0;
  for (const byte of data) if (byte === NEWLINE) count++;
  return count;
}
