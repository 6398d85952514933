import { type EventStore, type Head, type NewEvent, sealEvents } from '@overcommit/event-store';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type DatabaseAccess, openDatabase } from '../../src/server/database/index.ts';
import { createGroupCommit } from '../../src/server/store/groupCommit.ts';
import {
  createPostgresLeases,
  createPostgresStore,
  databaseNow,
  type Sql,
  STAMP_BEHIND_MS,
} from '../../src/server/store/index.ts';
import { withDatabase } from '../fixtures/postgres.ts';
import { soon } from '../fixtures/soon.ts';
import { describeEventStore } from './describeEventStore.ts';

const database = withDatabase();
let access: DatabaseAccess;
beforeAll(() => {
  access = openDatabase(database.appUrl);
});
afterAll(() => access.close());

const event = (commandId: string, data: Record<string, unknown> = {}): NewEvent => ({
  type: 'entry',
  schemaVersion: 1,
  data,
  metadata: { actor: 'ada', commandId },
});

describeEventStore('in Postgres', async (upcasters) => createPostgresStore({ sql: access.prisma, upcasters }));

describe('the event store in Postgres', () => {
  let store: EventStore;
  let statements: string[];
  beforeAll(() => {
    statements = [];
    const sql: Sql = {
      $queryRawUnsafe: (query, ...values) => {
        statements.push(query);
        return access.prisma.$queryRawUnsafe(query, ...values);
      },
    };
    store = createPostgresStore({ sql });
  });

  async function newStreams(prefix: string, count: number): Promise<string[]> {
    const ids = Array.from({ length: count }, (_, i) => `${prefix}${i}`);
    for (const streamId of ids) {
      await store.createStream({ streamId, kind: 'machine', header: { streamId } });
      await store.append(streamId, 0, [event('first')]);
    }
    return ids;
  }

  it('uses no snapshot that is not as it was written by a process with its key, and drops it', async () => {
    const [id] = (await newStreams('snapshots', 1)) as [string];
    const found: number[] = [];
    const onWrongSnapshot = (_streamId: string, version: number) => void found.push(version);
    const keyed = createPostgresStore({ sql: access.prisma, snapshotKey: 'a key', onWrongSnapshot });
    const snapshot = (version: number) => ({ version, type: 'machine', schemaVersion: 1, state: '{"committed":1}' });
    for (const version of [1, 2, 3]) await keyed.saveSnapshot(id, snapshot(version));
    await access.prisma.$executeRaw`DELETE FROM snapshots WHERE stream_id = ${id} AND version = 3`;
    await access.prisma.$executeRaw`INSERT INTO snapshots (stream_id, version, type, schema_version, state, checksum)
      SELECT stream_id, 3, type, schema_version, '{"committed":2}', checksum FROM snapshots WHERE stream_id = ${id} AND version = 2`;
    expect(await keyed.latestSnapshot(id)).toEqual(snapshot(2));
    expect(found).toEqual([3]);
    const versions = () => access.prisma.snapshot.findMany({ where: { streamId: id }, select: { version: true } });
    await soon(async () => expect((await versions()).map(({ version }) => version)).toEqual([1, 2]));
    const other = createPostgresStore({ sql: access.prisma, snapshotKey: 'another key' });
    expect(await other.latestSnapshot(id)).toBeNull();
  });

  it('stamps events with the time of the database, whatever this process takes for the time', async () => {
    const [id] = (await newStreams('clock', 1)) as [string];
    const from = await databaseNow(access.prisma);
    vi.useFakeTimers({ toFake: ['Date'], now: new Date('2001-01-01') });
    const answer = await store.append(id, 1, [event('second')]).finally(() => vi.useRealTimers());
    const to = await databaseNow(access.prisma);
    const at = answer.ok ? (answer.events[0]?.recordedAt ?? '') : '';
    expect(new Date(at).getTime()).toBeGreaterThanOrEqual(from.getTime() - 1000);
    expect(new Date(at).getTime()).toBeLessThanOrEqual(to.getTime());
  });

  it.each([-STAMP_BEHIND_MS - 500, 60_000])(
    'does not write an event whose time is %i ms from that of the database',
    async (ms) => {
      const [id] = (await newStreams(`stale${ms}`, 1)) as [string];
      const head = (await store.head(id)) as Head;
      const recordedAt = new Date((await databaseNow(access.prisma)).getTime() + ms).toISOString();
      const events = sealEvents([event('second')], { streamId: id, head, recordedAt });
      const write = createGroupCommit(access.prisma);
      expect(await write({ streamId: id, expectedVersion: 1, events })).toMatchObject({ isWritten: false });
      expect((await store.head(id))?.version).toBe(1);
    },
  );

  it('stamps again when the time that it followed is not that of the database', async () => {
    const [id] = (await newStreams('astray', 1)) as [string];
    const sql: Sql = {
      $queryRawUnsafe: async <Rows>(query: string, ...values: unknown[]) =>
        query.startsWith('SELECT clock_timestamp()')
          ? ([{ at: new Date('2001-01-01') }] as Rows)
          : access.prisma.$queryRawUnsafe<Rows>(query, ...values),
    };
    const answer = await createPostgresStore({ sql }).append(id, 1, [event('second')]);
    expect(answer).toMatchObject({ ok: true, version: 2 });
    const at = answer.ok ? (answer.events[0]?.recordedAt ?? '') : '';
    expect(at > '2001-02').toBe(true);
  });

  it('takes appends of many streams that wait in one round trip', async () => {
    const ids = await newStreams('group', 20);
    statements.length = 0;
    const answers = await Promise.all(ids.map((id) => store.append(id, 1, [event('second')])));
    expect(answers.every((answer) => answer.ok && answer.version === 2)).toBe(true);
    expect(statements).toHaveLength(1);
  });

  it('does not let an append that the database refuses take its neighbours with it', async () => {
    const [bad, good, late] = (await newStreams('poison', 3)) as [string, string, string];
    const [first, second, third] = await Promise.allSettled([
      store.append(bad, 1, [event('nul', { text: '\u0000' })]),
      store.append(good, 1, [event('fine')]),
      store.append(late, 0, [event('too late')]),
    ]);
    expect(first.status).toBe('rejected');
    expect(second).toMatchObject({ value: { ok: true, version: 2 } });
    expect(third).toMatchObject({ value: { ok: false, reason: 'conflict', version: 1 } });
    expect(await store.append(bad, 1, [event('after')])).toMatchObject({ ok: true, version: 2 });
  });

  it('keeps two processes that append to the same streams from losing, doubling or blocking anything', async () => {
    const ids = await newStreams('race', 8);
    const other = createPostgresStore({ sql: access.prisma });
    let written = 0;
    async function writer(through: EventStore, name: string): Promise<void> {
      await Promise.all(
        ids.map(async (id) => {
          let expected = 1;
          for (let i = 0; i < 10; ) {
            const answer = await through.append(id, expected, [event(`${name}${i}`), event(`${name}${i}b`)]);
            if (answer.ok) written += answer.events.length;
            if (answer.ok) i += 1;
            else if (answer.reason === 'noStream') throw new Error('the stream is gone');
            expected = answer.version;
          }
        }),
      );
    }
    await Promise.all([writer(store, 'x'), writer(other, 'y')]);
    expect(written).toBe(8 * 40);
    for (const id of ids) {
      const log = await store.read(id);
      expect(log.map((e) => e.version)).toEqual(Array.from({ length: 41 }, (_, i) => i + 1));
      for (let i = 1; i < log.length; i += 2)
        expect(log[i + 1]?.metadata.commandId).toBe(`${log[i]?.metadata.commandId}b`);
    }
  });

  it('goes on with the chain of another process', async () => {
    const [id] = (await newStreams('handover', 1)) as [string];
    const other = createPostgresStore({ sql: access.prisma });
    const answer = await other.append(id, 1, [event('second')]);
    expect(answer.ok && (await store.head(id))).toEqual({ version: 2, hash: answer.ok && answer.events[0]?.hash });
  });

  it('does not skip a transaction that opened first and commits last', async () => {
    const [slow, fast] = (await newStreams('order', 2)) as [string, string];
    const [early, late] = [new pg.Client(database.appUrl), new pg.Client(database.appUrl)];
    await Promise.all([early.connect(), late.connect()]);
    const insert = `INSERT INTO events (stream_id, version, type, schema_version, data, metadata, command_id, hash)
      VALUES ($1, 2, 'entry', 1, '{}', '{"actor":"ada"}', $2, repeat('0', 64))`;
    const start = await lastCursor(store);
    await early.query('BEGIN');
    await early.query(insert, [slow, 'opened first']);
    await late.query('BEGIN');
    await late.query(insert, [fast, 'committed first']);
    await late.query('COMMIT');

    const between = await store.readAll(start, 10);
    expect(between.events.map((e) => e.metadata.commandId)).not.toContain('committed first');
    await early.query('COMMIT');
    await soon(async () => {
      const after = await store.readAll(between.cursor, 10);
      expect(after.events.map((e) => e.metadata.commandId)).toEqual(['opened first', 'committed first']);
    });
    await Promise.all([early.end(), late.end()]);
  });

  it('gives a machine’s lease to one process until it lets go or runs out', async () => {
    const [a, b] = [createPostgresLeases(access.prisma, 'a'), createPostgresLeases(access.prisma, 'b')];
    expect(await a.acquire('m1', 60_000)).toBe(true);
    expect(await b.acquire('m1', 60_000)).toBe(false);
    expect(await a.acquire('m1', 60_000)).toBe(true);
    await b.release('m1');
    expect(await b.acquire('m1', 60_000)).toBe(false);
    await a.release('m1');
    expect(await b.acquire('m1', 1)).toBe(true);
    await soon(async () => expect(await a.acquire('m1', 60_000)).toBe(true));
  });
});

async function lastCursor(store: EventStore): Promise<string | null> {
  let cursor: string | null = null;
  for (;;) {
    const page = await store.readAll(cursor, 500);
    if (page.events.length === 0) return cursor;
    cursor = page.cursor;
  }
}
