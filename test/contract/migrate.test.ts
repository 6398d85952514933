import { randomUUID } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterEach, beforeEach, expect, inject, it } from 'vitest';
import { migrate } from '../../src/server/database/migrate.ts';

const { ownerUrl: adminUrl } = inject('postgres');
let directory: string;
let ownerUrl: string;
let client: pg.Client;

beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'migrations-'));
  const name = `migrate_${randomUUID().replaceAll('-', '')}`;
  const admin = new pg.Client({ connectionString: adminUrl });
  await admin.connect();
  await admin.query(`CREATE DATABASE ${name}`);
  await admin.end();
  ownerUrl = adminUrl.replace(/\/postgres$/, `/${name}`);
  client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  write('1_first', 'CREATE TABLE a (i int);');
});
afterEach(async () => {
  await client.end();
  rmSync(directory, { recursive: true, force: true });
});

function write(name: string, sql: string): void {
  mkdirSync(join(directory, name), { recursive: true });
  writeFileSync(join(directory, name, 'migration.sql'), sql);
}
const run = () => migrate({ ownerUrl, directory });

it('applies what is missing, oldest first, once', async () => {
  write('2_second', 'ALTER TABLE a ADD COLUMN j int;');
  expect(await run()).toEqual({ applied: ['1_first', '2_second'] });
  write('3_third', 'CREATE TABLE b (i int);');
  expect(await run()).toEqual({ applied: ['3_third'] });
  expect(await run()).toEqual({ applied: [] });
});

it('lets several processes try at once: one applies', async () => {
  write('2_slow', 'SELECT pg_sleep(0.2); CREATE TABLE b (i int);');
  const runs = await Promise.all([run(), run(), run(), run()]);
  expect(runs.flatMap(({ applied }) => applied)).toEqual(['1_first', '2_slow']);
});

it('refuses a migration that was edited after it had been applied', async () => {
  await run();
  write('1_first', 'CREATE TABLE a (i bigint);');
  write('2_second', 'CREATE TABLE b (i int);');
  await expect(run()).rejects.toThrow('1_first was changed after it had been applied');
  expect((await client.query(`SELECT to_regclass('b') AS b`)).rows).toEqual([{ b: null }]);
});

it('refuses a database that a newer version has used', async () => {
  await run();
  rmSync(join(directory, '1_first'), { recursive: true });
  await expect(run()).rejects.toThrow('used by a newer one');
});

it('rolls a failing migration back as a whole and can go on once it is mended', async () => {
  write('2_bad', 'CREATE TABLE b (i int); SELECT 1 / 0;');
  await expect(run()).rejects.toThrow('2_bad failed and was rolled back: division by zero');
  expect((await client.query(`SELECT to_regclass('b') AS b`)).rows).toEqual([{ b: null }]);
  write('2_bad', 'CREATE TABLE b (i int);');
  expect(await run()).toEqual({ applied: ['2_bad'] });
});

it('refuses to go on after a migration that Prisma left half done', async () => {
  await run();
  await client.query('UPDATE _prisma_migrations SET finished_at = NULL');
  await expect(run()).rejects.toThrow('failed half-way');
});
