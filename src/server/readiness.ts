import type pg from 'pg';
import type { DatabaseLog } from './database/index.ts';
import { isDiskFull, isOutage } from './outage.ts';

/** `why` is a sentence for hosts; without it, everything a person does can be stored. */
export type Readiness = { isReady: true } | { isReady: false; why: string };
export type ReadinessCheck = () => Promise<Readiness>;

type Ports = {
  pool: Pick<pg.Pool, 'query'>;
  /** What is wrong with the embedded Postgres, if there is one. */
  trouble: () => string | null;
  log: DatabaseLog;
  /** Monotonic. */
  nowMs?: () => number;
};

/** An answer counts this long: however many ask, the database is written at most that often. */
const KEEP_MS = 2000;
const LATE_MS = 2000;

/**
 * A page of an emptied table is new to its file: where the disk is full this fails, although rows that are already there
 * can still be read, and often changed.
 */
const WRITE = `SET LOCAL lock_timeout = '500ms'; TRUNCATE write_checks; INSERT INTO write_checks DEFAULT VALUES`;
/** While a backup reads the table it cannot be emptied. Then a row is changed: less of a proof, but a write. */
const SMALL_WRITE = 'INSERT INTO write_checks DEFAULT VALUES ON CONFLICT (id) DO UPDATE SET at = now()';
const LOCKED = '55P03';

const LATE = 'The database does not answer in time.';

/** Whether the database takes writes now: it writes. What changes is logged. */
export function createReadiness({ pool, trouble, log, nowMs = () => performance.now() }: Ports): ReadinessCheck {
  let kept: { readiness: Readiness; untilMs: number } | null = null;
  let asking: Promise<Readiness> | null = null;
  let said: string | null = null;

  async function ask(): Promise<Readiness> {
    const down = trouble();
    if (down !== null) return { isReady: false, why: down };
    try {
      await pool.query(WRITE).catch((error: { code?: string }) => {
        if (error.code !== LOCKED) throw error;
        return pool.query(SMALL_WRITE);
      });
      return { isReady: true };
    } catch (error) {
      return { isReady: false, why: whyNot(error) };
    }
  }
  function keep(readiness: Readiness): Readiness {
    kept = { readiness, untilMs: nowMs() + KEEP_MS };
    const why = readiness.isReady ? null : readiness.why;
    if (why !== said && why !== null) log.error(`not ready: ${why}`);
    if (why !== said && why === null) log.info('ready again: the database takes writes');
    said = why;
    return readiness;
  }

  return async () => {
    if (kept && nowMs() < kept.untilMs) return kept.readiness;
    // One write at a time: a database that hangs does not get one connection more with each question.
    asking ??= ask()
      .then(keep)
      .finally(() => {
        asking = null;
      });
    const late = after(LATE_MS);
    return Promise.race([asking, late.passed]).finally(late.cancel);
  };
}

function whyNot(error: unknown): string {
  if (isDiskFull(error))
    return 'The disk of the database is full. What was stored is safe; as soon as there is room the service goes on by itself.';
  if (isOutage(error)) return 'The database does not answer. What was stored is safe, and the server goes on trying.';
  const { code } = error as { code?: unknown };
  return `The database takes no writes (SQLSTATE ${String(code ?? 'unknown')}).`;
}

function after(ms: number): { passed: Promise<Readiness>; cancel: () => void } {
  let timer: NodeJS.Timeout | undefined;
  const passed = new Promise<Readiness>((resolve) => {
    timer = setTimeout(() => resolve({ isReady: false, why: LATE }), ms);
  });
  return { passed, cancel: () => clearTimeout(timer) };
}
