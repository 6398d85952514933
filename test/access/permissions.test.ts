import { blankLab } from '@overcommit/handbook/ownLab';
import { TRPCError } from '@trpc/server';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { appRouter } from '../../src/server/api/root.ts';
import type { Permission } from '../../src/server/api/trpc.ts';
import { handIn } from '../../src/server/work/index.ts';
import { withDatabase } from '../fixtures/postgres.ts';
import { ASSIGNMENT, contextOf, makeCourse, makeMachine, makePerson, type Person, seatPerson } from './people.ts';
import { startServer, type TestServer } from './server.ts';

const ROLES = [
  'nobody',
  'guest here',
  'guest elsewhere',
  'student elsewhere',
  'student of another group',
  'member',
  'assistant',
  'instructor',
  'host',
] as const;
type Role = (typeof ROLES)[number];

const STAFF: Role[] = ['assistant', 'instructor', 'host'];
const VIEWERS: Role[] = ['guest here', 'member', ...STAFF];
const COURSE: Role[] = ['student of another group', 'member', ...STAFF];
/** Roles that may. The test proves that all others may not. */
const MAY: Record<Permission, readonly Role[]> = {
  anyone: ROLES,
  signedIn: ROLES.filter((role) => role !== 'nobody'),
  account: ROLES.filter((role) => role !== 'nobody' && !role.startsWith('guest')),
  teacher: ['instructor', 'host'],
  machineViewer: VIEWERS,
  machineSeat: VIEWERS,
  machineAccount: VIEWERS.filter((role) => role !== 'guest here'),
  machineManager: STAFF,
  machineOwner: ['host'],
  courseMember: COURSE,
  courseStaff: STAFF,
  courseInstructor: ['instructor', 'host'],
  assignmentMember: COURSE,
  assignmentStaff: STAFF,
  assignmentInstructor: ['instructor', 'host'],
  host: ['host'],
};

type Scene = { machineId: string; courseId: string; assignmentId: string; enrollmentId: string; studentId: string };

const madeUpCell = (assignmentId: string) => ({
  assignmentId,
  rowId: 'made-up',
  itemId: 'explanation',
  commandId: crypto.randomUUID(),
});

const ITEM = { kind: 'automatic', id: 'x', title: 'X', scope: 'group', outOf: 100, earned: 'last > 0' };

