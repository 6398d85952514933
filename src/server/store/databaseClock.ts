import { STAMP_AHEAD_MS, STAMP_BEHIND_MS } from './groupCommit.ts';
import type { Sql } from './sql.ts';

/** The database's time, which all processes share and deadlines go by. */
export type DatabaseClock = {
  /** Asks the database the first time; afterwards its clock is followed with this process's own. */
  now(): Promise<Date>;
  /** What the database's clock showed a moment ago. The answer that took least time tells most. */
  learn(at: Date): void;
  /** The clock was refused: go on from what it shows now. */
  reset(at: Date): void;
};

export function createDatabaseClock(sql: Sql): DatabaseClock {
  let offsetMs = Number.NEGATIVE_INFINITY;
  const learn = (at: Date): void => {
    offsetMs = Math.max(offsetMs, at.getTime() - performance.now());
  };
  return {
    async now() {
      if (offsetMs === Number.NEGATIVE_INFINITY) learn(await databaseNow(sql));
      return new Date(performance.now() + offsetMs);
    },
    learn,
    reset(at) {
      offsetMs = at.getTime() - performance.now();
    },
  };
}

/** What the database's clock shows now. */
export async function databaseNow(sql: Sql): Promise<Date> {
  const [row] = await sql.$queryRawUnsafe<{ at: Date }[]>('SELECT clock_timestamp() AS at');
  return (row as { at: Date }).at;
}

/** Whether the database surely takes a stamp at time `at`; the driver cuts its times to milliseconds. */
export function isStampOf(stamp: Date, at: Date): boolean {
  const ms = at.getTime() - stamp.getTime();
  return ms < STAMP_BEHIND_MS && -ms <= STAMP_AHEAD_MS;
}
