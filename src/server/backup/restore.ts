import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { BackupError, END_OF_TABLE, EndLine, Head, type Progress, TableLine } from './format.ts';
import { copyIn, migrationsOf, quoted, type Table, tablesOf } from './tables.ts';
import { verifyLogs } from './verifyLogs.ts';

/** Rows that are sent to the database as one piece. */
const PIECE_BYTES = 64 * 1024;

export type RestoreOptions = { url: string; file: string; onProgress?: Progress };
export type RestoreDone = { madeAt: string; rows: Record<string, number>; streams: number; events: number };

/**
 * Puts a backup into an empty, migrated database, and checks it: the file's digest, the number of rows, and of every log its
 * numbers and its hash chain. All of it or nothing is stored. `url`: of the owner of the tables.
 * @throws BackupError if the database is not empty, the file is damaged, or a newer version made it
 */
export async function restore({ url, file, onProgress = () => {} }: RestoreOptions): Promise<RestoreDone> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query('BEGIN');
    const tables = await tablesOf(client);
    await requireEmpty(client, tables);
    const { head, rows } = await readFile(client, { file, tables, onProgress });
    await moveSequences(client);
    await requireCounts(client, rows);
    const logs = await verifyLogs(client, onProgress);
    await client.query('COMMIT');
    await client.query('ANALYZE');
    return { madeAt: head.madeAt, rows, ...logs };
  } finally {
    // A transaction that is open is undone.
    await client.end();
  }
}

async function requireEmpty(client: pg.Client, tables: Table[]): Promise<void> {
  for (const { name } of tables) {
    const { rowCount } = await client.query(`SELECT 1 FROM ${quoted(name)} LIMIT 1`);
    // A start without a host makes the link for one.
    if (rowCount === 0 || name === 'setup_tokens') continue;
    throw new BackupError(`The database is not empty: ${name} has rows. Restore into a new one.`);
  }
  await client.query('DELETE FROM setup_tokens');
}

type Reading = { file: string; tables: Table[]; onProgress: Progress };

async function readFile(client: pg.Client, { file, tables, onProgress }: Reading) {
  const hash = createHash('sha256');
  const rows: Record<string, number> = {};
  const lines = linesOf(file);
  const next = async (): Promise<string> => {
    const { value, done } = await lines.next();
    if (done) throw new BackupError('The file ends too early: it is not whole.');
    return value;
  };
  const hashed = (line: string): string => {
    hash.update(`${line}\n`);
    return line;
  };
  const head = parsed(Head, hashed(await next()), 'This is not a backup of Overcommit.');
  await requireKnown(client, head);
  for (;;) {
    const line = await next();
    const end = EndLine.safeParse(parseJson(line));
    if (end.success) {
      if (end.data.sha256 !== hash.digest('hex'))
        throw new BackupError('The file is damaged: its digest is another one.');
      if (JSON.stringify(end.data.rows) !== JSON.stringify(rows)) throw new BackupError('The file lacks rows.');
      return { head, rows };
    }
    const { table: name, columns } = parsed(TableLine, hashed(line), 'The file is damaged.');
    if (!tables.some((table) => table.name === name)) throw new BackupError(`There is no table ${name} here.`);
    rows[name] = 0;
    const pieces = piecesOf(next, (row) => {
      hashed(row);
      if (row === END_OF_TABLE) return false;
      rows[name] = (rows[name] ?? 0) + 1;
      return true;
    });
    await pipeline(
      pieces,
      async function* (source) {
        for await (const piece of source) {
          onProgress(name, rows[name] ?? 0);
          yield piece;
        }
      },
      client.query(copyFrom(copyIn({ name, columns }))),
    );
  }
}

/** Rows up to the end of their table, some at a time. */
async function* piecesOf(next: () => Promise<string>, isRow: (line: string) => boolean): AsyncGenerator<string> {
  let piece = '';
  for (let line = await next(); isRow(line); line = await next()) {
    piece += `${line}\n`;
    if (piece.length < PIECE_BYTES) continue;
    yield piece;
    piece = '';
  }
  if (piece !== '') yield piece;
}

/** Split at line feeds alone: a text in a row may hold what other readers of lines take for an end. */
async function* linesOf(file: string): AsyncGenerator<string> {
  const text = createReadStream(file).pipe(createGunzip()).setEncoding('utf8');
  let rest = '';
  try {
    for await (const data of text) {
      const lines = (rest + String(data)).split('\n');
      rest = lines.pop() ?? '';
      yield* lines;
    }
  } catch (error) {
    throw new BackupError(`The file cannot be read: ${(error as Error).message}`, { cause: error });
  }
  if (rest !== '') yield rest;
}

async function requireKnown(client: pg.Client, { migrations, product }: Head): Promise<void> {
  const here = new Set(await migrationsOf(client));
  const unknown = migrations.find((name) => !here.has(name));
  if (unknown !== undefined)
    throw new BackupError(`Version ${product} made this backup, which is newer than this one: it has ${unknown}.`);
}

/** Numbers go on after the largest. */
async function moveSequences(client: pg.Client): Promise<void> {
  await client.query(
    "SELECT setval(pg_get_serial_sequence('audit', 'id'), (SELECT coalesce(max(id), 0) + 1 FROM audit), false)",
  );
}

async function requireCounts(client: pg.Client, rows: Record<string, number>): Promise<void> {
  for (const [name, expected] of Object.entries(rows)) {
    const { rows: found } = await client.query<{ count: string }>(`SELECT count(*) FROM ${quoted(name)}`);
    if (Number(found[0]?.count) !== expected)
      throw new BackupError(`${name} has another number of rows than the backup.`);
  }
}

function parsed<T>(
  schema: { safeParse(value: unknown): { success: boolean; data?: T } },
  line: string,
  why: string,
): T {
  const result = schema.safeParse(parseJson(line));
  if (!result.success) throw new BackupError(why);
  return result.data as T;
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}