/** An input for every procedure that is well-formed and names the things of the scene. */
const INPUTS: Record<string, (scene: Scene) => unknown> = {
  'me.get': () => undefined,
  'me.grades': () => undefined,
  'me.data': () => undefined,
  'me.erase': () => ({ password: 'of nobody' }),
  'labs.list': () => undefined,
  'labs.get': () => ({ slug: 'the-database-dies' }),
  'labs.key': () => ({ slug: 'the-database-dies' }),
  'labs.start': () => ({ slug: 'the-database-dies' }),
  'labs.keep': () => ({ policy: 'linux-6.1', lines: [{ hand: 'ana', line: 'spawn db' }] }),
  'machines.list': () => undefined,
  'machines.listPutAway': () => undefined,
  'machines.putAway': ({ machineId }) => ({ machineId, isPutAway: false }),
  'machines.delete': ({ machineId }) => ({ machineId }),
  'machines.get': ({ machineId }) => ({ machineId }),
  'machines.open': ({ machineId }) => ({ machineId }),
  'machines.submit': ({ machineId }) => ({ machineId, commandId: crypto.randomUUID(), seenSeq: 0, line: 'spawn sh' }),
  'machines.share': ({ machineId }) => ({ machineId }),
  'machines.revokeCode': ({ machineId }) => ({ machineId }),
  'machines.setRemoved': ({ machineId }) => ({ machineId, actorId: 'of-nobody', isRemoved: true }),
  'machines.startAgain': ({ machineId }) => ({ machineId }),
  'machines.aboutCode': () => ({ code: 'ABCDE-FGHJK' }),
  'machines.joinByCode': () => ({ code: 'ABCDE-FGHJK', displayName: 'Somebody' }),
  'machines.resume': () => ({ token: 'of-nobody' }),
  'machines.resumeLink': ({ machineId }) => ({ machineId }),
  'machines.clock': ({ machineId }) => ({ machineId, action: 'resume' }),
  'machines.override': ({ machineId }) => ({ machineId, line: 'tick' }),
  'machines.note': ({ machineId }) => ({ machineId, text: 'Look here.' }),
  'guide.get': ({ machineId }) => ({ machineId }),
  'guide.skip': ({ machineId }) => ({ machineId, stepId: 'none', isSkipped: true }),
  'guide.again': ({ machineId }) => ({ machineId, stepId: 'none', under: 'none' }),
  'guide.resend': ({ machineId }) => ({ machineId }),
  'predictions.ask': ({ machineId }) => ({ kind: 'own', machineId, question: 'Which?', choices: ['one', 'two'] }),
  'predictions.answer': ({ machineId }) => ({ machineId, prompt: 'none', answer: 'one' }),
  'predictions.mine': ({ machineId }) => ({ machineId }),
  'predictions.putLab': ({ machineId }) => ({ machineId, promptId: 'none' }),
  'predictions.end': ({ machineId }) => ({ machineId, prompt: 'none' }),
  'predictions.allow': ({ machineId }) => ({ machineId, isAllowed: true }),
  'predictions.past': ({ machineId }) => ({ machineId, atSeq: 0 }),
  'predictions.close': ({ machineId }) => ({ machineId, prompt: 'none' }),
  'predictions.reveal': ({ machineId }) => ({ machineId, prompt: 'none' }),
  'log.page': ({ machineId }) => ({ machineId, afterSeq: 0, limit: 10 }),
  'log.snapshot': ({ machineId }) => ({ machineId, atSeq: 10 }),
  'comments.list': ({ machineId }) => ({ machineId }),
  'comments.add': ({ machineId }) => ({ machineId, seq: 0, text: 'why?' }),
  'comments.edit': ({ machineId }) => ({ machineId, commentId: 'none', text: 'why?' }),
  'comments.remove': ({ machineId }) => ({ machineId, commentId: 'none' }),
  'replay.about': ({ machineId }) => ({ machineId }),
  'replay.branch': ({ machineId }) => ({ machineId, atSeq: 0 }),
  'replay.conceal': ({ machineId }) => ({ machineId, afterSeq: null }),
  'variations.list': ({ machineId }) => ({ machineId }),
  'variations.create': ({ machineId }) => ({ machineId, name: 'What if', plan: { from: 0, policy: 'solaris-10' } }),
  'variations.rename': ({ machineId }) => ({ machineId, variationId: 'none', name: 'What else' }),
  'variations.share': ({ machineId }) => ({ machineId, variationId: 'none', isShared: true }),
  'variations.remove': ({ machineId }) => ({ machineId, variationId: 'none' }),
  'variations.restore': ({ machineId }) => ({ machineId, variationId: 'none' }),
  'variations.page': ({ machineId }) => ({ machineId, variationId: 'none', after: 0 }),
  'log.verify': () => ({ text: 'not a log' }),
  'ownLabs.list': () => undefined,
  'ownLabs.open': () => ({ labId: 'of-nobody' }),
  'ownLabs.create': () => undefined,
  'ownLabs.copy': () => ({ slug: 'the-database-dies' }),
  'ownLabs.import': () => ({ lab: blankLab() }),
  'ownLabs.ofMachine': ({ machineId }) => ({ machineId, atSeq: 1 }),
  'ownLabs.save': () => ({ labId: 'of-nobody', basedOn: 1, lab: blankLab() }),
  'ownLabs.publish': () => ({ labId: 'of-nobody', basedOn: 1 }),
  'ownLabs.tryOut': () => ({ labId: 'of-nobody', basedOn: 1 }),
  'ownLabs.share': () => ({ labId: 'of-nobody', isShared: true }),
  'ownLabs.putAway': () => ({ labId: 'of-nobody', isPutAway: true }),
  'rubric.open': ({ assignmentId }) => ({ assignmentId }),
  'rubric.version': ({ assignmentId }) => ({ assignmentId, version: 1 }),
  'rubric.sources': ({ assignmentId }) => ({ assignmentId }),
  'rubric.try': ({ assignmentId }) => ({ assignmentId, logsOf: assignmentId, from: 0, most: 1, item: ITEM }),
  'rubric.tryLog': ({ assignmentId }) => ({ assignmentId, text: 'not a log', item: ITEM }),
  'rubric.preview': ({ assignmentId }) => ({ assignmentId, basedOn: 1, rubric: { items: [ITEM] } }),
  'rubric.publish': ({ assignmentId }) => ({ assignmentId, basedOn: 99, rubric: { items: [ITEM] } }),
  'courses.list': () => undefined,
  'courses.get': ({ courseId }) => ({ courseId }),
  'courses.create': () => ({ title: 'Another course' }),
  'courses.createGroup': ({ courseId }) => ({ courseId, name: 'A new group', enrollmentIds: [] }),
  'courses.setRole': ({ courseId, enrollmentId }) => ({ courseId, enrollmentId, role: 'student' }),
  'courses.importRoster': ({ courseId }) => ({ courseId, csv: 'name,email\nNew One,new.one@example.org\n' }),
  'courses.previewRoster': ({ courseId }) => ({ courseId, csv: 'name,email\nNew One,new.one@example.org\n' }),
  'courses.addMember': ({ courseId }) => ({ courseId, name: 'New Two', email: 'new.two@example.org' }),
  'courses.moveMember': ({ courseId }) => ({ courseId, enrollmentId: 'of-nobody', groupId: null }),
  'courses.removeMember': ({ courseId }) => ({ courseId, enrollmentId: 'of-nobody' }),
  'courses.randomGroups': ({ courseId }) => ({ courseId, size: 4, seed: 1, isForAll: false }),
  'courses.invited': ({ courseId }) => ({ courseId }),
  'courses.inviteAll': ({ courseId }) => ({ courseId }),
  'courses.revokeInvited': ({ courseId }) => ({ courseId, enrollmentId: null }),
  'courses.rename': ({ courseId }) => ({ courseId, title: 'A course' }),
  'courses.archive': ({ courseId }) => ({ courseId, isArchived: false }),
  'courses.archived': () => undefined,
  'courses.confirmationLink': ({ courseId, enrollmentId }) => ({ courseId, enrollmentId }),
  'courses.confirmAccount': () => ({ token: 'of-nobody' }),
  'courses.acceptInvitation': () => ({ token: 'of-nobody', name: 'Somebody', password: 'long enough to be one' }),
  'wall.get': ({ courseId }) => ({ courseId }),
  'wall.clock': ({ courseId }) => ({ courseId, action: 'resume' }),
  'wall.say': ({ courseId }) => ({ courseId, text: 'Look at the screen.' }),
  'assignments.get': ({ assignmentId }) => ({ assignmentId }),
  'assignments.create': ({ courseId }) => ({ courseId, title: 'Another', labSlug: 'the-database-dies' }),
  'assignments.openMachines': ({ assignmentId }) => ({ assignmentId }),
  'assignments.handIn': ({ assignmentId }) => ({ assignmentId }),
  'assignments.draft': ({ assignmentId }) => ({ assignmentId, prompt: 'none', text: 'x', basedOn: 0, commandId: 'c1' }),
  'assignments.startAgain': ({ assignmentId }) => ({ assignmentId }),
  'assignments.ofMachine': ({ machineId }) => ({ machineId }),
  'assignments.board': ({ assignmentId }) => ({ assignmentId }),
  'assignments.editor': ({ assignmentId }) => ({ assignmentId }),
  'assignments.preview': ({ assignmentId }) => ({ assignmentId, ...ASSIGNMENT }),
  'assignments.update': ({ assignmentId }) => ({ assignmentId, ...ASSIGNMENT }),
  'assignments.remove': ({ assignmentId }) => ({ assignmentId }),
  'assignments.extend': ({ assignmentId, studentId }) => ({ assignmentId, userId: studentId, attempts: 2 }),
  'assignments.removeExtension': ({ assignmentId }) => ({ assignmentId, extensionId: 'none' }),
  'assignments.reopen': ({ assignmentId }) => ({ assignmentId, teamId: 'none', reason: 'why not' }),
  'assignments.seal': ({ assignmentId }) => ({ assignmentId, teamId: 'none' }),
  'grading.open': ({ assignmentId }) => ({ assignmentId }),
  'grading.queue': ({ assignmentId }) => ({ assignmentId, itemId: 'explanation' }),
  'grading.row': ({ assignmentId }) => ({ assignmentId, rowId: 'made-up' }),
  'grading.setPoints': ({ assignmentId }) => ({ ...madeUpCell(assignmentId), points: null, expectedVersion: 0 }),
  'grading.flag': ({ assignmentId }) => ({ ...madeUpCell(assignmentId), on: true }),
  'grading.reveal': ({ assignmentId }) => ({ assignmentId, commandId: crypto.randomUUID() }),
  'grading.remarks': ({ assignmentId }) => ({ assignmentId, itemId: 'explanation' }),
  'grading.addRemark': ({ assignmentId }) => ({ assignmentId, itemId: 'explanation', text: 'Good.' }),
  'grading.removeRemark': ({ assignmentId }) => ({ assignmentId, remarkId: 'none' }),
  'grading.release': ({ assignmentId }) => ({ assignmentId, isReleased: false }),
  'grades.mine': ({ assignmentId }) => ({ assignmentId }),
  'grades.regrades': ({ assignmentId }) => ({ assignmentId }),
  'grades.gradebook': ({ courseId }) => ({ courseId }),
  'grades.fill': ({ courseId }) => ({ courseId }),
  'grades.askRegrade': ({ assignmentId }) => ({ assignmentId, itemId: 'explanation', text: 'Look again.' }),
  'grades.answerRegrade': ({ assignmentId }) => ({ assignmentId, request: 1, upheld: false, text: 'No.' }),
  'admin.users': () => ({}),
  'admin.setHost': ({ studentId }) => ({ userId: studentId, isHost: false }),
  'admin.storage': () => undefined,
  'admin.system': () => undefined,
  'admin.passwordLink': ({ studentId }) => ({ userId: studentId }),
  'admin.erase': () => ({ userId: 'of-nobody' }),
  'setup.complete': () => ({
    token: 'of-nobody',
    name: 'Host',
    email: 'host@example.org',
    password: 'long enough to be one',
  }),
};

