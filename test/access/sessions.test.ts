import { io, type Socket } from 'socket.io-client';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { withDatabase } from '../fixtures/postgres.ts';
import { soon } from '../fixtures/soon.ts';
import { makeCourse, makePerson, PASSWORD, type Person } from './people.ts';
import { type Browser, openBrowser, startServer, type TestServer } from './server.ts';

const PATIENCE_MS = 120_000;
const TRIES = 8;

describe('what ends with a session, and what a role gives', { timeout: PATIENCE_MS }, () => {
  const database = withDatabase();
  let server: TestServer;
  let teacher: Person;
  let ana: Person;
  let ben: Person;
  let course: Awaited<ReturnType<typeof makeCourse>>;
  const sockets: Socket[] = [];

  beforeAll(async () => {
    server = await startServer(database.appUrl);
    const make = (name: string) => makePerson(server.services, { name, hasPassword: true });
    [teacher, ana, ben] = await Promise.all([make('Teacher'), make('Ana'), make('Ben')]);
    course = await makeCourse(server.services, { staff: [[teacher, 'instructor']], members: [ana, ben] });
  });
  afterEach(() => {
    for (const socket of sockets.splice(0)) socket.close();
  });
  afterAll(() => server.close());

  async function as(person: Person, password = PASSWORD): Promise<Browser> {
    const browser = openBrowser(server.origin);
    expect((await browser.signIn(person.email, password)).status).toBe(200);
    return browser;
  }

  async function connect({ cookies }: Browser): Promise<Socket> {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const socket = io(server.origin, {
      transports: ['websocket'],
      forceNew: true,
      reconnection: false,
      extraHeaders: { cookie },
    });
    sockets.push(socket);
    await new Promise<void>((resolve, reject) => {
      socket.on('connect', resolve);
      socket.on('connect_error', reject);
    });
    return socket;
  }

  const join = (socket: Socket): Promise<{ ok: boolean }> =>
    socket.emitWithAck('machine:join', { machineId: course.machineId, afterSeq: 0, protocol: 1 });
  const submit = (browser: Browser, line: string) =>
    browser.mutate<{ ok: boolean; result: string }>('machines.submit', {
      machineId: course.machineId,
      commandId: crypto.randomUUID(),
      seenSeq: 0,
      line,
    });

  it('signing out closes the sockets of that session, and no other’s', async () => {
    const [here, there] = [await as(ana), await as(ana)];
    const [left, kept] = [await connect(here), await connect(there)];
    expect([(await join(left)).ok, (await join(kept)).ok]).toEqual([true, true]);
    await here.post('/api/auth/sign-out', {});
    await soon(() => expect(left.connected).toBe(false));
    expect(kept.connected).toBe(true);
    expect((await join(kept)).ok).toBe(true);
  });

  it('a new password ends the other sessions and their sockets', async () => {
    const cleo = await makePerson(server.services, { name: 'Cleo', hasPassword: true });
    const [own, stolen] = [await as(cleo), await as(cleo)];
    const socket = await connect(stolen);
    const change = { currentPassword: PASSWORD, newPassword: 'another good password' };
    expect((await own.post('/api/auth/change-password', change)).status).toBe(200);
    await soon(() => expect(socket.connected).toBe(false));
    expect((await stolen.query('me.get')).data).toBeNull();
    expect((await own.query('me.get')).data).toMatchObject({ user: { id: cleo.id } });
  });

  it('a socket whose session has run out is closed when all are checked, one that may no longer look is told', async () => {
    const [a, b] = [await as(ana), await as(ben)];
    const [gone, sentOut] = [await connect(a), await connect(b)];
    await Promise.all([join(gone), join(sentOut)]);
    const told = new Promise((resolve) => sentOut.on('machine:gone', resolve));
    await server.services.db.session.deleteMany({ where: { userId: ana.id } });
    const seat = { machineId: course.machineId, userId: ben.id };
    await server.services.db.seat.deleteMany({ where: seat });
    await server.services.db.enrollment.updateMany({
      where: { userId: ben.id },
      data: { groupId: course.otherGroupId },
    });
    await server.services.accessChanged([ana.id, ben.id]);
    await soon(() => expect(gone.connected).toBe(false));
    expect(await told).toEqual({ machineId: course.machineId, reason: 'removed' });
    expect(await join(sentOut)).toMatchObject({ ok: false, code: 'FORBIDDEN' });
  });

  it('who is no longer staff of the course is no longer root on its machines', async () => {
    const dora = await makePerson(server.services, { name: 'Dora', hasPassword: true });
    const enrollmentId = crypto.randomUUID();
    await server.services.db.enrollment.create({
      data: { id: enrollmentId, courseId: course.courseId, userId: dora.id, role: 'assistant' },
    });
    const [t, d] = [await as(teacher), await as(dora)];
    await d.mutate('machines.open', { machineId: course.machineId });
    await t.mutate('machines.open', { machineId: course.machineId });
    await submit(t, 'spawn theirs');
    expect((await submit(d, 'sysctl vm/swappiness 10')).data).toMatchObject({ ok: true, result: 'ok' });
    const setRole = (role: string) => t.mutate('courses.setRole', { courseId: course.courseId, enrollmentId, role });
    expect((await setRole('student')).status).toBe(200);
    expect((await submit(d, 'exit theirs 0')).data).toMatchObject({ ok: true, result: 'EPERM' });
    expect((await submit(d, 'clock pause')).data).toMatchObject({ ok: false });
    const { data } = await d.mutate<{ mySeat: { role: string } }>('machines.open', { machineId: course.machineId });
    expect(data.mySeat.role).toBe('student');
    expect((await setRole('assistant')).status).toBe(200);
    expect((await submit(d, 'exit theirs 0')).data).toMatchObject({ ok: true, result: 'ok' });
  });

  it.each(['x'.repeat(41), 'a\u202eb', '\u200b', 'a\u0000b', '', '   '])(
    'an account is not made under the name %j, nor renamed so',
    async (name) => {
      const browser = openBrowser(server.origin);
      const email = `${crypto.randomUUID()}@example.org`;
      const made = await browser.post('/api/auth/sign-up/email', { name, email, password: PASSWORD });
      expect(made.status).toBe(400);
      expect(await server.services.db.user.count({ where: { email } })).toBe(0);
      const a = await as(ana);
      expect((await a.post('/api/auth/update-user', { name })).status).toBe(400);
      expect((await a.query('me.get')).data).toMatchObject({ user: { name: 'Ana' } });
    },
  );

  it('a body that two readers could read differently does not get past the limit of its account', async () => {
    const victim = await makePerson(server.services, { name: 'Victim', hasPassword: true });
    const attacker = openBrowser(server.origin);
    const headers = { 'content-type': 'application/json' };
    for (let n = 0; n < TRIES; n++) await attacker.signIn(victim.email, `wrong password ${n}`);
    const guess = JSON.stringify({ email: victim.email, password: 'wrong password' });
    for (const body of [
      `\ufeff${guess}`,
      `{"email":"x@example.org",${guess.slice(1)}`,
      guess.replace('@', '\\u0040'),
    ]) {
      const { status } = await attacker.send('/api/auth/sign-in/email', { method: 'POST', headers, body });
      expect(status).toBe(429);
    }
  });

  it('of those without a session few connect at a time, and they keep out nobody who has one', async () => {
    const handshake = () => fetch(`${server.origin}/socket.io/?EIO=4&transport=polling`).then(({ status }) => status);
    const statuses = await Promise.all(Array.from({ length: 150 }, handshake));
    expect(statuses.filter((status) => status === 200)).toHaveLength(100);
    expect(statuses.filter((status) => status === 403)).toHaveLength(50);
    await connect(await as(await makePerson(server.services, { name: 'Ida', hasPassword: true })));
  });

  it('one person has a bounded number of sockets', async () => {
    const eve = await as(await makePerson(server.services, { name: 'Eve', hasPassword: true }));
    await Promise.all(Array.from({ length: 50 }, () => connect(eve)));
    await expect(connect(eve)).rejects.toThrow('TOO_MANY_REQUESTS');
  });
});
