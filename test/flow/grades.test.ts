import { randomUUID } from 'node:crypto';
import { figureOf, foldGrades, recordedGrade } from '@overcommit/coursework';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { appRouter } from '../../src/server/api/root.ts';
import { handIn } from '../../src/server/work/index.ts';
import { contextOf, makeCourse, makePerson, type Person } from '../access/people.ts';
import { LAB, startServer, type TestServer } from '../access/server.ts';
import { withDatabase } from '../fixtures/postgres.ts';

const database = withDatabase();
const NAMES = ['Dana', 'Elif', 'Ana', 'Ben', 'Cem', 'Stranger'] as const;
let server: TestServer;
let people: Record<(typeof NAMES)[number], Person>;
let course: Awaited<ReturnType<typeof makeCourse>>;

beforeAll(async () => {
  server = await startServer(database.appUrl);
  const { services } = server;
  const made: [string, Person][] = [];
  for (const name of NAMES) made.push([name, await makePerson(services, { name })]);
  people = Object.fromEntries(made) as typeof people;
  course = await makeCourse(services, {
    staff: [
      [people.Dana, 'instructor'],
      [people.Elif, 'assistant'],
    ],
    members: [people.Ana, people.Ben],
    others: [people.Cem],
  });
  await playStory();
  await services.db.assignment.update({ where: { id: course.assignmentId }, data: { regradeDays: 7 } });
  for (const teamId of [course.groupId, course.otherGroupId])
    await handIn(services, { assignmentId: course.assignmentId, teamId, by: people.Ana.id, acceptsPercent: 0 });
});
afterAll(() => server.close());

async function playStory(): Promise<void> {
  const { services } = server;
  const seats = await services.db.seat.findMany({ where: { machineId: course.machineId } });
  const actorOf = { ana: people.Ana.id, ben: people.Ben.id, staff: people.Dana.id };
  for (const { hand, line } of LAB.story) {
    const actor = seats.find((seat) => seat.userId === actorOf[hand])?.actorId ?? '';
    const result = await services.rooms.dispatch({ machineId: course.machineId, commandId: randomUUID(), line }, actor);
    expect(result.ok, line).toBe(true);
  }
}

const as = (name: (typeof NAMES)[number]) => appRouter.createCaller(contextOf(server.services, people[name]));
const ref = () => ({ assignmentId: course.assignmentId });
const mine = async (name: (typeof NAMES)[number]) => (await as(name).grades.mine(ref())).figure;
const cellOf = async (name: (typeof NAMES)[number]) => {
  const book = await as('Dana').grades.gradebook({ courseId: course.courseId });
  return book.rows.find((row) => row.studentId === people[name].id)?.cells[0];
};

/** A grade by a person, in the stream as a grader's save would write it. */
async function give(name: 'Ana' | 'Ben' | 'Cem', points: number, by: 'Dana' | 'Elif' = 'Dana'): Promise<void> {
  const { store } = server.services;
  const streamId = `grades:${course.assignmentId}`;
  await store.createStream({ streamId, kind: 'grades', header: ref() });
  const data = {
    studentIds: [people[name].id],
    itemId: 'explanation',
    points,
    note: 'Too short.',
    remarks: [],
    level: null,
  };
  const event = { type: 'PointsSet', schemaVersion: 2, data: { ...data, by: people[by].id } };
  const metadata = { actor: people[by].id, commandId: randomUUID() };
  const version = (await store.head(streamId))?.version ?? 0;
  expect(await store.append(streamId, version, [{ ...event, metadata }])).toMatchObject({ ok: true });
}