type Procedure = { _def: { meta?: { permission?: Permission } } };
const PROCEDURES = Object.entries(appRouter._def.procedures as unknown as Record<string, Procedure>);

describe('who may call what', () => {
  const database = withDatabase();
  let server: TestServer;
  let scene: Scene;
  const people = new Map<Role, Person | null>();

  beforeAll(async () => {
    server = await startServer(database.appUrl);
    const { services } = server;
    const make = async (role: Role, options: { role?: string; isGuest?: boolean } = {}) => {
      const person = await makePerson(services, { name: role, ...options });
      people.set(role, person);
      return person;
    };
    people.set('nobody', null);
    const [instructor, assistant, member, other] = [
      await make('instructor'),
      await make('assistant'),
      await make('member'),
      await make('student of another group'),
    ];
    const course = await makeCourse(services, {
      staff: [
        [instructor, 'instructor'],
        [assistant, 'assistant'],
      ],
      members: [member],
      others: [other],
    });
    const [elsewhere, teacher] = [
      await make('student elsewhere'),
      await makePerson(services, { name: 'Another teacher' }),
    ];
    const otherCourse = await makeCourse(services, { staff: [[teacher, 'instructor']], members: [elsewhere] });
    await seatPerson(services, course.machineId, await make('guest here', { isGuest: true }));
    await seatPerson(services, otherCourse.machineId, await make('guest elsewhere', { isGuest: true }));
    const host = await make('host', { role: 'host' });
    for (const staff of [instructor, assistant, host]) await seatPerson(services, course.machineId, staff);
    const enrollment = await services.db.enrollment.findFirstOrThrow({
      where: { courseId: course.courseId, userId: member.id },
    });
    // Something is handed in, so that nobody can delete the assignment under the other lines of this test.
    const { assignmentId, groupId: teamId } = course;
    await handIn(services, { assignmentId, teamId, by: member.id, acceptsPercent: 0 });
    scene = { ...course, enrollmentId: enrollment.id, studentId: member.id };
  });
  afterAll(() => server.close());

  it('every procedure names its permission and has its line in this test', () => {
    const unnamed = PROCEDURES.filter(([, procedure]) => !procedure._def.meta?.permission).map(([name]) => name);
    const untested = PROCEDURES.map(([name]) => name).filter((name) => !(name in INPUTS));
    expect({ unnamed, untested }).toEqual({ unnamed: [], untested: [] });
  });

  describe.each(
    PROCEDURES.map(([name, procedure]) => ({ name, permission: procedure._def.meta?.permission as Permission })),
  )('$name ($permission)', ({ name, permission }) => {
    it.each(ROLES.map((role) => ({ role, may: MAY[permission].includes(role) })))(
      '$role: $may',
      async ({ role, may }) => {
        const code = await codeOf(role, name);
        if (may) expect(['UNAUTHORIZED', 'FORBIDDEN']).not.toContain(code);
        else expect(code).toBe(role === 'nobody' ? 'UNAUTHORIZED' : 'FORBIDDEN');
      },
    );
  });

  /** The error that a call ends in, or `ok`. An error that is not the API's own fails the test. */
  async function codeOf(role: Role, name: string): Promise<string> {
    const person = people.get(role) ?? null;
    const context = person
      ? contextOf(server.services, person)
      : { ...contextOf(server.services, {} as Person), user: null };
    const caller = appRouter.createCaller(context) as unknown as Record<
      string,
      Record<string, (input: unknown) => Promise<unknown>>
    >;
    const [router = '', procedure = ''] = name.split('.');
    try {
      await caller[router]?.[procedure]?.(INPUTS[name]?.(scene));
      return 'ok';
    } catch (error) {
      if (error instanceof TRPCError && error.code !== 'INTERNAL_SERVER_ERROR') return error.code;
      throw error;
    }
  }

  it('a machine that does not exist and one that is not yours sound the same', async () => {
    const elsewhere = contextOf(server.services, people.get('student elsewhere') as Person);
    const caller = appRouter.createCaller(elsewhere);
    const theirs = await caller.machines.get({ machineId: scene.machineId }).catch((error: Error) => error.message);
    const none = await caller.machines.get({ machineId: crypto.randomUUID() }).catch((error: Error) => error.message);
    expect(theirs).toBe(none);
  });

  it('the owner of a machine outside any course manages it; a guest on it does not', async () => {
    const { services } = server;
    const owner = await makePerson(services, { name: 'Owner' });
    const guest = await makePerson(services, { name: 'Guest', isGuest: true });
    const machineId = await makeMachine(services, owner);
    await seatPerson(services, machineId, guest);
    await expect(
      appRouter.createCaller(contextOf(services, owner)).machines.share({ machineId }),
    ).resolves.toMatchObject({ code: expect.any(String) });
    await expect(
      appRouter.createCaller(contextOf(services, guest)).machines.share({ machineId }),
    ).rejects.toMatchObject({ code: 'FORBIDDEN' });
  });
});
