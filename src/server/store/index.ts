/** The event store and the leases in Postgres: `createPostgresStore({ sql: prisma })`. */
export { databaseNow } from './databaseClock.ts';
export { STAMP_BEHIND_MS } from './groupCommit.ts';
export { createPostgresLeases } from './leases.ts';
export { createPostgresStore, type PostgresStoreOptions } from './postgresStore.ts';
export type { Sql } from './sql.ts';
