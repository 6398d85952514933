import { randomUUID } from 'node:crypto';
import type { WallDone, WallShape } from '@overcommit/protocol/api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeGroupMachines } from '../../src/server/commands/groupWork.ts';
import { withDatabase } from '../fixtures/postgres.ts';
import { makeCourse, makePerson, PASSWORD } from './people.ts';
import { type Browser, openBrowser, startServer, type TestServer } from './server.ts';

const GROUPS = 101;
const tokenOf = (url = ''): string => new URL(url).searchParams.get('token') ?? '';

describe('a course as large as a lecture hall', () => {
  const database = withDatabase();
  let server: TestServer;
  let course: Awaited<ReturnType<typeof makeCourse>>;
  let teacher: Browser;

  beforeAll(async () => {
    server = await startServer(database.appUrl);
    const person = await makePerson(server.services, { name: 'Teacher', hasPassword: true });
    course = await makeCourse(server.services, { staff: [[person, 'instructor']], members: [] });
    teacher = openBrowser(server.origin);
    expect((await teacher.signIn(person.email, PASSWORD)).status).toBe(200);
  });
  afterAll(() => server.close());

  const importRoster = async (csv: string) => {
    const input = { courseId: course.courseId, csv };
    const { data } = await teacher.mutate<{ invitations: { url: string }[] }>('courses.importRoster', input);
    return data.invitations.map(({ url }) => tokenOf(url));
  };

  it('lists, shows and pauses every machine, above a hundred too', async () => {
    const { services } = server;
    const { courseId, assignmentId } = course;
    const names = Array.from({ length: GROUPS - 2 }, (_, i) => `Group ${i}`);
    await services.db.group.createMany({ data: names.map((name) => ({ id: randomUUID(), courseId, name })) });
    await makeGroupMachines(services, { assignmentId, createdBy: (await services.db.user.findFirstOrThrow()).id });
    const list = await teacher.query<{ machines: unknown[] }>('courses.get', { courseId });
    expect(list.data.machines).toHaveLength(GROUPS);
    const { data: wall } = await teacher.query<WallShape>('wall.get', { courseId });
    expect(wall.tiles).toHaveLength(GROUPS);
    const paused = await teacher.mutate<WallDone>('wall.clock', { courseId, action: 'pause' });
    expect(paused.data).toEqual({ done: GROUPS, failed: [] });
  });

  it('an invitation outlives another import of the roster, until one of its links was used', async () => {
    const csv = 'name,email\nInvited,invited@example.org\n';
    const [first = '', second = ''] = [...(await importRoster(csv)), ...(await importRoster(csv))];
    expect(second).not.toBe(first);
    const accept = (token: string) =>
      openBrowser(server.origin).mutate('courses.acceptInvitation', { token, name: 'Ida', password: PASSWORD });
    expect((await accept(first)).code).toBeNull();
    expect((await accept(second)).code).toBe('NOT_FOUND');
  });

  it('a neighbour who tries wrong links and codes does not keep out those who have the right one', async () => {
    const [token = ''] = await importRoster('name,email\nLate,late@example.org\n');
    const browser = openBrowser(server.origin);
    const wrong = { token: 'x'.repeat(43), name: 'Eve', password: PASSWORD };
    const codes: (string | null)[] = [];
    for (let i = 0; i < 61; i += 1) codes.push((await browser.mutate('courses.acceptInvitation', wrong)).code);
    expect(codes.at(0)).toBe('NOT_FOUND');
    expect(codes.at(-1)).toBe('TOO_MANY_REQUESTS');
    const right = { ...wrong, token, name: 'Late' };
    expect((await openBrowser(server.origin).mutate('courses.acceptInvitation', right)).code).toBeNull();
  });
});
