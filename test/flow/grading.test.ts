import { randomUUID } from 'node:crypto';
import type { SetPointsInput } from '@overcommit/protocol/api';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { z } from 'zod';
import { courseGradebook, givePoints, gradeOf, openDesk, setReleased } from '../../src/server/grading/index.ts';
import { makeCourse, makePerson, type Person } from '../access/people.ts';
import { LAB, startServer, type TestServer } from '../access/server.ts';
import { withDatabase } from '../fixtures/postgres.ts';

const database = withDatabase();
let server: TestServer;
let people: { dana: Person; elif: Person; ana: Person; ben: Person };
let course: Awaited<ReturnType<typeof makeCourse>>;
const deps = () => server.services;

beforeAll(async () => {
  server = await startServer(database.appUrl);
  const { services } = server;
  people = {
    dana: await makePerson(services, { name: 'Dana' }),
    elif: await makePerson(services, { name: 'Elif' }),
    ana: await makePerson(services, { name: '=Ana' }),
    ben: await makePerson(services, { name: 'Ben' }),
  };
  course = await makeCourse(services, {
    staff: [
      [people.dana, 'instructor'],
      [people.elif, 'assistant'],
    ],
    members: [people.ana, people.ben],
  });
  await playStory();
});
afterAll(() => server.close());

/** A hand-in as it was before teams had streams. */
async function handInOld(machineId: string, seq: number): Promise<void> {
  const { store } = server.services;
  const { assignmentId } = course;
  const streamId = `submission:${assignmentId}:${machineId}`;
  await store.createStream({ streamId, kind: 'submission', header: { assignmentId, machineId } });
  const metadata = { actor: people.ana.id, commandId: randomUUID() };
  await store.append(streamId, 0, [{ type: 'HandedIn', schemaVersion: 1, data: { seq }, metadata }]);
}

/** Ana and Ben send the lab's story to their group's machine. */
async function playStory(): Promise<void> {
  const { services } = server;
  const seats = await services.db.seat.findMany({ where: { machineId: course.machineId } });
  const actorOf = { ana: people.ana.id, ben: people.ben.id, staff: people.dana.id };
  for (const { hand, line } of LAB.story) {
    const actor = seats.find((seat) => seat.userId === actorOf[hand])?.actorId ?? '';
    const result = await services.rooms.dispatch({ machineId: course.machineId, commandId: randomUUID(), line }, actor);
    expect(result.ok, line).toBe(true);
  }
}

const asked = (change: Partial<z.infer<typeof SetPointsInput>> = {}) => ({
  assignmentId: course.assignmentId,
  machineId: course.machineId,
  studentId: people.ana.id,
  itemId: 'explanation',
  points: 400,
  note: 'Names the margin.',
  expectedVersion: 0,
  ...change,
});
const rowFor = async (studentId: string, itemId: string) =>
  (await openDesk(deps(), course.assignmentId)).rows.find(
    (row) => row.studentId === studentId && row.itemId === itemId,
  );

