import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Leases, RoomLog } from '../rooms/types.ts';
import { backup } from './backup.ts';

const NAME = /^overcommit-(\d{8}T\d{6}Z)\.backup\.gz$/;
const HOUR_MS = 60 * 60_000;
/** How often it is looked whether one is due. */
const LOOK_MS = 5 * 60_000;
const LEASE_MS = 15 * 60_000;

export type BackupJobOptions = {
  /** null: no backups by themselves. */
  plan: { folder: string; keep: number; everyHours: number } | null;
  url: string;
  leases: Leases;
  log: RoomLog;
  now?: () => Date;
};
export type BackupJob = {
  /** Makes one if it is due; answers its path. */
  run(): Promise<string | null>;
  start(): void;
  close(): Promise<void>;
};

/** Backups by themselves, in a folder of which the newest few are kept. One process at a time makes them. */
export function createBackupJob({ plan, url, leases, log, now = () => new Date() }: BackupJobOptions): BackupJob {
  let timer: NodeJS.Timeout | null = null;
  let running: Promise<unknown> = Promise.resolve();
  let isRunning = false;

  async function run(): Promise<string | null> {
    if (!plan || !(await leases.acquire('backup', LEASE_MS))) return null;
    await mkdir(plan.folder, { recursive: true, mode: 0o700 });
    const last = (await backupsIn(plan.folder)).at(-1);
    if (last && now().getTime() - timeOf(last) < plan.everyHours * HOUR_MS) return null;
    const file = join(plan.folder, nameAt(now()));
    const { rows } = await backup({ url, file });
    log.info({ file, events: rows.events ?? 0 }, 'made a backup');
    for (const old of (await backupsIn(plan.folder)).slice(0, -plan.keep)) await rm(join(plan.folder, old));
    return file;
  }
  function look(): void {
    if (isRunning) return;
    isRunning = true;
    running = run()
      .catch((err) => log.error({ err }, 'the backup was not made'))
      .finally(() => {
        isRunning = false;
      });
  }
  return {
    run,
    start() {
      if (!plan || timer) return;
      timer = setInterval(look, LOOK_MS).unref();
      look();
    },
    async close() {
      if (timer) clearInterval(timer);
      await running;
    },
  };
}

/** Oldest first: their names are their times. */
const backupsIn = async (folder: string): Promise<string[]> =>
  (await readdir(folder)).filter((name) => NAME.test(name)).sort();
const nameAt = (at: Date): string => `overcommit-${at.toISOString().replace(/[-:]|\.\d+/g, '')}.backup.gz`;

function timeOf(name: string): number {
  const time = NAME.exec(name)?.[1] ?? '';
  return Date.parse(time.replace(/^(....)(..)(..T..)(..)(..Z)$/, '$1-$2-$3:$4:$5'));
}
