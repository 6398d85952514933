import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { appRouter } from '../../src/server/api/root.ts';
import { contextOf, makeCourse, makePerson, PASSWORD, type Person } from '../access/people.ts';
import { LAB, openBrowser, startServer, type TestServer } from '../access/server.ts';
import { withDatabase } from '../fixtures/postgres.ts';

const database = withDatabase();
let server: TestServer;
let dana: Person;
let elif: Person;
let host: Person;
const as = (person: Person) => appRouter.createCaller(contextOf(server.services, person));

beforeAll(async () => {
  server = await startServer(database.appUrl);
  const { services } = server;
  dana = await makePerson(services, { name: 'Dana', hasPassword: true });
  elif = await makePerson(services, { name: 'Elif', hasPassword: true });
  host = await makePerson(services, { name: 'Hana', role: 'host', hasPassword: true });
});
afterAll(() => server.close());

/** Tables and columns in which one of the words stands, letters small or large. Read as the owner: the app may not see all. */
async function placesOf(words: readonly string[]): Promise<string[]> {
  const client = new pg.Client({ connectionString: database.ownerUrl });
  await client.connect();
  try {
    const { rows: columns } = await client.query<{ table_name: string; column_name: string }>(
      `SELECT c.table_name, c.column_name FROM information_schema.columns c JOIN information_schema.tables t
       USING (table_schema, table_name) WHERE table_schema = 'public' AND table_type = 'BASE TABLE'
       AND data_type IN ('text', 'character varying', 'json', 'jsonb', 'ARRAY')`,
    );
    const found: string[] = [];
    for (const { table_name, column_name } of columns) {
      const [table, column] = [table_name, column_name].map((name) => client.escapeIdentifier(name));
      const { rowCount } = await client.query(`SELECT 1 FROM ${table} WHERE ${column}::text ILIKE ANY($1) LIMIT 1`, [
        words.map((word) => `%${word}%`),
      ]);
      if (rowCount) found.push(`${table_name}.${column_name}`);
    }
    return found.sort();
  } finally {
    await client.end();
  }
}

/** A student who did what leaves a trace: joined by hand, ran the lab, wrote a comment, was graded. */
async function storyOf() {
  const { services } = server;
  const quentin = await makePerson(services, { name: 'Quentin Quill', hasPassword: true });
  const ben = await makePerson(services, { name: 'Ben' });
  const course = await makeCourse(services, { staff: [[dana, 'instructor']], members: [quentin, ben] });
  const { courseId, machineId, assignmentId } = course;
  const group = 'Ours';
  await as(dana).courses.addMember({ courseId, name: 'Quentin Quill', email: quentin.email, group });
  const handOf = { ana: quentin, ben, staff: dana };
  await as(dana).machines.open({ machineId });
  for (const { hand, line } of LAB.story) {
    const sent = { machineId, commandId: randomUUID(), seenSeq: 0, line };
    await as(handOf[hand]).machines.submit(sent);
  }
  const { id: commentId } = await as(quentin).comments.add({ machineId, seq: 1, text: 'Quite unmistakable words.' });
  await as(ben).comments.add({ machineId, seq: 1, parentId: commentId, text: 'I see.' });
  await as(quentin).variations.create({ machineId, name: 'What if', plan: { from: 0, policy: 'solaris-10' } });
  await as(quentin).assignments.handIn({ assignmentId });
  await as(dana).grades.fill({ courseId });
  await as(dana).grading.release({ assignmentId, isReleased: true });
  return { ...course, quentin, ben };
}

const logOf = async (person: Person, machineId: string) => as(person).log.page({ machineId, afterSeq: 0, limit: 500 });