describe('grading a machine that was really played', () => {
  it('the desk has a row for each member and item, with verdicts and the entry of the kill', async () => {
    const desk = await openDesk(deps(), course.assignmentId);
    const mine = desk.rows.filter((row) => row.machineId === course.machineId);
    expect(mine).toHaveLength(2 * LAB.rubric.items.length);
    const kill = mine.find((row) => row.studentId === people.ben.id && row.itemId === 'innocent-victim');
    expect(kill).toMatchObject({ points: 300, automatic: { verdict: 'earned' }, manual: null, version: 0 });
    const [seq = 0] = kill?.automatic?.evidence ?? [];
    const entry = await server.services.rooms.entry(course.machineId, seq);
    expect(entry?.facts.find((fact) => fact.type === 'VictimChosen')).toMatchObject({ victim: { process: 'db' } });
  });

  it('two graders of one item: the second one gets the first one’s row, and nothing is overwritten', async () => {
    const [first, second] = await Promise.all([
      givePoints(deps(), asked(), people.dana.id),
      givePoints(deps(), asked({ points: 100, note: 'Too short.' }), people.elif.id),
    ]);
    const winner = first.ok ? first : second;
    const loser = first.ok ? second : first;
    expect(winner).toMatchObject({ ok: true, row: { version: 1 } });
    expect(loser).toMatchObject({ ok: false, code: 'CONFLICT', current: { version: 1 } });
    expect(winner.ok && !loser.ok && loser.current.manual).toEqual(winner.ok && winner.row.manual);
  });

  it('two graders of different items both get through', async () => {
    const answers = await Promise.all([
      givePoints(deps(), asked({ studentId: people.ben.id, points: 250 }), people.dana.id),
      givePoints(
        deps(),
        asked({ itemId: 'fork-refused', points: 50, note: 'Shown in the second try.' }),
        people.elif.id,
      ),
    ]);
    expect(answers.map((answer) => answer.ok)).toEqual([true, true]);
    // An item of the group is graded once: its points are every member's.
    for (const { id } of [people.ana, people.ben])
      expect(await rowFor(id, 'fork-refused')).toMatchObject({ points: 50, manual: { by: 'Elif' } });
  });

  it('too many points, an override without a reason and a stranger are refused', async () => {
    await expect(givePoints(deps(), asked({ points: 501, expectedVersion: 1 }), people.dana.id)).rejects.toThrow(
      'gives 0 to 5 points',
    );
    await expect(
      givePoints(deps(), asked({ itemId: 'everyone-acted', points: 0, note: '' }), people.dana.id),
    ).rejects.toThrow('needs a reason');
    await expect(givePoints(deps(), asked({ studentId: people.dana.id }), people.dana.id)).rejects.toThrow(
      'not graded',
    );
  });

  it('a student sees the own grade only after the release, and the frozen verdicts in it', async () => {
    expect(await gradeOf(deps(), course.assignmentId, people.ben.id)).toBeNull();
    await setReleased(deps(), { assignmentId: course.assignmentId, isReleased: true }, people.dana.id);
    expect(await gradeOf(deps(), course.assignmentId, people.ben.id)).toMatchObject({ points: 800, outOf: 1000 });
  });

  it('after a move to another group by roster the student, the desk and the CSV have one and the same figure', async () => {
    const { assignmentId, courseId, otherGroupId, groupId } = course;
    const enrollment = { where: { courseId_userId: { courseId, userId: people.ben.id } } };
    await deps().db.enrollment.update({ ...enrollment, data: { groupId: otherGroupId } });
    expect(await gradeOf(deps(), assignmentId, people.ben.id)).toMatchObject({ points: 800 });
    const csv = await courseGradebook(deps(), courseId);
    expect(csv.split('\r\n').find((line) => line.startsWith(people.ben.id))).toContain(',Theirs,3,2,0.5,0,2.5,,8,0');
    const desk = (await openDesk(deps(), assignmentId)).rows.filter((row) => row.studentId === people.ben.id);
    const ofItem = (itemId: string) => desk.find((row) => row.itemId === itemId)?.points ?? 0;
    expect(LAB.rubric.items.reduce((sum, item) => sum + ofItem(item.id), 0)).toBe(800);
    await deps().db.enrollment.update({ ...enrollment, data: { groupId } });
  });

  it('a release that is taken back hides the grade', async () => {
    await setReleased(deps(), { assignmentId: course.assignmentId, isReleased: false }, people.dana.id);
    expect(await gradeOf(deps(), course.assignmentId, people.ben.id)).toBeNull();
  });

  it('giving points looks at the machines of that group and at no others', async () => {
    const { store } = server.services;
    const { otherMachineId } = course;
    await handInOld(otherMachineId, 0);
    const asks = [vi.spyOn(store, 'read'), vi.spyOn(store, 'head')];
    const version = (await rowFor(people.ana.id, 'explanation'))?.version;
    for (const ask of asks) ask.mockClear();
    await givePoints(deps(), asked({ points: 300, expectedVersion: version }), people.dana.id);
    const streams = asks.flatMap((ask) => ask.mock.calls.map(([streamId]) => streamId));
    for (const ask of asks) ask.mockRestore();
    expect(streams.filter((id) => id.includes(course.machineId))).not.toEqual([]);
    expect(streams.filter((id) => id.includes(otherMachineId))).toEqual([]);
  });

  it('a log handed in before the kill does not earn the kill', async () => {
    const kill = (await rowFor(people.ben.id, 'innocent-victim'))?.automatic?.evidence[0] ?? 0;
    await handInOld(course.machineId, kill - 1);
    expect(await rowFor(people.ben.id, 'innocent-victim')).toMatchObject({
      points: 0,
      automatic: { verdict: 'missed' },
    });
  });

  it('the gradebook has a line a student, stable ids, and no cell that a spreadsheet would run', async () => {
    const lines = (await courseGradebook(deps(), course.courseId)).trimEnd().split('\r\n');
    expect(lines).toHaveLength(3);
    expect(lines[0]).toContain(`${course.assignmentId}/explanation (of 5)`);
    expect(lines.find((line) => line.startsWith(people.ana.id))).toContain(",'=Ana,");
    expect(lines.find((line) => line.startsWith(people.ben.id))).toContain(',0,2,0.5,0,2.5,,5,0');
  });
});
