import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { appRouter } from '../../src/server/api/root.ts';
import { hashToken } from '../../src/server/auth/tokens.ts';
import { ASSIGNMENT, contextOf, makeCourse, makePerson, type Person } from '../access/people.ts';
import { startServer, type TestServer } from '../access/server.ts';
import { withDatabase } from '../fixtures/postgres.ts';

const database = withDatabase();
let server: TestServer;
let dana: Person;
let ana: Person;
let course: Awaited<ReturnType<typeof makeCourse>>;
const as = (person: Person) => appRouter.createCaller(contextOf(server.services, person));
const rosterOf = async () => (await as(dana).courses.get({ courseId: course.courseId })).roster;
const rowOf = async (name: string) => (await rosterOf()).find((row) => row.name === name);

beforeAll(async () => {
  server = await startServer(database.appUrl);
  const { services } = server;
  dana = await makePerson(services, { name: 'Dana' });
  ana = await makePerson(services, { name: 'Ana' });
  course = await makeCourse(services, { staff: [[dana, 'instructor']], members: [ana] });
});
afterAll(() => server.close());

describe('the roster of a course', () => {
  it('is previewed by line before anything is written; staff are left alone', async () => {
    const { courseId } = course;
    const csv = [
      'Full name;E-Mail;Group;Section',
      `Ana;${ana.email};Theirs;Monday`,
      `Dana;${dana.email};Theirs;`,
      'Ben;ben@uni.example;Otter;',
    ].join('\n');
    const preview = await as(dana).courses.previewRoster({ courseId, csv });
    expect(preview).toMatchObject({
      ok: true,
      lines: [
        { line: 2, what: 'change', words: 'group: Ours becomes Theirs, section: none becomes Monday' },
        { line: 3, what: 'staff' },
        { line: 4, what: 'add', words: 'added, to Otter' },
      ],
    });
    expect(await rosterOf()).toHaveLength(2);
    const wrong = await as(dana).courses.previewRoster({ courseId, csv: `${csv}\nCem;cem;;` });
    expect(wrong).toEqual({ ok: false, errors: [{ line: 5, message: '“cem” is not an email address' }] });
    expect(await as(dana).courses.importRoster({ courseId, csv })).toMatchObject({ ok: true, added: 1, updated: 2 });
    expect(await rowOf('Ana')).toMatchObject({ groupId: course.otherGroupId, section: 'Monday' });
    expect(await rowOf('Dana')).toMatchObject({ role: 'instructor', groupId: null });
    expect(await as(dana).courses.previewRoster({ courseId, csv })).toMatchObject({
      lines: [{ what: 'same' }, { what: 'staff' }, { what: 'same' }],
    });
    expect((await as(ana).courses.get({ courseId })).roster.every(({ section }) => section === null)).toBe(true);
  });

  it('takes a thousand people', async () => {
    const people = Array.from({ length: 1000 }, (_, n) => `Person ${n},p${n}@many.example`);
    const csv = ['name,email', ...people].join('\n');
    const preview = await as(dana).courses.previewRoster({ courseId: course.courseId, csv });
    expect(preview.ok && preview.lines.length).toBe(1000);
  });

  it('one person is added, moved and removed by hand', async () => {
    const { courseId, groupId } = course;
    const { invitation } = await as(dana).courses.addMember({
      courseId,
      name: 'Cem',
      email: 'Cem@uni.example',
      group: '',
    });
    expect(invitation).toMatchObject({ email: 'cem@uni.example', url: expect.stringContaining('/invite?token=') });
    const enrollmentId = (await rowOf('Cem'))?.enrollmentId ?? '';
    await as(dana).courses.moveMember({ courseId, enrollmentId, groupId });
    expect(await rowOf('Cem')).toMatchObject({ groupId });
    const foreign = as(dana).courses.moveMember({ courseId, enrollmentId, groupId: 'of-nobody' });
    await expect(foreign).rejects.toMatchObject({ code: 'BAD_REQUEST' });
    await as(dana).courses.removeMember({ courseId, enrollmentId });
    expect(await rowOf('Cem')).toBeUndefined();
    const own = (await rowOf('Dana'))?.enrollmentId ?? '';
    await expect(as(dana).courses.removeMember({ courseId, enrollmentId: own })).rejects.toMatchObject({
      code: 'BAD_REQUEST',
    });
  });

  it('who is removed loses the place on the machines of the course', async () => {
    const { courseId, machineId } = course;
    expect((await as(ana).machines.get({ machineId })).id).toBe(machineId);
    await as(dana).courses.removeMember({ courseId, enrollmentId: (await rowOf('Ana'))?.enrollmentId ?? '' });
    await expect(as(ana).machines.get({ machineId })).rejects.toMatchObject({ code: 'FORBIDDEN' });
    await as(dana).courses.addMember({ courseId, name: 'Ana', email: ana.email, group: 'Ours' });
    expect((await as(ana).machines.get({ machineId })).id).toBe(machineId);
  });

  it('invitations are listed and made again; they are valid until they are used or revoked', async () => {
    const { courseId } = course;
    const before = await as(dana).courses.invited({ courseId });
    expect(before).toMatchObject([{ name: 'Ana' }, { name: 'Ben', email: 'ben@uni.example', links: 1 }]);
    const links = await as(dana).courses.inviteAll({ courseId });
    expect(links).toHaveLength(2);
    const token = (n: number) => new URL(links[n]?.url ?? '').searchParams.get('token') ?? '';
    const hash = (one: string) => server.services.db.oneTimeLink.findUnique({ where: { tokenHash: hashToken(one) } });
    const years = ((await hash(token(1)))?.expiresAt.getTime() ?? 0) - Date.now();
    expect(years).toBeGreaterThan(365 * 24 * 3600_000);
    const enrollmentId = before[1]?.enrollmentId ?? '';
    expect(await as(dana).courses.revokeInvited({ courseId, enrollmentId })).toEqual({ revoked: 2 });
    expect(await hash(token(1))).toBeNull();
    expect(await hash(token(0))).not.toBeNull();
  });

  it('groups are made at random, the same by the same seed', async () => {
    const { courseId } = course;
    const csv = ['name,email', ...Array.from({ length: 9 }, (_, n) => `R${n},r${n}@uni.example`)].join('\n');
    await as(dana).courses.importRoster({ courseId, csv });
    const wish = { courseId, size: 4, seed: 42, isForAll: false };
    expect(await as(dana).courses.randomGroups(wish)).toEqual({ groups: 3, people: 9 });
    const split = async () => {
      const { groups, roster } = await as(dana).courses.get({ courseId });
      const nameOf = new Map(roster.map(({ enrollmentId, name }) => [enrollmentId, name]));
      const made = groups.filter(({ enrollmentIds }) => enrollmentIds.some((id) => nameOf.get(id)?.startsWith('R')));
      return made
        .map(({ enrollmentIds }) =>
          enrollmentIds
            .map((id) => nameOf.get(id) ?? '')
            .sort()
            .join(),
        )
        .sort();
    };
    const first = await split();
    expect(first.map((names) => names.split(',').length)).toEqual([3, 3, 3]);
    await server.services.db.enrollment.updateMany({
      where: { courseId, user: { name: { startsWith: 'R' } } },
      data: { groupId: null },
    });
    await as(dana).courses.randomGroups(wish);
    expect(await split()).toEqual(first);
    await expect(as(dana).courses.randomGroups(wish)).rejects.toMatchObject({ code: 'BAD_REQUEST' });
  });
});

