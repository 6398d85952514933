import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listUsers, setHost, storageState, systemState } from '../../src/server/commands/admin.ts';
import { withDatabase } from '../fixtures/postgres.ts';
import { contextOf, makeMachine, makePerson, PASSWORD, type Person, seatPerson } from './people.ts';
import { openBrowser, startServer, type TestServer } from './server.ts';

describe('hosts', () => {
  const database = withDatabase();
  let server: TestServer;
  let host: Person;
  let other: Person;

  beforeAll(async () => {
    server = await startServer(database.appUrl);
    [host, other] = (await Promise.all(
      ['Hana Host', 'Otto Other'].map((name) => makePerson(server.services, { name, role: 'host', hasPassword: true })),
    )) as [Person, Person];
  });
  afterAll(() => server.close());

  const hosts = () => server.services.db.user.count({ where: { role: 'host' } });
  const as = (person: Person) => contextOf(server.services, person);

  it('make hosts of people with an account, and take it back; both are in the audit', async () => {
    const person = await makePerson(server.services, { name: 'Nora New' });
    await setHost(as(host), { userId: person.id, isHost: true });
    expect(await hosts()).toBe(3);
    await setHost(as(host), { userId: person.id, isHost: false });
    expect(await hosts()).toBe(2);
    const noted = await server.services.db.audit.findMany({
      where: { subject: person.id },
      orderBy: { at: 'asc' },
    });
    expect(noted).toMatchObject([
      { actor: host.id, action: 'user.role', before: 'user', after: 'host' },
      { actor: host.id, action: 'user.role', before: 'host', after: 'user' },
    ]);
  });

  it('do not change their own role, and make no host of a guest or of nobody', async () => {
    const guest = await makePerson(server.services, { name: 'Gus Guest', isGuest: true });
    const refused = (userId: string, code: string) =>
      expect(setHost(as(host), { userId, isHost: userId !== host.id })).rejects.toMatchObject({ code });
    await refused(host.id, 'FORBIDDEN');
    await refused(guest.id, 'NOT_FOUND');
    await refused('nobody', 'NOT_FOUND');
    expect(await hosts()).toBe(2);
  });

  it('who take the role from each other at the same moment leave one', async () => {
    const outcomes = await Promise.allSettled([
      setHost(as(host), { userId: other.id, isHost: false }),
      setHost(as(other), { userId: host.id, isHost: false }),
    ]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(await hosts()).toBe(1);
    const { db } = server.services;
    await db.user.updateMany({ where: { id: { in: [host.id, other.id] } }, data: { role: 'host' } });
  });

  it('no host any more is refused with the next thing asked', async () => {
    const browser = openBrowser(server.origin);
    await browser.signIn(other.email, PASSWORD);
    expect((await browser.query('admin.system')).code).toBeNull();
    await setHost(as(host), { userId: other.id, isHost: false });
    expect((await browser.query('admin.system')).code).toBe('FORBIDDEN');
  });

  it('find people a page at a time, without the addresses that guests never gave', async () => {
    await Promise.all(['Pia 1', 'Pia 2', 'Pia 3'].map((name) => makePerson(server.services, { name })));
    await makePerson(server.services, { name: 'Pia 4', isGuest: true });
    const first = await listUsers(as(host), { search: ' pia ', limit: 3 });
    expect(first).toMatchObject({ total: 4, users: [{}, {}, {}] });
    const rest = await listUsers(as(host), { search: 'pia', limit: 3, cursor: first.users[2]?.id });
    expect(rest.users).toHaveLength(1);
    const all = [...first.users, ...rest.users];
    expect(all.map(({ name }) => name).sort()).toEqual(['Pia 1', 'Pia 2', 'Pia 3', 'Pia 4']);
    expect(all.find(({ isGuest }) => isGuest)).toMatchObject({ email: null });
    expect(await listUsers(as(host), { search: '%', limit: 3 })).toEqual({ total: 0, users: [] });
  });

  it('see how it goes, and whose logs take the space', async () => {
    const machineId = await makeMachine(server.services, host);
    await seatPerson(server.services, machineId, host);
    expect(await systemState(as(host))).toMatchObject({ isReady: true, counts: { machines: 1 }, sockets: 0 });
    const { sizeBytes, machines } = await storageState(as(host));
    expect(sizeBytes.database).toBeGreaterThan(sizeBytes.logs);
    expect(machines).toMatchObject([{ id: machineId, entries: 1, course: null }]);
    expect(machines[0]?.logBytes).toBeGreaterThan(0);
  });
});
