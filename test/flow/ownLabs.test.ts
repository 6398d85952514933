import { blankLab, type OwnLab } from '@overcommit/handbook/ownLab';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { appRouter } from '../../src/server/api/root.ts';
import { ASSIGNMENT, contextOf, makeCourse, makePerson, type Person } from '../access/people.ts';
import { startServer, type TestServer } from '../access/server.ts';
import { withDatabase } from '../fixtures/postgres.ts';

const database = withDatabase();
let server: TestServer;
let dana: Person;
let other: Person;
let ana: Person;
let cem: Person;
let course: Awaited<ReturnType<typeof makeCourse>>;
const as = (person: Person) => appRouter.createCaller(contextOf(server.services, person));

const SECRET = 'only-the-author-knows';
const LAB: OwnLab = {
  ...blankLab(),
  title: 'Two databases',
  handout: 'Look at **both**. <script>alert(1)</script>',
  script: ['spawn db', 'mmap db pool 10M rw private'],
  steps: [
    {
      id: 'touch',
      who: 'anyone',
      say: 'Touch it.',
      lines: ['touch db pool'],
      doneWhen: `entries.exists(e, e.line != "${SECRET}")`,
    },
  ],
  prompts: [{ id: 'why', kind: 'explanation', text: 'Why?' }],
  rubric: { items: [{ kind: 'manual', id: 'why', title: 'Why', scope: 'member', outOf: 100, guidance: SECRET }] },
  answers: [{ prompt: 'why', answer: SECRET, commonWrong: '', misconception: '', shownBy: '' }],
};

beforeAll(async () => {
  server = await startServer(database.appUrl);
  const { services } = server;
  [dana, other, ana, cem] = (await Promise.all(
    ['Dana', 'Other', 'Ana', 'Cem'].map((name) => makePerson(services, { name })),
  )) as [Person, Person, Person, Person];
  course = await makeCourse(services, { staff: [[dana, 'instructor']], members: [ana] });
  await makeCourse(services, { staff: [[other, 'instructor']], members: [cem] });
});
afterAll(() => server.close());

describe('an own lab', () => {
  let labId = '';
  let slug = '';

  it('is kept half-written; two windows do not overwrite each other', async () => {
    ({ labId } = await as(dana).ownLabs.create());
    const broken = { ...LAB, script: ['spwan db'] };
    expect(await as(dana).ownLabs.save({ labId, basedOn: 1, lab: broken })).toEqual({ draftVersion: 2 });
    await expect(as(dana).ownLabs.save({ labId, basedOn: 1, lab: LAB })).rejects.toMatchObject({ code: 'CONFLICT' });
    expect((await as(dana).ownLabs.open({ labId })).lab?.script).toEqual(['spwan db']);
  });

  it('with an error in it is not published: the line is named', async () => {
    await expect(as(dana).ownLabs.publish({ labId, basedOn: 2 })).rejects.toMatchObject({
      code: 'BAD_REQUEST',
      message: expect.stringContaining('Starting script, line 1'),
    });
    await as(dana).ownLabs.save({ labId, basedOn: 2, lab: LAB });
  });

  it('is tried on a private machine with a student’s seat', async () => {
    const { machineId } = await as(dana).ownLabs.tryOut({ labId, basedOn: 3 });
    const seat = await server.services.db.seat.findFirstOrThrow({ where: { machineId, userId: dana.id } });
    expect(seat.role).toBe('student');
    const { entries } = await server.services.rooms.page(machineId, 0, 10);
    expect(entries.slice(0, 2).map(({ command }) => command.verb)).toEqual(['spawn', 'mmap']);
    const { labSlug } = await server.services.db.machine.findUniqueOrThrow({ where: { id: machineId } });
    expect((await as(dana).labs.get({ slug: labSlug ?? '' })).lab.title).toBe('Two databases');
    await expect(as(other).labs.get({ slug: labSlug ?? '' })).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('is assigned, and its students get it without its key', async () => {
    ({ slug } = await as(dana).ownLabs.publish({ labId, basedOn: 3 }));
    const { courseId } = course;
    const notYet = { ...ASSIGNMENT, opensAt: new Date(Date.now() + 3_600_000) };
    await as(dana).assignments.create({ courseId, labSlug: slug, ...notYet });
    await expect(as(ana).labs.get({ slug })).rejects.toMatchObject({ code: 'NOT_FOUND' });
    const { assignmentId } = await as(dana).assignments.create({ courseId, labSlug: slug, ...ASSIGNMENT });
    const { machineIds } = await as(dana).assignments.openMachines({ assignmentId });
    expect(machineIds.length).toBeGreaterThan(0);
    const answers = [
      await as(ana).labs.get({ slug }),
      await as(ana).assignments.get({ assignmentId }),
      await as(ana).machines.get({ machineId: machineIds[0] ?? '' }),
      await as(ana).assignments.ofMachine({ machineId: machineIds[0] ?? '' }),
    ];
    expect(JSON.stringify(answers)).not.toContain(SECRET);
    expect(JSON.stringify(answers[0])).toContain('Touch it.');
    expect((await as(dana).rubric.open({ assignmentId })).rubric).toEqual(LAB.rubric);
  });

  it('keeps its version in an assignment when a newer one is published', async () => {
    await as(dana).ownLabs.save({ labId, basedOn: 3, lab: { ...LAB, title: 'Three databases' } });
    const { slug: next, version } = await as(dana).ownLabs.publish({ labId, basedOn: 4 });
    expect(version).toBe(2);
    expect((await as(ana).labs.get({ slug })).lab.title).toBe('Two databases');
    await expect(as(ana).labs.get({ slug: next })).rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect((await as(dana).ownLabs.open({ labId })).versions).toMatchObject([
      { version: 2, assignments: 0 },
      { version: 1, assignments: 2 },
    ]);
  });

  it('is used and copied by other instructors only once it is shared; the draft stays its author’s', async () => {
    expect(await as(other).ownLabs.list()).toEqual([]);
    await expect(as(other).ownLabs.copy({ slug })).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(as(other).labs.start({ slug })).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await as(dana).ownLabs.share({ labId, isShared: true });
    expect(await as(other).ownLabs.list()).toMatchObject([
      { labId, title: 'Three databases', isMine: false, author: 'Dana' },
    ]);
    const copy = await as(other).ownLabs.copy({ slug });
    expect((await as(other).ownLabs.open(copy)).lab?.rubric).toEqual(LAB.rubric);
    await expect(as(other).ownLabs.open({ labId })).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(as(cem).labs.get({ slug })).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(as(cem).ownLabs.list()).rejects.toMatchObject({ code: 'FORBIDDEN' });
  });

  it('is made of a machine as it was after an entry', async () => {
    const { machineId } = course;
    const seat = await server.services.db.seat.findFirstOrThrow({ where: { machineId, userId: ana.id } });
    for (const line of ['spawn web', 'mmap web cache 5M rw private', 'spawn late'])
      await server.services.rooms.dispatch({ machineId, commandId: crypto.randomUUID(), line }, seat.actorId);
    const { entries } = await server.services.rooms.page(machineId, 0, 100);
    const atSeq = (entries.at(-1)?.seq ?? 0) - 1;
    const made = await as(dana).ownLabs.ofMachine({ machineId, atSeq });
    const { lab } = await as(dana).ownLabs.open(made);
    expect(lab?.script).toEqual(['spawn web', 'mmap web cache 5M rw private']);
    expect(lab?.machine.memKb).toBe(256 * 1024);
    await expect(as(ana).ownLabs.ofMachine({ machineId, atSeq })).rejects.toMatchObject({ code: 'BAD_REQUEST' });
  });
});
