import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { count, figures } from '@overcommit/reading';
import { BackupError, backup, openForBackup, openForRestore, type Progress, restore } from '../server/backup/index.ts';
import { InputError, UsageError } from './usage.ts';

const MIGRATIONS = join(import.meta.dirname, '../../prisma/migrations');
const SHOW_MS = 500;

/** `overcommit backup FILE`: all that the service's database holds, while people go on. */
export async function backUp(args: string[]): Promise<number> {
  const file = fileOf('backup', args);
  const progress = createProgress();
  const { ownerUrl, close } = await openForBackup(environment()).catch(plainly);
  try {
    const { rows } = await backup({ url: ownerUrl, file, onProgress: progress.show });
    progress.end(`${file}: ${told(rows)}`);
    return 0;
  } catch (error) {
    throw new InputError(`The backup was not made: ${(error as Error).message}`);
  } finally {
    await close();
  }
}

/** `overcommit restore FILE`: puts a backup into an empty database, and checks every log. */
export async function restoreBackup(args: string[]): Promise<number> {
  const file = fileOf('restore', args);
  const progress = createProgress();
  const { ownerUrl, close } = await openForRestore(environment(), MIGRATIONS).catch(plainly);
  try {
    const { rows, madeAt, streams, events } = await restore({ url: ownerUrl, file, onProgress: progress.show });
    progress.end(
      `${told(rows)}, as of ${madeAt}\n${count(streams, 'log')} with ${count(events, 'entry', 'entries')}: every chain holds`,
    );
    return 0;
  } catch (error) {
    throw error instanceof BackupError ? new InputError(`${error.message} Nothing was stored.`) : error;
  } finally {
    await close();
  }
}

/** A folder in use, or a database that does not answer: what is wrong stands in the message. */
function plainly(error: Error): never {
  throw new InputError(error.message);
}

function environment() {
  const { DATABASE_URL, DATABASE_MIGRATE_URL, DATA_DIR } = process.env;
  return { DATABASE_URL, DATABASE_MIGRATE_URL, DATA_DIR };
}

function fileOf(name: string, args: string[]): string {
  const { positionals } = parseArgs({ args, allowPositionals: true, options: {} });
  const [file, ...rest] = positionals;
  if (file === undefined || rest.length > 0) throw new UsageError(`${name}: expected one FILE`);
  return file;
}

const told = (rows: Record<string, number>): string => {
  const all = Object.values(rows).reduce((sum, one) => sum + one, 0);
  return `${figures(all)} rows in ${Object.keys(rows).length} tables, ${figures(rows.events ?? 0)} of them entries of logs`;
};

/** A line on standard error that is written over, if a person looks at it. */
function createProgress(): { show: Progress; end(line: string): void } {
  const isSeen = process.stderr.isTTY;
  let shownMs = 0;
  return {
    show(table, rows) {
      if (!isSeen || performance.now() - shownMs < SHOW_MS) return;
      shownMs = performance.now();
      process.stderr.write(`\r\u001b[K${table}: ${figures(rows)}`);
    },
    end(line) {
      if (isSeen) process.stderr.write('\r\u001b[K');
      console.log(line);
    },
  };
}
