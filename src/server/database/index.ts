/** Finding, starting, migrating and opening the database. */
export { connect, type Database, type DatabaseEnvironment, runningDatabase } from './connect.ts';
export type { DatabaseLog } from './log.ts';
export { type MigrateOptions, migrate } from './migrate.ts';
export { type DatabaseAccess, openDatabase } from './prismaClient.ts';
