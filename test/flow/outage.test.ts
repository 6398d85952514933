import { randomUUID } from 'node:crypto';
import { createMemoryStore, type EventStore } from '@overcommit/event-store';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createRooms, type Rooms } from '../../src/server/rooms/index.ts';
import { makeCourse, makePerson, PASSWORD } from '../access/people.ts';
import { type Browser, openBrowser, startServer, type TestServer } from '../access/server.ts';
import { withDatabase } from '../fixtures/postgres.ts';
import { SPEC } from './labServer.ts';

describe('while the database is away', () => {
  const database = withDatabase();
  let owner: pg.Client;
  let server: TestServer;
  let ana: Browser;
  let machineId: string;

  beforeAll(async () => {
    server = await startServer(database.appUrl);
    const person = await makePerson(server.services, { name: 'Ana', hasPassword: true });
    const teacher = await makePerson(server.services, { name: 'Teacher' });
    ({ machineId } = await makeCourse(server.services, { staff: [[teacher, 'instructor']], members: [person] }));
    ana = openBrowser(server.origin);
    await ana.signIn(person.email, PASSWORD);
    await ana.mutate('machines.open', { machineId });
    owner = new pg.Client({ connectionString: database.ownerUrl });
    await owner.connect();
  });
  afterAll(async () => {
    await owner.end();
    await server.close();
  });

  /** No connection is left, and none is let in, as for a Postgres that starts or is full. */
  async function setAway(isAway: boolean): Promise<void> {
    const name = owner.escapeIdentifier(new URL(database.ownerUrl).pathname.slice(1));
    await owner.query(`ALTER DATABASE ${name} CONNECTION LIMIT ${isAway ? 0 : -1}`);
    if (isAway)
      await owner.query(
        'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()',
      );
  }

  it('a command is neither done nor failed: sent again with its id, it is one entry', async () => {
    const commandId = randomUUID();
    const send = () =>
      ana.mutate<{ ok: boolean; seq: number }>('machines.submit', {
        machineId,
        commandId,
        seenSeq: 0,
        line: 'spawn sh',
      });
    await setAway(true);
    const refused = await send();
    await setAway(false);
    expect([refused.status, refused.code]).toEqual([503, 'SERVICE_UNAVAILABLE']);
    expect(refused.message).toContain('sent again by itself');
    await expect.poll(async () => (await send()).code).toBeNull();
    const again = await send();
    expect(again.data.ok).toBe(true);
    const stored = await server.services.db.event.count({ where: { streamId: machineId, commandId } });
    expect(stored).toBe(1);
  });

  const readyz = async () => {
    const { status, text } = await ana.send('/readyz');
    return `${status} ${text.trim()}`;
  };

  it('the service is ready while a backup reads every table', async () => {
    await expect.poll(readyz).toBe('200 ready');
    const before = await server.services.db.writeCheck.findFirstOrThrow();
    await owner.query('BEGIN; LOCK TABLE write_checks IN ACCESS SHARE MODE');
    const isWritten = async () => {
      expect(await readyz()).toBe('200 ready');
      return (await server.services.db.writeCheck.findFirstOrThrow()).at > before.at;
    };
    await expect.poll(isWritten).toBe(true);
    await owner.query('ROLLBACK');
  });

  it('the service says that it is not ready, and why: it finds out by writing', async () => {
    const name = owner.escapeIdentifier(new URL(database.ownerUrl).pathname.slice(1));
    await owner.query(`ALTER DATABASE ${name} SET default_transaction_read_only = on`);
    await setAway(true);
    await expect.poll(readyz).toMatch(/^503 not ready: The database does not answer/);
    // Everything can be read, nothing written.
    await setAway(false);
    await expect.poll(readyz).toBe('503 not ready: The database takes no writes (SQLSTATE 25006).');
    await owner.query('SET default_transaction_read_only = off');
    await owner.query(`ALTER DATABASE ${name} RESET default_transaction_read_only`);
    await setAway(true);
    await setAway(false);
    await expect.poll(readyz).toBe('200 ready');
  });
});

describe('an append whose answer is lost', () => {
  /** The next append fails with `error`, before or after it is stored. */
  function flaky(): { store: EventStore; rooms: Rooms; said: string[]; fail: (how: Failure) => void } {
    const store = createMemoryStore({ now: () => '2025-01-01T00:00:00.000Z' });
    const said: string[] = [];
    const say = (_fields: unknown, message: string) => void said.push(message);
    let next: Failure | null = null;
    const append: EventStore['append'] = async (...args) => {
      const failure = next;
      next = null;
      if (failure?.isStored) await store.append(...args);
      if (failure) throw failure.error;
      return store.append(...args);
    };
    const rooms = createRooms({ store: { ...store, append }, log: { info: say, warn: say, error: say } });
    const fail = (how: Failure) => {
      next = how;
    };
    return { store, rooms, said, fail };
  }
  type Failure = { error: Error; isStored: boolean };
  const LOST = new Error('Connection terminated unexpectedly');
  const input = { machineId: 'm1', commandId: 'c1', line: 'spawn sh' };

  async function ready() {
    const all = flaky();
    await all.rooms.create({ machineId: 'm1', spec: SPEC });
    await all.rooms.takeSeat('m1', { actor: 'ana', uid: 1000, role: 'student' });
    return all;
  }

  it.each([true, false])('is pending, and one entry once it is sent again (stored: %s)', async (isStored) => {
    const { store, rooms, said, fail } = await ready();
    fail({ error: LOST, isStored });
    await expect(rooms.dispatch(input, 'ana')).rejects.toMatchObject({ code: 'SERVICE_UNAVAILABLE' });
    expect(said.join()).toContain('not known');
    expect(said.join()).not.toContain('nothing was recorded');
    const again = await rooms.dispatch(input, 'ana');
    expect(again).toMatchObject({ ok: true, seq: 2 });
    expect(await store.head('m1')).toMatchObject({ version: 2 });
    await rooms.close();
  });

  it('of a fault that is no outage the log is asked: what was stored is answered as stored', async () => {
    const { rooms, fail } = await ready();
    fail({ error: new Error('a fault of our own'), isStored: true });
    expect(await rooms.dispatch(input, 'ana')).toMatchObject({ ok: true, seq: 2 });
    fail({ error: new Error('a fault of our own'), isStored: false });
    const other = rooms.dispatch({ ...input, commandId: 'c2', line: 'spawn sh2' }, 'ana');
    await expect(other).rejects.toMatchObject({ code: 'INTERNAL_SERVER_ERROR' });
    await rooms.close();
  });

  it('a server that stops is as one that does not answer', async () => {
    const { rooms } = await ready();
    await rooms.close();
    await expect(rooms.dispatch(input, 'ana')).rejects.toMatchObject({ code: 'SERVICE_UNAVAILABLE' });
  });
});
