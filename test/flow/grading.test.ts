import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import {
  addRemark,
  courseGradebook,
  deskQueue,
  deskSheet,
  gradeOf,
  listRemarks,
  removeRemark,
  rowIdOf,
  savePoints,
  setFlag,
  setReleased,
} from '../../src/server/grading/index.ts';
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

const command = () => randomUUID();
const rowsOf = async (itemId: string) =>
  (await deskQueue(deps(), { assignmentId: course.assignmentId, itemId }, people.dana.id)).rows;
const rowOf = (person: Person) => rowIdOf(deps(), course.assignmentId, { kind: 'student', id: person.id });
const asked = async (person: Person, change: object = {}) => ({
  assignmentId: course.assignmentId,
  rowId: await rowOf(person),
  itemId: 'explanation',
  points: 400,
  note: 'Names the margin.',
  remarks: [],
  level: null,
  expectedVersion: 0,
  commandId: command(),
  ...change,
});
const save = async (grader: Person, person: Person, change: object = {}) =>
  (await savePoints(deps(), await asked(person, change), grader.id)).saved;
const sheetOf = async (person: Person) =>
  deskSheet(deps(), { assignmentId: course.assignmentId, rowId: await rowOf(person) }, people.dana.id);
async function verdictOf(person: Person, itemId: string) {
  const { verdicts, team } = await sheetOf(person);
  const own = [team.rowId, await rowOf(person)];
  return verdicts.find((one) => one.itemId === itemId && own.includes(one.rowId));
}

