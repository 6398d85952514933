import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { appRouter } from '../../src/server/api/root.ts';
import { MOST_IN_USE } from '../../src/server/commands/ownMachines.ts';
import { withDatabase } from '../fixtures/postgres.ts';
import { contextOf, makeCourse, makePerson, type Person } from './people.ts';
import { startServer, type TestServer } from './server.ts';

const database = withDatabase();
let server: TestServer;
let ana: Person;
let ben: Person;

beforeAll(async () => {
  server = await startServer(database.appUrl);
  ana = await makePerson(server.services, { name: 'Ana' });
  ben = await makePerson(server.services, { name: 'Ben' });
});
afterAll(() => server.close());

const as = (person: Person) => appRouter.createCaller(contextOf(server.services, person));
const start = (person: Person) => as(person).labs.start({ slug: 'the-database-dies' });
const submit = (person: Person, machineId: string, line: string) =>
  as(person).machines.submit({ machineId, commandId: crypto.randomUUID(), seenSeq: 0, line });

describe('a machine of one’s own', () => {
  it('is put away, can be looked at then but not used, and is brought back as it was', async () => {
    const { machineId } = await start(ana);
    await submit(ana, machineId, 'spawn db');
    await as(ana).machines.putAway({ machineId, isPutAway: true });
    expect((await as(ana).machines.list()).map(({ id }) => id)).not.toContain(machineId);
    expect(await as(ana).machines.listPutAway()).toMatchObject([{ id: machineId, isOwn: true }]);
    expect(await as(ana).machines.get({ machineId })).toMatchObject({ id: machineId });
    await expect(submit(ana, machineId, 'spawn web')).rejects.toThrow('put away');
    await as(ana).machines.putAway({ machineId, isPutAway: false });
    await as(ana).machines.clock({ machineId, action: 'resume' });
    expect(await submit(ana, machineId, 'spawn db')).toMatchObject({ ok: true, result: 'EEXIST' });
  });

  it('is deleted only after it was put away, and only by its maker', async () => {
    const { machineId } = await start(ana);
    await expect(as(ana).machines.delete({ machineId })).rejects.toThrow('Put the machine away first');
    await as(ana).machines.putAway({ machineId, isPutAway: true });
    await expect(as(ben).machines.delete({ machineId })).rejects.toMatchObject({ code: 'FORBIDDEN' });
    await as(ana).machines.delete({ machineId });
    await expect(as(ana).machines.get({ machineId })).rejects.toMatchObject({ code: 'FORBIDDEN' });
    expect((await server.services.store.head(machineId))?.version).toBeGreaterThan(0);
  });

  it('is not a machine of a course: also a host cannot take that away', async () => {
    const dana = await makePerson(server.services, { name: 'Dana' });
    const host = await makePerson(server.services, { name: 'Host', role: 'host' });
    const { machineId } = await makeCourse(server.services, { staff: [[dana, 'instructor']], members: [ana] });
    await expect(as(dana).machines.putAway({ machineId, isPutAway: true })).rejects.toMatchObject({
      code: 'FORBIDDEN',
    });
    await expect(as(host).machines.putAway({ machineId, isPutAway: true })).rejects.toThrow('work of a course');
  });

  it(`has at most ${MOST_IN_USE - 1} others in use beside it; putting one away makes room`, async () => {
    const rows = Array.from({ length: MOST_IN_USE }, (_, i) => ({
      id: `of-ben-${i}`,
      title: `Machine ${i}`,
      policy: 'linux-6.1',
      createdBy: ben.id,
    }));
    await server.services.db.machine.createMany({ data: rows });
    await expect(start(ben)).rejects.toThrow(`You have ${MOST_IN_USE} machines`);
    await server.services.db.machine.update({ where: { id: 'of-ben-0' }, data: { archivedAt: new Date() } });
    expect(await start(ben)).toMatchObject({ machineId: expect.any(String) });
    await expect(as(ben).machines.putAway({ machineId: 'of-ben-0', isPutAway: false })).rejects.toThrow();
  });
});
