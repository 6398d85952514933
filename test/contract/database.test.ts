import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { migrate } from '../../src/server/database/migrate.ts';
import { withDatabase } from '../fixtures/postgres.ts';

const database = withDatabase();
let owner: pg.Client;
let app: pg.Client;

beforeAll(async () => {
  owner = new pg.Client({ connectionString: database.ownerUrl });
  app = new pg.Client({ connectionString: database.appUrl });
  await Promise.all([owner.connect(), app.connect()]);
  await app.query(`INSERT INTO streams (id, kind, header) VALUES ('m1', 'machine', '{}')`);
  await app.query(insertEvent(1, 'c1'));
});
afterAll(() => Promise.all([owner.end(), app.end()]));

function insertEvent(version: number, commandId: string): string {
  return `INSERT INTO events (stream_id, version, type, schema_version, data, metadata, command_id, hash)
    VALUES ('m1', ${version}, 'entry', 1, '{}', '{}', '${commandId}', 'h')`;
}

const CHANGES = [
  `UPDATE events SET hash = 'x'`,
  'DELETE FROM events',
  'DELETE FROM events WHERE false',
  'TRUNCATE events',
  'TRUNCATE streams CASCADE',
  `INSERT INTO events SELECT * FROM events ON CONFLICT (stream_id, version) DO UPDATE SET hash = 'x'`,
];

describe('the log is append-only', () => {
  it.each(CHANGES)('refuses the owner: %s', async (sql) => {
    await expect(owner.query(sql)).rejects.toThrow('events are append-only');
  });

  it('refuses the owner also where a replica role silences triggers', async () => {
    await owner.query('SET session_replication_role = replica');
    await expect(owner.query('DELETE FROM events')).rejects.toThrow('events are append-only');
    await owner.query('RESET session_replication_role');
  });

  it('keeps a stream that has events', async () => {
    await expect(owner.query(`DELETE FROM streams WHERE id = 'm1'`)).rejects.toThrow(/foreign key/);
  });

  it.each([
    ...CHANGES,
    'ALTER TABLE events DISABLE TRIGGER ALL',
    'DROP TABLE events',
    `UPDATE streams SET header = '{}'`,
    `UPDATE streams SET version = 0, kind = 'other'`,
    'DELETE FROM streams',
    `UPDATE snapshots SET state = '{}'`,
    'TRUNCATE snapshots',
    `UPDATE audit SET actor = 'x'`,
    'DELETE FROM audit',
    'TRUNCATE audit',
    `DELETE FROM _prisma_migrations`,
  ])('gives the app no privilege for: %s', async (sql) => {
    await expect(app.query(sql)).rejects.toThrow(/permission denied|must be owner/);
  });

  it('lets the app add, and keeps versions and commands unique in their stream', async () => {
    await app.query(insertEvent(2, 'c2'));
    await expect(app.query(insertEvent(2, 'c3'))).rejects.toThrow('events_pkey');
    await expect(app.query(insertEvent(3, 'c2'))).rejects.toThrow('events_stream_id_command_id_key');
    const { rows } = await owner.query(
      'SELECT version, transaction_id IS NOT NULL AS has_id FROM events ORDER BY position',
    );
    expect(rows).toEqual([
      { version: 1, has_id: true },
      { version: 2, has_id: true },
    ]);
  });

  it('lets nobody become the owner through the app', async () => {
    const { rows } = await app.query(
      'SELECT rolsuper, rolcreaterole, rolcreatedb FROM pg_roles WHERE rolname = current_user',
    );
    expect(rows).toEqual([{ rolsuper: false, rolcreaterole: false, rolcreatedb: false }]);
  });
});

it('applies nothing the second time', async () => {
  expect(await migrate({ ownerUrl: database.ownerUrl, appUrl: database.appUrl })).toEqual({ applied: [] });
});
