import { randomUUID } from 'node:crypto';
import type { MyGrade } from '@overcommit/protocol/api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rowIdOf } from '../../src/server/grading/index.ts';
import { withDatabase } from '../fixtures/postgres.ts';
import { makeCourse, makePerson, PASSWORD, type Person } from './people.ts';
import { type Browser, openBrowser, startServer, type TestServer } from './server.ts';

const NAMES = ['Teacher', 'Assistant', 'Ana', 'Ben', 'Elsewhere'] as const;
type Name = (typeof NAMES)[number];

describe('my released grades', () => {
  const database = withDatabase();
  let server: TestServer;
  let course: Awaited<ReturnType<typeof makeCourse>>;
  const people = new Map<Name, { person: Person; browser: Browser }>();
  const at = (name: Name) => people.get(name) as { person: Person; browser: Browser };

  beforeAll(async () => {
    server = await startServer(database.appUrl);
    for (const name of NAMES) {
      const person = await makePerson(server.services, { name, hasPassword: true });
      const browser = openBrowser(server.origin);
      await browser.signIn(person.email, PASSWORD);
      people.set(name, { person, browser });
    }
    const { person: teacher } = at('Teacher');
    course = await makeCourse(server.services, {
      staff: [
        [teacher, 'instructor'],
        [at('Assistant').person, 'assistant'],
      ],
      members: [at('Ana').person, at('Ben').person],
    });
    await makeCourse(server.services, { staff: [[teacher, 'instructor']], members: [at('Elsewhere').person] });
  });
  afterAll(() => server.close());

  const gradesOf = async (name: Name): Promise<MyGrade[]> =>
    (await at(name).browser.query<MyGrade[]>('me.grades')).data;
  async function give(name: Name, points: number) {
    const { browser } = at('Teacher');
    const { assignmentId } = course;
    const rowId = await rowIdOf(server.services, assignmentId, { kind: 'student', id: at(name).person.id });
    const cell = { assignmentId, rowId, itemId: 'explanation', commandId: randomUUID() };
    return browser.mutate('grading.setPoints', { ...cell, points, note: 'Only for you.', expectedVersion: 0 });
  }
  const release = (isReleased: boolean) =>
    at('Teacher').browser.mutate('grading.release', { assignmentId: course.assignmentId, isReleased });

  it('are not sent before the release', async () => {
    expect((await give('Ana', 400)).code).toBeNull();
    expect((await give('Ben', 100)).code).toBeNull();
    for (const name of NAMES) expect(await gradesOf(name), name).toEqual([]);
  });

  it('are each student’s own after it, and nobody else’s', async () => {
    expect((await release(true)).code).toBeNull();
    const { assignmentId } = course;
    const grade = { assignmentId, courseTitle: 'A course', releasedAt: expect.any(Date) };
    expect(await gradesOf('Ana')).toEqual([expect.objectContaining({ ...grade, points: 400 })]);
    expect(await gradesOf('Ben')).toEqual([expect.objectContaining({ ...grade, points: 100 })]);
    for (const name of ['Teacher', 'Assistant', 'Elsewhere'] as const) expect(await gradesOf(name), name).toEqual([]);
  });

  it('are gone once the release is taken back', async () => {
    expect((await release(false)).code).toBeNull();
    expect(await gradesOf('Ana')).toEqual([]);
  });
});
