import { randomUUID } from 'node:crypto';
import { wordPrompts } from '@overcommit/handbook';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { appRouter } from '../../src/server/api/root.ts';
import { courseGradebook } from '../../src/server/grading/index.ts';
import { databaseNow } from '../../src/server/store/index.ts';
import { sealOf } from '../../src/server/work/index.ts';
import { ASSIGNMENT, contextOf, makePerson, type Person } from '../access/people.ts';
import { LAB, startServer, type TestServer } from '../access/server.ts';
import { withDatabase } from '../fixtures/postgres.ts';

const ROSTER = `name,email,group
Ana,ana@uni.example,Otter
Ben,ben@uni.example,Otter
Cem,cem@uni.example,Heron
Dora,dora@uni.example,Heron
`;

/** The whole way of a term, by the API that the pages use. Each step stands on the one before. */
describe('a term', () => {
  const database = withDatabase();
  let server: TestServer;
  let teacher: Person;
  let assistant: Person;
  const people = new Map<string, Person>();
  let courseId = '';
  let assignmentId = '';
  const teamIds = new Map<string, string>();

  beforeAll(async () => {
    server = await startServer(database.appUrl);
    teacher = await makePerson(server.services, { name: 'Ines', role: 'host' });
    assistant = await makePerson(server.services, { name: 'Alex' });
  });
  afterAll(() => server.close());

  const as = (person: Person) => appRouter.createCaller(contextOf(server.services, person));
  const student = (name: string): Person => people.get(name) as Person;
  const studentOf = (name: string) => as(student(name));

  /** The row of a student: staff find it once they have asked for the names. */
  async function rowOf(name: string): Promise<string> {
    await as(teacher).grading.reveal({ assignmentId, commandId: randomUUID() });
    const { rows } = await as(teacher).grading.queue({ assignmentId, itemId: 'explanation' });
    return rows.find((row) => row.name === name)?.rowId ?? '';
  }

  async function play(name: string, lines: readonly { hand: string; line: string }[]): Promise<void> {
    const { myMachineId } = await studentOf(name).assignments.get({ assignmentId });
    const machineId = myMachineId as string;
    for (const { line } of lines) {
      await studentOf(name).machines.open({ machineId });
      const answer = await studentOf(name).machines.submit({ machineId, commandId: randomUUID(), seenSeq: 0, line });
      expect(answer.ok, line).toBe(true);
    }
  }

  async function csvLine(email: string): Promise<Record<string, string>> {
    const csv = await courseGradebook(server.services, courseId);
    const lines = parse(csv, { columns: true, bom: true }) as Record<string, string>[];
    return lines.find((line) => line.email === email) ?? {};
  }

  it('begins with a roster, whose groups it makes', async () => {
    courseId = (await as(teacher).courses.create({ title: 'Operating Systems' })).courseId;
    const enrolled = { id: randomUUID(), courseId, userId: assistant.id, role: 'assistant' as const };
    await server.services.db.enrollment.create({ data: enrolled });
    const imported = await as(teacher).courses.importRoster({ courseId, csv: ROSTER });
    expect(imported).toMatchObject({ ok: true, added: 4 });
    const users = await server.services.db.user.findMany({ where: { email: { endsWith: '@uni.example' } } });
    for (const { id, name, email } of users)
      people.set(name, { id, name, email, isGuest: false, isHost: false, sessionId: 'test' });
    const { groups } = await as(teacher).courses.get({ courseId });
    for (const { id, name } of groups) teamIds.set(name, id);
    expect([...teamIds.keys()].sort()).toEqual(['Heron', 'Otter']);
  });

  it('gives the course a lab, and makes the machines of all groups', async () => {
    const dueAt = new Date((await databaseNow(server.services.db)).getTime() + 3_600_000);
    const made = await as(teacher).assignments.create({
      courseId,
      title: LAB.title,
      labSlug: LAB.slug,
      timeZone: 'Europe/Berlin',
      dueAt,
    });
    assignmentId = made.assignmentId;
    const { machineIds, left } = await as(teacher).assignments.openMachines({ assignmentId });
    expect({ machines: machineIds.length, left }).toEqual({ machines: 2, left: 0 });
  });

  it('the groups play, and their members answer', async () => {
    await play('Ana', LAB.story);
    await play('Cem', LAB.story.slice(0, 5));
    const [prompt] = wordPrompts(LAB);
    for (const name of ['Ana', 'Ben', 'Cem'])
      await studentOf(name).assignments.draft({
        assignmentId,
        prompt: prompt?.id ?? '',
        text: `${name} says: resident pages`,
        basedOn: 0,
        commandId: randomUUID(),
      });
    const { rows } = await as(teacher).assignments.board({ assignmentId });
    expect(rows.map(({ name, hasStarted, seal }) => [name, hasStarted, seal])).toEqual([
      ['Heron', true, null],
      ['Otter', true, null],
    ]);
  });

  it('one group hands in; the deadline passes for the other', async () => {
    await studentOf('Ben').assignments.handIn({ assignmentId });
    const { services } = server;
    const dueAt = await databaseNow(services.db);
    await as(teacher).assignments.update({ assignmentId, ...ASSIGNMENT, title: LAB.title, dueAt });
    while ((await services.deadlines.run({ assignmentId })) === 0);
    expect(await sealOf(services, assignmentId, teamIds.get('Heron') ?? '')).toMatchObject({ reason: 'due', by: null });
    expect(await sealOf(services, assignmentId, teamIds.get('Otter') ?? '')).toMatchObject({ reason: 'handIn' });
  });

  it('what is done after it does not count', async () => {
    await play('Cem', LAB.story.slice(5));
    await expect(studentOf('Cem').assignments.handIn({ assignmentId, acceptsPercent: 100 })).rejects.toThrow('closed');
    const of = async (name: string) => {
      const { verdicts } = await as(teacher).grading.row({ assignmentId, rowId: await rowOf(name) });
      return verdicts.find(({ itemId }) => itemId === 'innocent-victim')?.verdict;
    };
    const all = await Promise.all(['Ana', 'Ben', 'Cem', 'Dora'].map(of));
    expect(all).toEqual(['earned', 'earned', 'missed', 'missed']);
  });

  it('is graded, released, and is the same for the student, the desk and the CSV', async () => {
    const rowId = await rowOf('Ana');
    const saved = await as(teacher).grading.setPoints({
      assignmentId,
      rowId,
      itemId: 'explanation',
      points: 450,
      note: 'Names the margin.',
      expectedVersion: 0,
      commandId: randomUUID(),
    });
    expect(saved.ok).toBe(true);
    expect((await studentOf('Ana').assignments.get({ assignmentId })).myGrade).toBeNull();
    await as(teacher).grading.release({ assignmentId, isReleased: true });
    const { myGrade } = await studentOf('Ana').assignments.get({ assignmentId });
    const explanation = myGrade?.items.find(({ itemId }) => itemId === 'explanation');
    expect(explanation).toMatchObject({ points: 450, note: 'Names the margin.' });
    const mine = await csvLine('ana@uni.example');
    expect(mine[`${assignmentId}/explanation (of 5)`]).toBe('4.5');
    expect(mine[`${assignmentId}/innocent-victim (of 3)`]).toBe('3');
  });

  it('a regrade is asked for at an item and answered by another grader, and the change is one truth again', async () => {
    const answer = { assignmentId, itemId: 'explanation', text: 'I named what is shared, see #4.', seq: 4 };
    await studentOf('Ana').grades.askRegrade(answer);
    await expect(studentOf('Cem').grades.regrades({ assignmentId })).rejects.toMatchObject({ code: 'FORBIDDEN' });
    const request = (await as(teacher).grades.regrades({ assignmentId })).rows[0]?.request ?? 0;
    const upheld = { assignmentId, request, upheld: true, text: 'So you did.', points: 500 };
    await expect(as(teacher).grades.answerRegrade(upheld)).rejects.toThrow();
    await as(assistant).grades.answerRegrade(upheld);
    const { figure } = await studentOf('Ana').grades.mine({ assignmentId });
    const item = figure?.items.find(({ itemId }) => itemId === 'explanation');
    expect(item).toMatchObject({
      points: 500,
      changes: [{ from: 450, points: 500 }],
      regrades: [{ answer: { upheld: true } }],
    });
    expect((await csvLine('ana@uni.example'))[`${assignmentId}/explanation (of 5)`]).toBe('5');
  });

  it('stays as it is when people move to other groups', async () => {
    const before = (await studentOf('Ana').assignments.get({ assignmentId })).myGrade;
    await as(teacher).courses.importRoster({
      courseId,
      csv: ROSTER.replace('Ana,ana@uni.example,Otter', 'Ana,ana@uni.example,Heron'),
    });
    expect((await studentOf('Ana').assignments.get({ assignmentId })).myGrade).toEqual(before);
    const { rows } = await as(teacher).assignments.board({ assignmentId });
    expect(rows.map(({ name, members }) => [name, members])).toEqual([
      ['Heron', ['Cem', 'Dora']],
      ['Otter', ['Ana', 'Ben']],
    ]);
  });
});
