import type pg from 'pg';

/**
 * Gives the role of `appUrl` only what the app needs. Of the log it can add and read events and streams, and move a stream's
 * version; it can add and read what is written down of people's acts; it can add, read and drop snapshots. The schema and
 * the list of migrations belong to the owner. Does nothing if the app connects as the owner.
 */
export async function grantToApp(owner: pg.Client, appUrl: string): Promise<void> {
  const role = decodeURIComponent(new URL(appUrl).username);
  const { rows } = await owner.query<{ name: string }>('SELECT current_user AS name');
  if (role === '' || role === rows[0]?.name) return;
  const app = owner.escapeIdentifier(role);
  await owner.query(`
    BEGIN;
    GRANT USAGE ON SCHEMA public TO ${app};
    GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO ${app};
    GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO ${app};
    REVOKE UPDATE, DELETE, TRUNCATE ON events, streams, audit FROM ${app};
    REVOKE UPDATE, TRUNCATE ON snapshots FROM ${app};
    GRANT UPDATE (version) ON streams TO ${app};
    GRANT TRUNCATE ON write_checks TO ${app};
    REVOKE ALL ON _prisma_migrations FROM ${app};
    GRANT SELECT ON _prisma_migrations TO ${app};
    COMMIT;
  `);
}
