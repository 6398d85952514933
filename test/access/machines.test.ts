import type { LogVerdict } from '@overcommit/protocol/api';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { forgeLog, otherAnswer } from '../fixtures/forgedLog.ts';
import { withDatabase } from '../fixtures/postgres.ts';
import { makeCourse, makeMachine, makePerson, PASSWORD, type Person } from './people.ts';
import { type Browser, LAB, openBrowser, startServer, type TestServer } from './server.ts';

type Info = {
  id: string;
  seats: { actorId: string; userId?: string; uid: number; colour: number }[];
  mySeat: { actorId: string; role: string };
};
type Submitted = { ok: boolean; seq: number; result: string; entry: unknown };
type Joined = { machineId: string; resumeUrl?: string };
type Share = { code: string; url: string };

describe('machines, seats and codes', () => {
  const database = withDatabase();
  let server: TestServer;
  let teacher: Person;
  let ana: Person;
  let ben: Person;
  let course: Awaited<ReturnType<typeof makeCourse>>;

  beforeAll(async () => {
    server = await startServer(database.appUrl);
    const make = (name: string) => makePerson(server.services, { name, hasPassword: true });
    [teacher, ana, ben] = await Promise.all([make('Teacher'), make('Ana Alpha'), make('Ben')]);
  });
  beforeEach(async () => {
    course = await makeCourse(server.services, { staff: [[teacher, 'instructor']], members: [ana, ben] });
  });
  afterAll(() => server.close());

  async function as(person: Person): Promise<Browser> {
    const browser = openBrowser(server.origin);
    expect((await browser.signIn(person.email, PASSWORD)).status).toBe(200);
    return browser;
  }
  const submit = (browser: Browser, line: string, commandId: string = crypto.randomUUID()) =>
    browser.mutate<Submitted>('machines.submit', { machineId: course.machineId, commandId, seenSeq: 0, line });

  it('a process of Ana’s that Ben ends stays: EPERM, as an entry for everybody to see', async () => {
    const [a, b] = [await as(ana), await as(ben)];
    expect((await submit(a, 'spawn db')).data).toMatchObject({ ok: true, result: 'ok' });
    const { data } = await submit(b, 'exit db 0');
    expect(data).toMatchObject({ ok: true, result: 'EPERM' });
    const page = await a.query<{ entries: { seq: number; command: unknown }[] }>('log.page', {
      machineId: course.machineId,
      afterSeq: data.seq - 1,
      limit: 1,
    });
    expect(page.data.entries).toMatchObject([{ seq: data.seq, command: { verb: 'exit', process: 'db' } }]);
  });

  it('the same commandId twice is one entry and one answer', async () => {
    const a = await as(ana);
    const first = await submit(a, 'spawn db', 'once');
    const again = await submit(a, 'spawn db', 'once');
    expect(again.data).toMatchObject({ ok: true, seq: first.data.seq, result: first.data.result });
    const page = await a.query<{ lastSeq: number }>('log.page', { machineId: course.machineId, afterSeq: 0, limit: 1 });
    expect(page.data.lastSeq).toBe(first.data.seq);
  });

  it('a line that is none makes no entry and says why', async () => {
    expect((await submit(await as(ana), 'frobnicate db')).data).toMatchObject({
      ok: false,
      rejection: { code: 'UNKNOWN_VERB' },
    });
  });

  it('opening a machine gives a seat once, with a uid and a colour of its own', async () => {
    const [a, t] = [await as(ana), await as(teacher)];
    const open = (browser: Browser) => browser.mutate<Info>('machines.open', { machineId: course.machineId });
    const [first, second] = await Promise.all([open(t), open(t)]);
    expect(first.data.mySeat).toEqual(second.data.mySeat);
    expect(first.data.mySeat.role).toBe('staff');
    const seats = (await open(a)).data.seats;
    expect(seats.map(({ uid }) => uid)).toEqual([1000, 1001, 1002]);
    expect(seats.map(({ colour }) => colour)).toEqual([0, 1, 2]);
  });

  it('students see names, not accounts or addresses; staff see both', async () => {
    const [a, t] = [await as(ana), await as(teacher)];
    for (const browser of [a, t]) {
      const isStaff = browser === t;
      const texts = await Promise.all([
        browser.send(
          `/api/trpc/courses.get?input=${encodeURIComponent(JSON.stringify({ json: { courseId: course.courseId } }))}`,
        ),
        browser.send(
          `/api/trpc/machines.get?input=${encodeURIComponent(JSON.stringify({ json: { machineId: course.machineId } }))}`,
        ),
        browser.send('/api/trpc/machines.list'),
        browser.send(
          `/api/trpc/assignments.get?input=${encodeURIComponent(JSON.stringify({ json: { assignmentId: course.assignmentId } }))}`,
        ),
      ]);
      const all = texts.map(({ text }) => text).join('\n');
      expect(all).toContain('Ben');
      expect(all.includes(ben.email)).toBe(isStaff);
      expect(all.includes(ben.id)).toBe(isStaff);
      expect(all.includes('"predicate":null') && !all.includes('"predicate":"')).toBe(!isStaff);
    }
  });

  it('a guest joins by code, in the way it was written down, and comes back to the same place on another device', async () => {
    const t = await as(teacher);
    const { code } = (await t.mutate<Share>('machines.share', { machineId: course.machineId })).data;
    expect(code).toMatch(/^[0-9A-HJKMNP-TV-Z]{5}-[0-9A-HJKMNP-TV-Z]{5}$/);
    const phone = openBrowser(server.origin);
    const about = await phone.query('machines.aboutCode', { code });
    expect(about.data).toEqual({ title: LAB.plainTitle, owner: expect.any(String) });
    const nameless = await phone.mutate('machines.joinByCode', { code });
    expect(nameless).toMatchObject({ code: 'BAD_REQUEST', message: 'Tell us what to call you, then join.' });
    const joined = await phone.mutate<Joined>('machines.joinByCode', {
      code: ` ${code.toLowerCase().replace('-', ' ')}`,
      displayName: 'Gül',
    });
    expect(joined.data.machineId).toBe(course.machineId);
    expect((await phone.query('me.get')).data).toMatchObject({ user: { isGuest: true, email: null, name: 'Gül' } });
    const token = new URL(joined.data.resumeUrl ?? '').searchParams.get('token');
    const laptop = openBrowser(server.origin);
    expect((await laptop.mutate<Joined>('machines.resume', { token })).data.machineId).toBe(course.machineId);
    const seatOf = async (browser: Browser) =>
      (await browser.query<Info>('machines.get', { machineId: course.machineId })).data.mySeat.actorId;
    expect(await seatOf(laptop)).toBe(await seatOf(phone));
    expect((await phone.mutate('labs.start', { slug: 'the-database-dies' })).code).toBe('FORBIDDEN');
    expect((await phone.query('machines.get', { machineId: course.otherMachineId })).code).toBe('FORBIDDEN');
    await phone.mutate('machines.resumeLink', { machineId: course.machineId });
    expect((await laptop.mutate('machines.resume', { token })).code).toBe('NOT_FOUND');
  });

  it('a guest who joins a second machine keeps the place on the first', async () => {
    const t = await as(teacher);
    const own = await t.mutate<{ machineId: string }>('labs.start', { slug: 'always-yes' });
    const machines = [course.machineId, own.data.machineId];
    const phone = openBrowser(server.origin);
    for (const machineId of machines) {
      const { code } = (await t.mutate<Share>('machines.share', { machineId })).data;
      await phone.mutate('machines.joinByCode', { code, displayName: 'Kim' });
    }
    for (const machineId of machines) {
      const { data } = await phone.query<Info>('machines.get', { machineId });
      expect(data.mySeat.actorId).toEqual(expect.any(String));
    }
    const { data: listed } = await phone.query<{ id: string }[]>('machines.list');
    expect(listed.map(({ id }) => id).sort()).toEqual([...machines].sort());
  });

  it('a personal link never logs anybody into an account', async () => {
    const { db } = server.services;
    const { hashToken } = await import('../../src/server/auth/tokens.ts');
    await db.seat.updateMany({
      where: { machineId: course.machineId, userId: ana.id },
      data: { resumeTokenHash: hashToken('stolen') },
    });
    expect((await openBrowser(server.origin).mutate('machines.resume', { token: 'stolen' })).code).toBe('NOT_FOUND');
  });

  it('unknown, withdrawn and expired codes each say what to do', async () => {
    const [t, somebody] = [await as(teacher), openBrowser(server.origin)];
    const join = (code: string) => somebody.mutate('machines.joinByCode', { code, displayName: 'Gül' });
    const about = async (code: string) => (await somebody.query('machines.aboutCode', { code })).data;
    expect(await about('AAAAA-AAAAA')).toEqual({ refusal: expect.stringContaining('No machine has this code') });
    expect(await join('AAAAA-AAAAA')).toMatchObject({
      code: 'NOT_FOUND',
      message: expect.stringContaining('No machine has this code'),
    });
    const { code } = (await t.mutate<Share>('machines.share', { machineId: course.machineId })).data;
    await t.mutate('machines.revokeCode', { machineId: course.machineId });
    expect(await join(code)).toMatchObject({
      code: 'FORBIDDEN',
      message: 'This code was withdrawn. Ask for a new one.',
    });
    const next = (await t.mutate<Share>('machines.share', { machineId: course.machineId })).data.code;
    expect(next).not.toBe(code);
    await server.services.db.joinCode.update({ where: { code: next }, data: { expiresAt: new Date(0) } });
    expect(await about(next)).toEqual({ refusal: 'This code has expired. Ask for a new one.' });
    expect(await join(next)).toMatchObject({ code: 'FORBIDDEN', message: 'This code has expired. Ask for a new one.' });
  });

  it('starts a lab under any release of Linux, and says which there are', async () => {
    const t = await as(teacher);
    const slug = 'always-yes';
    const { data } = await t.mutate<{ machineId: string }>('labs.start', { slug, policy: 'linux-6.12' });
    const info = await t.query<Info & { policy: string }>('machines.get', { machineId: data.machineId });
    expect(info.data.policy).toBe('linux-6.12');
    const refused = await t.mutate('labs.start', { slug, policy: 'linux-99.9' });
    expect(refused.code).toBe('BAD_REQUEST');
    expect(refused.fields?.policy?.[0]).toContain('linux-3.0 to linux-6.12');
  });

  it('starting again under another kernel keeps the people and the old machine', async () => {
    const t = await as(teacher);
    const again = await t.mutate<{ machineId: string }>('machines.startAgain', {
      machineId: course.machineId,
      policy: 'solaris-10',
    });
    const info = await t.query<Info & { version: number; previousMachineId: string; policy: string }>(
      'machines.get',
      again.data,
    );
    expect(info.data).toMatchObject({ version: 2, previousMachineId: course.machineId, policy: 'solaris-10' });
    const a = await as(ana);
    const old = await a.query<Info & { nextMachineId: string }>('machines.get', { machineId: course.machineId });
    expect((await a.query<Info>('machines.get', again.data)).data.mySeat.actorId).toBe(old.data.mySeat.actorId);
    expect(old.data.nextMachineId).toBe(again.data.machineId);
  });

  it('the exported log verifies, and only for those who may see the machine', async () => {
    const [a, stranger] = [
      await as(ana),
      await as(await makePerson(server.services, { name: 'Stranger', hasPassword: true })),
    ];
    await submit(a, 'spawn db');
    const path = `/api/machines/${course.machineId}/log.ndjson`;
    const log = await a.send(path);
    expect(log.headers.get('content-disposition')).toContain('attachment');
    expect((await a.mutate('log.verify', { text: log.text })).data).toMatchObject({
      ok: true,
      machineId: course.machineId,
    });
    const forged = log.text.replace('"name":"db"', '"name":"dc"');
    expect((await a.mutate('log.verify', { text: forged })).data).toMatchObject({
      ok: false,
      message: expect.stringContaining('entry'),
    });
    expect((await stranger.send(path)).status).toBe(403);
    expect((await openBrowser(server.origin).send(path)).status).toBe(401);
  });

  it('a log of this server that was changed does not pass, however it was computed again', async () => {
    const a = await as(ana);
    await submit(a, 'spawn db');
    const { text } = await a.send(`/api/machines/${course.machineId}/log.ndjson`);
    const verify = async (log: string) => (await a.mutate<LogVerdict>('log.verify', { text: log })).data;
    expect(await verify(text)).toMatchObject({ ok: true, origin: 'here' });
    const at = text.split('\n').findIndex((line) => line.includes('"verb":"spawn"'));
    const relabelled = { engineVersion: '0.4.0', change: otherAnswer(at) };
    expect(await verify(forgeLog(text, { change: otherAnswer(at) }))).toMatchObject({ ok: false, entry: at });
    // Its header was changed as well, so the very first entry differs from what is stored.
    expect(await verify(forgeLog(text, relabelled))).toMatchObject({
      ok: false,
      entry: 1,
      message: 'entry 1: this server recorded it otherwise',
    });
    expect(await verify(forgeLog(text, { ...relabelled, id: 'elsewhere' }))).toMatchObject({
      ok: null,
      origin: 'elsewhere',
      carriedOut: 0,
    });
    const other = JSON.parse(text.trimEnd().split('\n').at(-1) ?? '');
    const torn = text.replace(other.signature.value, `${'A'.repeat(86)}`);
    expect(await verify(torn)).toMatchObject({ ok: false, message: expect.stringContaining('signature') });
    const key = (await a.send('/api/log-key')).text.trim();
    expect(other.signature.key).toBe(key);
  });

  it('a machine with the longest scoring rule can be opened, and its log be checked', async () => {
    const a = await as(ana);
    const rule = `rss${' + swap'.repeat(56)}`;
    const started = await a.mutate<{ machineId: string }>('labs.start', {
      slug: 'the-database-dies',
      settings: { 'killer/rule': rule },
    });
    expect((await a.query('machines.get', started.data)).data).toMatchObject({
      spec: { settings: { 'killer/rule': rule } },
    });
    const log = await a.send(`/api/machines/${started.data.machineId}/log.ndjson`);
    expect((await a.mutate('log.verify', { text: log.text })).data).toMatchObject({ ok: true });
  });

  it('the gradebook is for staff', async () => {
    const path = `/api/courses/${course.courseId}/gradebook.csv`;
    const book = await (await as(teacher)).send(path);
    expect(book.headers.get('content-type')).toContain('text/csv');
    expect(book.text).toContain('Ana Alpha');
    expect((await (await as(ana)).send(path)).status).toBe(403);
  });

  it('a lab of one’s own makes its maker the staff there', async () => {
    const a = await as(ana);
    const { machineId } = (await a.mutate<Joined>('labs.start', { slug: 'the-database-dies' })).data;
    expect((await a.query<Info>('machines.get', { machineId })).data).toMatchObject({
      mySeat: { role: 'staff' },
      mayManage: true,
    });
    const other = await makeMachine(server.services, ben);
    expect((await a.query('machines.get', { machineId: other })).code).toBe('FORBIDDEN');
  });
});
