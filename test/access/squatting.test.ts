import { randomUUID } from 'node:crypto';
import type { CourseDetail, ImportedRoster } from '@overcommit/protocol/api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withDatabase } from '../fixtures/postgres.ts';
import { makeCourse, makePerson, PASSWORD, type Person } from './people.ts';
import { type Browser, openBrowser, startServer, type TestServer } from './server.ts';

const SQUATTER = 'password of a squatter';
const tokenOf = (url = ''): string => new URL(url).searchParams.get('token') ?? '';

describe('an account that made itself is not the owner of its address', () => {
  const database = withDatabase();
  let server: TestServer;
  let person: Person;
  let teacher: Browser;
  let course: Awaited<ReturnType<typeof makeCourse>>;

  beforeAll(async () => {
    server = await startServer(database.appUrl);
    person = await makePerson(server.services, { name: 'Teacher', hasPassword: true });
    course = await makeCourse(server.services, { staff: [[person, 'instructor']], members: [] });
    teacher = openBrowser(server.origin);
    expect((await teacher.signIn(person.email, PASSWORD)).status).toBe(200);
  });
  afterAll(() => server.close());

  const newAddress = () => `victim-${randomUUID()}@uni.example`;
  async function signUp(email: string, password = SQUATTER): Promise<Browser> {
    const browser = openBrowser(server.origin);
    await browser.post('/api/auth/sign-up/email', { name: 'Somebody', email, password });
    expect((await browser.signIn(email, password)).status).toBe(200);
    return browser;
  }
  async function invite(email: string, as = teacher, courseId: string = course.courseId) {
    const csv = `name,email,group\nVera Victim,${email},Ours\n`;
    const { data } = await as.mutate<ImportedRoster>('courses.importRoster', { courseId, csv });
    return data.ok ? data.invitations.map(({ url }) => tokenOf(url)) : [];
  }
  const accept = (token: string, password: string) =>
    openBrowser(server.origin).mutate('courses.acceptInvitation', { token, name: 'Vera', password });
  const rowOf = async (email: string) => {
    const { data } = await teacher.query<CourseDetail>('courses.get', { courseId: course.courseId });
    return data.roster.filter((row) => row.email === email).map(({ standing }) => standing);
  };
  const isIn = async (browser: Browser) =>
    (await browser.query('courses.get', { courseId: course.courseId })).code === null;

  it('the squatter is not in the group; the link makes the owner’s own account with this address', async () => {
    const email = newAddress();
    const squatter = await signUp(email);
    const [token = '', ...more] = await invite(email);
    expect(more).toEqual([]);
    expect(token).not.toBe('');
    expect(await isIn(squatter)).toBe(false);
    expect(await rowOf(email)).toEqual(['invited']);

    expect((await accept(token, PASSWORD)).code).toBeNull();
    const owner = openBrowser(server.origin);
    expect((await owner.signIn(email, PASSWORD)).status).toBe(200);
    expect((await owner.query('me.get')).data).toMatchObject({ user: { email } });
    expect(await isIn(owner)).toBe(true);
    expect(await rowOf(email)).toEqual(['confirmed']);
    expect(await isIn(squatter)).toBe(false);
    // Importing the roster again changes neither.
    expect(await invite(email)).toEqual([]);
    expect(await rowOf(email)).toEqual(['confirmed']);
  });

  it('who signed up before the roster came keeps the account by using its password', async () => {
    const email = newAddress();
    const early = await signUp(email, PASSWORD);
    const { data: before } = await early.query<{ user: { id: string } }>('me.get');
    const [token = ''] = await invite(email);
    expect((await accept(token, PASSWORD)).code).toBeNull();
    const later = openBrowser(server.origin);
    expect((await later.signIn(email, PASSWORD)).status).toBe(200);
    expect((await later.query('me.get')).data).toMatchObject({ user: { id: before.user.id } });
    expect(await isIn(later)).toBe(true);
    expect(await rowOf(email)).toEqual(['confirmed']);
  });

  it('a teacher who invites an address to a course of their own takes nothing from its account, and is not its owner elsewhere', async () => {
    const email = newAddress();
    await signUp(email, PASSWORD);
    const eve = await makePerson(server.services, { name: 'Eve', hasPassword: true });
    const evil = openBrowser(server.origin);
    await evil.signIn(eve.email, PASSWORD);
    const own = await makeCourse(server.services, { staff: [[eve, 'instructor']], members: [] });
    const [trap = ''] = await invite(email, evil, own.courseId);
    expect((await accept(trap, 'password of Eve herself')).code).toBeNull();
    expect((await openBrowser(server.origin).signIn(email, PASSWORD)).status).toBe(200);
    const impostor = openBrowser(server.origin);
    expect((await impostor.signIn(email, 'password of Eve herself')).status).toBe(200);
    expect(await invite(email)).toHaveLength(1);
    expect(await isIn(impostor)).toBe(false);
  });

  it('staff see which accounts nobody confirmed', async () => {
    const email = newAddress();
    await signUp(email);
    const { id } = await server.services.db.user.findUniqueOrThrow({ where: { email } });
    const { courseId } = course;
    await server.services.db.enrollment.create({ data: { id: randomUUID(), courseId, userId: id, role: 'student' } });
    expect(await rowOf(email)).toEqual(['notConfirmed']);
  });

  it('staff hand out a link with which the holder of the account confirms it, and which sets no password', async () => {
    const email = newAddress();
    const holder = await signUp(email, PASSWORD);
    const other = await signUp(newAddress(), PASSWORD);
    const { id } = await server.services.db.user.findUniqueOrThrow({ where: { email } });
    const { courseId } = course;
    const enrollmentId = randomUUID();
    await server.services.db.enrollment.create({ data: { id: enrollmentId, courseId, userId: id, role: 'student' } });
    const ask = () => teacher.mutate<{ url: string }>('courses.confirmationLink', { courseId, enrollmentId });
    const { data } = await ask();
    expect(data.url).toContain('/confirm?token=');
    const token = tokenOf(data.url);
    const confirm = async (browser: Browser) => (await browser.mutate('courses.confirmAccount', { token })).code;
    expect((await accept(token, SQUATTER)).code).toBe('NOT_FOUND');
    expect(await confirm(openBrowser(server.origin))).toBe('UNAUTHORIZED');
    expect(await confirm(other)).toBe('NOT_FOUND');
    expect(await rowOf(email)).toEqual(['notConfirmed']);
    expect(await confirm(holder)).toBeNull();
    expect(await rowOf(email)).toEqual(['confirmed']);
    expect(await confirm(holder)).toBe('NOT_FOUND');
    expect((await ask()).code).toBe('BAD_REQUEST');
    expect((await openBrowser(server.origin).signIn(email, PASSWORD)).status).toBe(200);
  });
});
