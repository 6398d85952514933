import { connect, type DatabaseEnvironment, migrate, runningDatabase } from '../database/index.ts';

/** The owner's way into the service's database; `close` stops an embedded one that was started for this. */
export type Opened = { ownerUrl: string; close(): Promise<void> };

/** The database that the environment names, as for a start; an embedded one that a running server holds is used as it is. */
export async function openForBackup(env: DatabaseEnvironment): Promise<Opened> {
  const running = runningDatabase(env);
  if (running !== null) return { ownerUrl: running, close: async () => undefined };
  const { ownerUrl, stop } = await connect(env);
  return { ownerUrl, close: stop };
}

/** As above, with the tables made (`migrations`: their folder); not of a running server, which would fill it. */
export async function openForRestore(env: DatabaseEnvironment, migrations: string): Promise<Opened> {
  const { ownerUrl, appUrl, stop } = await connect(env);
  try {
    await migrate({ ownerUrl, appUrl, directory: migrations });
  } catch (error) {
    await stop();
    throw error;
  }
  return { ownerUrl, close: stop };
}
