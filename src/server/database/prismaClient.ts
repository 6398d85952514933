import { PrismaPg } from '@prisma/adapter-pg';
import pg from 'pg';
import { PrismaClient } from '../../../prisma/generated/client.ts';
import { type DatabaseLog, silentLog } from './log.ts';

export type DatabaseAccess = {
  prisma: PrismaClient;
  /** The pool under `prisma`, for hand-written SQL: both share its connections. */
  pool: pg.Pool;
  close(): Promise<void>;
};

const DEFAULT_POOL_SIZE = 20;
/** A whole class may open one machine in the same second: their transactions wait for each other and do not fail. */
const TRANSACTION = { maxWait: 15_000, timeout: 20_000 };

/** A client and its pool. A connection that breaks while idle is reported and replaced, never thrown. */
export function openDatabase(url: string, log: DatabaseLog = silentLog, poolSize = DEFAULT_POOL_SIZE): DatabaseAccess {
  const pool = new pg.Pool({ connectionString: url, max: poolSize });
  const report = (error: Error) => log.warn(`database connection lost: ${error.message}`);
  // A connection in use reports to itself, not to the pool; without a listener that would end the process.
  pool.on('error', report).on('connect', (client) => client.on('error', () => {}));
  const prisma = new PrismaClient({ adapter: new PrismaPg(pool), transactionOptions: TRANSACTION });
  const close = async () => {
    await prisma.$disconnect();
    await pool.end();
  };
  return { prisma, pool, close };
}
