import pg from 'pg';
import { expect, it } from 'vitest';
import { diffSchema } from '../../prisma/diff.ts';
import { withDatabase } from '../fixtures/postgres.ts';

const database = withDatabase();

it('migrations make exactly what the schema says', () => {
  expect(diffSchema(database.ownerUrl)).toBeNull();
});

it('the comparison sees a column that only the database has', async () => {
  const client = new pg.Client({ connectionString: database.ownerUrl });
  await client.connect();
  await client.query('ALTER TABLE courses ADD COLUMN stray text');
  await client.end();
  expect(diffSchema(database.ownerUrl)).toContain('DROP COLUMN "stray"');
});
