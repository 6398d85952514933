import type { AssignmentDetail, Board } from '@overcommit/protocol/api';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { passwordLink } from '../../src/server/commands/admin.ts';
import { linkFor } from '../../src/server/commands/invitations.ts';
import { setupLink } from '../../src/server/commands/setup.ts';
import { demoAccounts, seedDemo, shouldSeedDemo } from '../../src/server/seed/demo.ts';
import { withDatabase } from '../fixtures/postgres.ts';
import { contextOf, makeCourse, makePerson, PASSWORD } from './people.ts';
import { openBrowser, startServer, type TestServer } from './server.ts';

const tokenOf = (url: string | null): string => new URL(url ?? '').searchParams.get('token') ?? '';

describe('setting up', () => {
  const database = withDatabase();
  let server: TestServer;
  const host = { name: 'Hana Host', email: 'Hana@Example.org', password: PASSWORD };

  beforeAll(async () => {
    server = await startServer(database.appUrl);
  });
  beforeEach(() => server.services.db.user.deleteMany({ where: { role: 'host' } }));
  afterAll(() => server.close());

  it('the link makes one host, once', async () => {
    const browser = openBrowser(server.origin);
    const token = tokenOf(await setupLink(server.services));
    expect(await browser.mutate('setup.complete', { token, ...host })).toMatchObject({ data: { ok: true } });
    const again = await browser.mutate('setup.complete', { token, ...host, email: 'second@example.org' });
    expect(again.code).toBe('NOT_FOUND');
    await browser.signIn(host.email, PASSWORD);
    expect((await browser.query('me.get')).data).toMatchObject({ user: { isHost: true } });
    expect(await setupLink(server.services)).toBeNull();
  });

  it('the same link used twice at once makes one host', async () => {
    const token = tokenOf(await setupLink(server.services));
    const answers = await Promise.all(
      ['a', 'b', 'c'].map((name) =>
        openBrowser(server.origin).mutate('setup.complete', { token, ...host, email: `${name}@example.org` }),
      ),
    );
    expect(answers.filter(({ code }) => code === null)).toHaveLength(1);
    expect(await server.services.db.user.count({ where: { role: 'host' } })).toBe(1);
  });

  it('a link of a day ago, an earlier link and a wrong token are worth nothing', async () => {
    const { db } = server.services;
    const browser = openBrowser(server.origin);
    const earlier = tokenOf(await setupLink(server.services));
    const token = tokenOf(await setupLink(server.services));
    await db.setupToken.updateMany({ data: { createdAt: new Date(Date.now() - 25 * 3_600_000) } });
    for (const one of [earlier, token, 'wrong']) {
      expect((await browser.mutate('setup.complete', { token: one, ...host })).code).toBe('NOT_FOUND');
    }
    expect(await db.user.count({ where: { role: 'host' } })).toBe(0);
  });

  it('only hashes of tokens are stored', async () => {
    const token = tokenOf(await setupLink(server.services));
    const stored = await server.services.db.setupToken.findMany();
    expect(JSON.stringify(stored)).not.toContain(token);
  });

  it('the demo course, whose password is known, comes by itself only where nobody but this computer looks', async () => {
    const { db, config } = server.services;
    await db.user.deleteMany();
    const seeds = (more: object) =>
      shouldSeedDemo({ ...server.services, config: { ...config, isEmbedded: true, ...more } });
    expect(await seeds({})).toBe(true);
    expect(await seeds({ isLocal: false })).toBe(false);
    expect(await seeds({ isEmbedded: false })).toBe(false);
    expect(await seeds({ isLocal: false, seedDemo: true })).toBe(true);
  });

  it('the demo course is seeded once, however often it is asked for', async () => {
    const { services } = server;
    await seedDemo(services);
    const counts = async () =>
      Promise.all([services.db.user.count(), services.db.machine.count(), services.db.seat.count()]);
    const before = await counts();
    await Promise.all([seedDemo(services), seedDemo(services)]);
    expect(await counts()).toEqual(before);
    expect(await demoAccounts(services)).toHaveLength(6);
    const ana = openBrowser(server.origin);
    expect((await ana.signIn('ana@demo.local', 'overcommit-demo')).status).toBe(200);
    const machines = await ana.query<{ seats: unknown[]; policy: string }[]>('machines.list');
    const mine = { policy: 'linux-6.1', seats: [{}, {}, {}] };
    expect(machines.data).toMatchObject([mine, mine]);
  });

  it('a newcomer meets a played term: hand-ins, answers, a deadline, and a grade that is released', async () => {
    const teacher = openBrowser(server.origin);
    await teacher.signIn('instructor@demo.local', 'overcommit-demo');
    const board = async (assignmentId: string) =>
      (await teacher.query<Board>('assignments.board', { assignmentId })).data.rows.map(
        ({ name, seal, hasStarted }) => [name, seal?.reason ?? null, hasStarted],
      );
    expect(await board('demo-past-assignment')).toEqual([
      ['Group 1', 'handIn', true],
      ['Group 2', 'handIn', true],
      ['Group 3', 'handIn', true],
      ['Group 4', 'due', true],
      ['Group 5', 'handIn', true],
      ['Group 6', 'handIn', true],
    ]);
    expect(await board('demo-assignment')).toEqual([
      ['Group 1', null, false],
      ['Group 2', 'handIn', true],
      ['Group 3', 'handIn', true],
      ['Group 4', null, true],
      ['Group 5', 'handIn', true],
      ['Group 6', null, true],
    ]);
    const ana = openBrowser(server.origin);
    await ana.signIn('ana@demo.local', 'overcommit-demo');
    const past = await ana.query<AssignmentDetail>('assignments.get', { assignmentId: 'demo-past-assignment' });
    expect(past.data.myWork?.sealedAnswers[0]?.text).toContain('At #4 the kernel promised');
    expect(past.data.myGrade).toMatchObject({ points: 900, outOf: 1000 });
    const present = await ana.query<AssignmentDetail>('assignments.get', { assignmentId: 'demo-assignment' });
    expect(present.data).toMatchObject({ myGrade: null, isReleased: false, myWork: { seal: null, phase: 'open' } });
  });

  it('an invitation sets a password once; staff hand it out', async () => {
    const { services } = server;
    const teacher = await makePerson(services, { name: 'Teacher', hasPassword: true });
    const { courseId } = await makeCourse(services, { staff: [[teacher, 'instructor']], members: [] });
    const browser = openBrowser(server.origin);
    await browser.signIn(teacher.email, PASSWORD);
    const wrong = await browser.mutate('courses.importRoster', {
      courseId,
      csv: 'name,email\nOk,ok@example.org\nBad,not-an-address\n',
    });
    expect(wrong.data).toMatchObject({ ok: false, errors: [{ line: 3 }] });
    expect(await services.db.user.count({ where: { email: 'ok@example.org' } })).toBe(0);
    const csv = `name,email,group\nInvited,invited@example.org,Red\n${teacher.name},${teacher.email},Red\n`;
    const right = await browser.mutate<{ invitations: { url: string }[] }>('courses.importRoster', { courseId, csv });
    expect(right.data).toMatchObject({
      ok: true,
      added: 1,
      updated: 1,
      invitations: [{ email: 'invited@example.org' }],
    });
    const accept = { token: tokenOf(right.data.invitations[0]?.url ?? null), name: 'Ida Invited', password: PASSWORD };
    const invited = openBrowser(server.origin);
    expect((await invited.mutate('courses.acceptInvitation', accept)).code).toBeNull();
    expect((await invited.mutate('courses.acceptInvitation', accept)).code).toBe('NOT_FOUND');
    expect((await invited.signIn('invited@example.org', PASSWORD)).status).toBe(200);
    expect((await invited.query('courses.list')).data).toMatchObject([{ id: courseId, myRole: 'student' }]);
  });

  it('a host’s link sets a new password and leaves the name; an invitation wants a name', async () => {
    const { services } = server;
    const boss = await makePerson(services, { name: 'Boss', role: 'host' });
    const person = await makePerson(services, { name: 'Forgetful', hasPassword: true });
    const { url } = await passwordLink(contextOf(services, boss), person.id);
    const browser = openBrowser(server.origin);
    const password = 'another correct horse';
    expect((await browser.mutate('courses.acceptInvitation', { token: tokenOf(url), password })).code).toBeNull();
    expect((await browser.signIn(person.email, PASSWORD)).status).toBe(401);
    expect((await browser.signIn(person.email, password)).status).toBe(200);
    expect((await browser.query('me.get')).data).toMatchObject({ user: { name: 'Forgetful' } });
    const invitation = await services.db.$transaction((tx) =>
      linkFor(tx, { services, userId: person.id, kind: 'invitation', createdBy: boss.id }),
    );
    const nameless = { token: tokenOf(invitation.url), password };
    expect((await browser.mutate('courses.acceptInvitation', nameless)).code).toBe('BAD_REQUEST');
    expect((await browser.mutate('courses.acceptInvitation', { ...nameless, name: 'Fay' })).code).toBeNull();
  });
});