describe('an erased account', () => {
  it('leaves no name, address or word in any table, and the logs and grades as they were', async () => {
    const { quentin, ben, courseId, machineId } = await storyOf();
    const { services } = server;
    const session = openBrowser(server.origin);
    await session.signIn(quentin.email, PASSWORD);
    // Two invitations wait for the same address, one of them before it was confirmed.
    const invited = randomUUID();
    await services.db.user.create({
      data: { id: invited, name: 'Quentin Quill', email: `${invited}@claims.invalid`, claimsEmail: quentin.email },
    });
    await services.db.user.update({ where: { id: quentin.id }, data: { emailVerified: true } });
    const words = ['Quentin', 'Quill', quentin.email, 'unmistakable'];
    expect(await placesOf(words)).toEqual(
      expect.arrayContaining(['comments.text', 'seats.display_name', 'users.name']),
    );
    const log = await logOf(ben, machineId);
    const folded = await as(ben).log.snapshot({ machineId, atSeq: 10 });
    const stored = JSON.stringify(await as(quentin).me.data());
    for (const part of [quentin.email, 'unmistakable', 'What if', '"points"', 'Sealed']) expect(stored).toContain(part);
    const { token } = await services.db.session.findFirstOrThrow({ where: { userId: quentin.id } });
    const { password } = await services.db.account.findFirstOrThrow({ where: { userId: quentin.id } });
    for (const secret of [token, password]) expect(stored).not.toContain(secret);
    const before = await as(dana).grades.gradebook({ courseId });

    const wrong = await session.mutate('me.erase', { password: 'not the password' });
    expect(wrong.code).toBe('BAD_REQUEST');
    expect((await session.mutate('me.erase', { password: PASSWORD })).code).toBeNull();

    expect(await placesOf(words)).toEqual([]);
    expect((await session.query<unknown>('me.get')).data).toBeNull();
    expect((await openBrowser(server.origin).signIn(quentin.email, PASSWORD)).status).toBe(401);
    expect(await logOf(ben, machineId)).toEqual(log);
    expect(await as(ben).log.snapshot({ machineId, atSeq: 10 })).toEqual(folded);
    const { seats } = await as(ben).machines.get({ machineId });
    expect(seats.map(({ displayName, initials }) => `${displayName} ${initials}`)).toContain('Former member FM');
    const after = await as(dana).grades.gradebook({ courseId });
    const rowOf = ({ rows }: typeof after) => rows.find(({ studentId }) => studentId === quentin.id);
    expect(rowOf(after)).toMatchObject({ name: 'Former member', email: '' });
    expect(rowOf(after)?.cells).toEqual(rowOf(before)?.cells);
    expect(rowOf(before)?.cells[0]?.isReleased).toBe(true);
    expect(await as(ben).comments.list({ machineId })).toMatchObject([
      { isRemoved: true, text: '', authorName: 'someone who left' },
      { text: 'I see.', authorName: 'Ben' },
    ]);
  });

  it('is nobody to invite, to link or to find', async () => {
    const gone = await makePerson(server.services, { name: 'Gone Gretel' });
    const { courseId } = await makeCourse(server.services, { staff: [[dana, 'instructor']], members: [gone] });
    await as(host).admin.passwordLink({ userId: gone.id });
    await as(host).admin.erase({ userId: gone.id });
    expect(await server.services.db.oneTimeLink.count({ where: { userId: gone.id } })).toBe(0);
    expect(await as(dana).courses.invited({ courseId })).toEqual([]);
    const row = (await as(dana).courses.get({ courseId })).roster.find(({ userId }) => userId === gone.id);
    expect(row).toMatchObject({ name: 'Former member', email: '', standing: null });
    expect((await as(host).admin.users({ search: 'Former member' })).total).toBe(0);
    for (const again of [
      () => as(host).admin.passwordLink({ userId: gone.id }),
      () => as(host).admin.setHost({ userId: gone.id, isHost: true }),
      () => as(host).admin.erase({ userId: gone.id }),
    ])
      await expect(again()).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('of a person without a confirmed address takes no invitation of its holder along', async () => {
    const { services } = server;
    const squatter = await makePerson(services, { name: 'Sly Squatter', hasPassword: true });
    const { courseId } = await makeCourse(services, { staff: [[dana, 'instructor']], members: [] });
    const email = squatter.email;
    await as(dana).courses.addMember({ courseId, name: 'Real Holder', email, group: '' });
    await as(squatter).me.erase({ password: PASSWORD });
    expect(await as(dana).courses.invited({ courseId })).toMatchObject([{ name: 'Real Holder', email }]);
  });
});

describe('who may not be erased', () => {
  it('the only instructor of a course, until there is another one', async () => {
    const mine = await makePerson(server.services, { name: 'Teacher', hasPassword: true });
    const { courseId } = await makeCourse(server.services, {
      staff: [
        [mine, 'instructor'],
        [elif, 'assistant'],
      ],
      members: [],
    });
    const byThePerson = as(mine).me.erase({ password: PASSWORD });
    await expect(byThePerson).rejects.toMatchObject({
      code: 'BAD_REQUEST',
      message: expect.stringContaining('A course'),
    });
    await expect(as(host).admin.erase({ userId: mine.id })).rejects.toMatchObject({ code: 'BAD_REQUEST' });
    await server.services.db.enrollment.updateMany({
      where: { courseId, userId: elif.id },
      data: { role: 'instructor' },
    });
    const both = await Promise.allSettled([mine, elif].map((one) => as(one).me.erase({ password: PASSWORD })));
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(await server.services.db.enrollment.count({ where: { courseId, role: 'instructor' } })).toBe(1);
  });

  it('the last host, and by a host the own account', async () => {
    const alone = as(host).me.erase({ password: PASSWORD });
    await expect(alone).rejects.toMatchObject({ code: 'BAD_REQUEST', message: expect.stringContaining('only host') });
    await expect(as(host).admin.erase({ userId: host.id })).rejects.toMatchObject({ code: 'BAD_REQUEST' });
    const other = await makePerson(server.services, { name: 'Otto', role: 'host', hasPassword: true });
    expect(await as(other).me.erase({ password: PASSWORD })).toEqual({ ok: true });
    expect(await server.services.db.user.count({ where: { role: 'host' } })).toBe(1);
  });

  it('guests cannot erase themselves, and guesses of the password are counted', async () => {
    const guest = await makePerson(server.services, { name: 'Guest', isGuest: true });
    await expect(as(guest).me.erase({ password: PASSWORD })).rejects.toMatchObject({ code: 'FORBIDDEN' });
    const guessed = await makePerson(server.services, { name: 'Guessed', hasPassword: true });
    const codes: unknown[] = [];
    for (let n = 0; n < 9; n++)
      await as(guessed)
        .me.erase({ password: `guess ${n}` })
        .catch(({ code }) => codes.push(code));
    expect(codes).toEqual([...Array.from({ length: 8 }, () => 'BAD_REQUEST'), 'TOO_MANY_REQUESTS']);
    await expect(as(guessed).me.erase({ password: PASSWORD })).rejects.toMatchObject({ code: 'TOO_MANY_REQUESTS' });
  });
});