describe('from points to a regrade', () => {
  it('a student sees nothing before the release, and the gradebook has what is judged so far', async () => {
    await give('Ana', 200);
    await give('Ben', 200);
    expect(await mine('Ana')).toBeNull();
    await as('Dana').grades.fill({ courseId: course.courseId });
    await expect
      .poll(async () => (await as('Dana').grades.gradebook({ courseId: course.courseId })).assignments[0]?.judged)
      .toEqual({ done: 2, total: 2 });
    expect(await cellOf('Ben')).toMatchObject({ isReleased: false, mark: 'none', ungraded: 0 });
    expect(await cellOf('Cem')).toMatchObject({ ungraded: 1 });
  });

  it('released: each item with its points, the verdict in words, the entry that shows it, and what was handed in', async () => {
    await as('Dana').grading.release({ ...ref(), isReleased: true });
    const figure = await mine('Ana');
    expect(figure).toMatchObject({ total: (await cellOf('Ana'))?.total, latePercent: 0, ungraded: 0 });
    expect(figure?.items.find(({ itemId }) => itemId === 'innocent-victim')).toMatchObject({
      points: 300,
      automatic: { verdict: 'earned', machineId: course.machineId, evidence: [expect.any(Number)] },
    });
    expect(figure?.items.find(({ itemId }) => itemId === 'explanation')).toMatchObject({
      points: 200,
      note: 'Too short.',
    });
    expect(figure?.handedInAt).toEqual(expect.any(Date));
    expect(figure?.credit).toMatchObject({ suffered: { kills: 1 }, caused: { kills: 0 } });
  });

  it('nobody sees another’s: strangers and staff have none, each student their own', async () => {
    expect((await mine('Ben'))?.credit).toMatchObject({ suffered: { kills: 0 }, caused: { kills: 1 } });
    expect(await mine('Dana')).toBeNull();
    await expect(as('Stranger').grades.mine(ref())).rejects.toMatchObject({ code: 'FORBIDDEN' });
  });

  it('a regrade is asked for at an item and an entry, once, and listed for staff without a name', async () => {
    const asked = { ...ref(), itemId: 'explanation', machineId: course.machineId, seq: 16, text: 'See #16.' };
    for (const foreign of [{ machineId: course.otherMachineId }, { seq: 9_999 }])
      await expect(as('Ana').grades.askRegrade({ ...asked, ...foreign })).rejects.toThrow('not in your graded work');
    await as('Ana').grades.askRegrade(asked);
    await expect(as('Ana').grades.askRegrade(asked)).rejects.toMatchObject({ code: 'BAD_REQUEST' });
    await expect(as('Dana').grades.askRegrade(asked)).rejects.toThrow('not released');
    await expect(as('Stranger').grades.askRegrade(asked)).rejects.toMatchObject({ code: 'FORBIDDEN' });
    const { rows } = await as('Elif').grades.regrades(ref());
    expect(rows).toMatchObject([{ seq: 16, text: 'See #16.', points: 200, isOwn: false, similar: 1, answer: null }]);
    const text = JSON.stringify(rows);
    for (const secret of [people.Ana.id, people.Ana.name, people.Ana.email, course.machineId])
      expect(text).not.toContain(secret);
    expect((await as('Dana').grades.regrades(ref())).rows[0]?.isOwn).toBe(true);
  });

  it('the grader of the item does not answer; another does, and similar cases get the same', async () => {
    const [row] = (await as('Elif').grades.regrades(ref())).rows;
    const answer = {
      ...ref(),
      request: row?.request ?? 0,
      upheld: true,
      text: 'You named it.',
      points: 400,
      withSimilar: true,
    };
    await expect(as('Dana').grades.answerRegrade(answer)).rejects.toThrow('another grader');
    const before = (await mine('Ben'))?.total ?? 0;
    expect(await as('Elif').grades.answerRegrade(answer)).toEqual({ changed: 2 });
    await expect(as('Elif').grades.answerRegrade(answer)).rejects.toMatchObject({ code: 'BAD_REQUEST' });
    const item = (await mine('Ana'))?.items.find(({ itemId }) => itemId === 'explanation');
    expect(item).toMatchObject({
      points: 400,
      changes: [{ from: 200, points: 400, note: 'You named it.' }],
      regrades: [{ answer: { upheld: true, text: 'You named it.' } }],
    });
    expect((await mine('Ben'))?.total).toBe(before + 200);
    expect(await cellOf('Ben')).toMatchObject({ total: before + 200, isChanged: true });
  });

  it('after the window nothing can be asked for', async () => {
    await server.services.db.assignment.update({ where: { id: course.assignmentId }, data: { regradeDays: 0 } });
    const asked = { ...ref(), itemId: 'fork-refused', text: 'Late.' };
    await expect(as('Ben').grades.askRegrade(asked)).rejects.toThrow('0 days after the release');
  });

  it('the gradebook equals the one that is folded anew from the stored events', async () => {
    const { store } = server.services;
    const events = await store.read(`grades:${course.assignmentId}`);
    const grades = foldGrades(events.map(recordedGrade));
    for (const name of ['Ana', 'Ben', 'Cem'] as const) {
      const figure = figureOf(grades, { studentId: people[name].id, rubric: LAB.rubric, live: null });
      expect(await cellOf(name)).toMatchObject({
        points: figure.items.map((item) => item.points),
        total: figure.ungraded === figure.items.length ? null : figure.total,
      });
    }
  });

  it('a further release changes nothing for those who are released', async () => {
    const before = await mine('Ana');
    const late = await makePerson(server.services, { name: 'Late' });
    const { courseId, otherGroupId: groupId } = course;
    await server.services.db.enrollment.create({
      data: { id: randomUUID(), courseId, userId: late.id, role: 'student', groupId },
    });
    await as('Dana').grading.release({ ...ref(), isReleased: true });
    expect(await mine('Ana')).toEqual(before);
  });
});