describe('grading a machine that was really played', () => {
  it('the sheet of a group has its verdicts, and the entry of the kill', async () => {
    const sheet = await sheetOf(people.ben);
    const benRow = await rowOf(people.ben);
    expect(sheet.members.map(({ rowId, credit }) => [rowId === benRow, credit?.caused.kills])).toEqual(
      expect.arrayContaining([
        [true, 1],
        [false, 0],
      ]),
    );
    const kill = await verdictOf(people.ben, 'innocent-victim');
    expect(kill).toMatchObject({ points: 300, verdict: 'earned' });
    const [at = { part: 0, seq: 0 }] = kill?.evidence ?? [];
    expect(sheet.parts[at.part]?.lastSeq).toBeGreaterThanOrEqual(at.seq);
    const entry = await server.services.rooms.entry(course.machineId, at.seq);
    expect(entry?.facts.find((fact) => fact.type === 'VictimChosen')).toMatchObject({ victim: { process: 'db' } });
  });

  it('two graders of one item: the second one gets the first one’s cell, and nothing is overwritten', async () => {
    const [first, second] = await Promise.all([
      save(people.dana, people.ana),
      save(people.elif, people.ana, { points: 100, note: 'Too short.' }),
    ]);
    const winner = first.ok ? first : second;
    const loser = first.ok ? second : first;
    expect(winner).toMatchObject({ ok: true, cell: { version: 1 } });
    expect(loser).toMatchObject({ ok: false, code: 'CONFLICT', current: { version: 1 } });
    expect(!loser.ok && loser.current).toEqual(winner.ok && winner.cell);
  });

  it('a save that is sent again is stored once, also after another grader saved', async () => {
    const again = await asked(people.ben, { points: 200 });
    const send = async () => (await savePoints(deps(), again, people.dana.id)).saved;
    const first = await send();
    expect(await send()).toEqual(first);
    expect(first).toMatchObject({ ok: true, cell: { points: 200, by: 'Dana' } });
    const version = first.ok ? first.cell.version : 0;
    expect(await save(people.elif, people.ben, { points: 250, expectedVersion: version })).toMatchObject({ ok: true });
    expect(await send()).toMatchObject({ ok: true, cell: { version } });
    expect(await save(people.dana, people.ben, { points: 300, expectedVersion: version })).toMatchObject({
      ok: false,
      current: { points: 250, by: 'Elif' },
    });
  });

  it('an item of the group is graded once, for all its members', async () => {
    const [row] = await rowsOf('fork-refused');
    const rowId = row?.rowId;
    const wish = { rowId, itemId: 'fork-refused', points: 50, note: 'Shown in the second try.' };
    expect(await save(people.elif, people.ana, wish)).toMatchObject({ ok: true, cell: { by: 'Elif' } });
    const grades = await deps().store.read(`grades:${course.assignmentId}`);
    expect(new Set(grades.at(-1)?.data.studentIds as string[])).toEqual(new Set([people.ana.id, people.ben.id]));
    await expect(save(people.elif, people.ana, { ...wish, rowId: await rowOf(people.ana) })).rejects.toThrow(
      'for a whole group',
    );
  });

  it('too many points, an override without a reason and a row that was made up are refused', async () => {
    await expect(save(people.dana, people.ana, { points: 501, expectedVersion: 9 })).rejects.toThrow(
      'gives 0 to 5 points',
    );
    await expect(save(people.dana, people.ana, { itemId: 'everyone-acted', points: 0, note: '' })).rejects.toThrow(
      'needs a reason',
    );
    await expect(save(people.dana, people.ana, { rowId: people.ana.id })).rejects.toThrow('no such row');
  });

  it('a flag marks a cell and changes no points', async () => {
    const flag = async (on: boolean) => {
      const { assignmentId, rowId, itemId, commandId } = await asked(people.ben);
      return (await setFlag(deps(), { assignmentId, rowId, itemId, commandId, on }, people.dana.id)).saved;
    };
    expect(await flag(true)).toMatchObject({ ok: true, cell: { isFlagged: true, points: 250 } });
    const rows = await rowsOf('explanation');
    expect(rows.filter(({ cell }) => cell.isFlagged)).toHaveLength(1);
    expect(await flag(false)).toMatchObject({ ok: true, cell: { isFlagged: false, points: 250 } });
  });

  it('a comment of the bank says who got it', async () => {
    const { assignmentId } = course;
    const at = { assignmentId, itemId: 'explanation' };
    const made = await addRemark(deps(), { ...at, text: 'Name the margin.' }, people.dana.id);
    await save(people.dana, people.ana, { remarks: [made.id], expectedVersion: 99 });
    expect(await listRemarks(deps(), at)).toEqual([{ ...made, rowIds: [await rowOf(people.ana)] }]);
    await removeRemark(deps(), { assignmentId, remarkId: made.id });
    expect(await listRemarks(deps(), at)).toEqual([]);
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
    const { cells, verdicts } = await sheetOf(people.ben);
    const ofItem = (itemId: string) =>
      cells.find((cell) => cell.itemId === itemId)?.points ??
      verdicts.find((verdict) => verdict.itemId === itemId)?.points ??
      0;
    expect(LAB.rubric.items.reduce((sum, item) => sum + ofItem(item.id), 0)).toBe(800);
    await deps().db.enrollment.update({ ...enrollment, data: { groupId } });
  });

  it('a release that is taken back hides the grade', async () => {
    await setReleased(deps(), { assignmentId: course.assignmentId, isReleased: false }, people.dana.id);
    expect(await gradeOf(deps(), course.assignmentId, people.ben.id)).toBeNull();
  });

  it('a save looks at the work of one group and at no log', async () => {
    const { store } = server.services;
    const asks = [vi.spyOn(store, 'read'), vi.spyOn(store, 'head')];
    expect(await save(people.dana, people.ana, { points: 300, expectedVersion: 99 })).toMatchObject({ ok: true });
    const streams = asks.flatMap((ask) => ask.mock.calls.map(([streamId]) => streamId));
    for (const ask of asks) ask.mockRestore();
    expect(streams.filter((id) => !id.startsWith('grades:'))).toEqual([]);
  });

  it('a log handed in before the kill does not earn the kill', async () => {
    const kill = (await verdictOf(people.ben, 'innocent-victim'))?.evidence[0]?.seq ?? 0;
    await handInOld(course.machineId, kill - 1);
    expect(await verdictOf(people.ben, 'innocent-victim')).toMatchObject({ points: 0, verdict: 'missed' });
    expect((await sheetOf(people.ben)).seal).toMatchObject({ reason: 'handIn' });
  });

  it('the gradebook has a line a student, stable ids, and no cell that a spreadsheet would run', async () => {
    const lines = (await courseGradebook(deps(), course.courseId)).trimEnd().split('\r\n');
    expect(lines).toHaveLength(3);
    expect(lines[0]).toContain(`${course.assignmentId}/explanation (of 5)`);
    expect(lines.find((line) => line.startsWith(people.ana.id))).toContain(",'=Ana,");
    expect(lines.find((line) => line.startsWith(people.ben.id))).toContain(',0,2,0.5,0,2.5,,5,0');
  });
});
