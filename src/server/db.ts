import type { PrismaClient } from '../../prisma/generated/client.ts';

export type Db = PrismaClient;
/** Inside a transaction. */
export type Tx = Parameters<Parameters<Db['$transaction']>[0]>[0];
