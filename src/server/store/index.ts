/** The event store and the leases in Postgres: `createPostgresStore({ sql: prisma })`. */
export { createPostgresLeases } from './leases.ts';
export { createPostgresStore, type PostgresStoreOptions } from './postgresStore.ts';
export type { Sql } from './sql.ts';