describe('a course', () => {
  it('is renamed', async () => {
    const { courseId } = course;
    await as(dana).courses.rename({ courseId, title: 'Systems, autumn' });
    expect((await as(dana).courses.get({ courseId })).title).toBe('Systems, autumn');
  });

  it('that is archived is out of the lists, can be read, not changed, and comes back', async () => {
    const { courseId, assignmentId, machineId } = course;
    await as(dana).courses.archive({ courseId, isArchived: true });
    expect(await as(dana).courses.list()).toEqual([]);
    expect(await as(dana).courses.archived()).toMatchObject([{ id: courseId }]);
    expect(await as(dana).courses.get({ courseId })).toMatchObject({ isArchived: true });
    expect(await as(dana).grades.gradebook({ courseId })).toMatchObject({ title: 'Systems, autumn' });
    const changes = [
      () => as(dana).courses.rename({ courseId, title: 'Other' }),
      () => as(dana).assignments.create({ courseId, labSlug: 'the-database-dies', ...ASSIGNMENT }),
      () => as(dana).grading.release({ assignmentId, isReleased: true }),
      () => as(ana).assignments.handIn({ assignmentId }),
      () => as(ana).machines.submit({ machineId, commandId: crypto.randomUUID(), seenSeq: 0, line: 'spawn db' }),
    ];
    for (const change of changes) await expect(change()).rejects.toMatchObject({ code: 'PRECONDITION_FAILED' });
    await as(dana).courses.archive({ courseId, isArchived: false });
    await as(dana).courses.rename({ courseId, title: 'Back' });
    expect(await as(dana).courses.list()).toMatchObject([{ title: 'Back' }]);
  });
});
