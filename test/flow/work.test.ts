import { randomUUID } from 'node:crypto';
import { answersAt } from '@overcommit/coursework';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { appRouter } from '../../src/server/api/root.ts';
import { databaseNow } from '../../src/server/store/index.ts';
import { handIn, readSubmission, sealOf, teamOf, teamsOf } from '../../src/server/work/index.ts';
import { ASSIGNMENT, contextOf, makeCourse, makePerson, type Person } from '../access/people.ts';
import { startServer, type TestServer } from '../access/server.ts';
import { withDatabase } from '../fixtures/postgres.ts';

const database = withDatabase();
let server: TestServer;
let people: { dana: Person; ana: Person; ben: Person; cem: Person };
let course: Awaited<ReturnType<typeof makeCourse>>;

beforeAll(async () => {
  server = await startServer(database.appUrl);
});
afterAll(() => server.close());
beforeEach(async () => {
  // New people each time: what one test uses up of their limits is not missing in the next.
  const { services } = server;
  people = {
    dana: await makePerson(services, { name: 'Dana' }),
    ana: await makePerson(services, { name: 'Ana' }),
    ben: await makePerson(services, { name: 'Ben' }),
    cem: await makePerson(services, { name: 'Cem' }),
  };
  const { dana, ana, ben, cem } = people;
  course = await makeCourse(server.services, {
    staff: [[dana, 'instructor']],
    members: [ana, ben],
    others: [cem],
  });
});

const as = (person: Person) => appRouter.createCaller(contextOf(server.services, person)).assignments;
const ref = () => ({ assignmentId: course.assignmentId });
const team = () => ({ assignmentId: course.assignmentId, teamId: course.groupId });
const HOUR = 3_600_000;
const inHours = async (hours: number): Promise<Date> =>
  new Date((await databaseNow(server.services.db)).getTime() + hours * HOUR);

/** Ana sends a line to a machine of her group. */
async function play(line: string, machineId = course.machineId): Promise<{ seq: number; at: Date }> {
  const { services } = server;
  const seat = await services.db.seat.findFirstOrThrow({ where: { machineId, userId: people.ana.id } });
  const answer = await services.rooms.dispatch({ machineId, commandId: randomUUID(), line }, seat.actorId);
  if (!answer.ok) throw new Error(answer.rejection.message);
  const entry = await services.rooms.entry(machineId, answer.seq);
  return { seq: answer.seq, at: new Date(entry?.recordedAt ?? '') };
}

/** Sets dates without the checks of a form, so that a test can move what is past. */
const setDates = (dates: { opensAt?: Date; dueAt?: Date | null; closesAt?: Date | null; lateRule?: object }) =>
  server.services.db.assignment.update({ where: { id: course.assignmentId }, data: dates });
const carryOut = () => server.services.deadlines.run(ref());
const draft = (person: Person, text: string, basedOn = 0) =>
  as(person).draft({ ...ref(), prompt: 'why', text, basedOn, commandId: randomUUID() });

const LATE = { percent: 10, per: 'day', capPercent: 50, graceMinutes: 0 };

describe('the due date', () => {
  it('seals every team without a hand-in at its last entry before it, by the time of the database', async () => {
    const before = await play('spawn db');
    const after = await play('spawn web');
    // Between the two entries: the first one is the last that counts.
    const dueAt = new Date((before.at.getTime() + after.at.getTime()) / 2);
    await setDates({ dueAt: before.at.getTime() === after.at.getTime() ? before.at : dueAt });
    await untilPast(after.at);
    expect(await carryOut()).toBe(2);
    const seal = await sealOf(server.services, course.assignmentId, course.groupId);
    expect(seal).toMatchObject({ reason: 'due', by: null, members: [people.ana.id, people.ben.id].sort() });
    expect(seal?.parts).toEqual([{ machineId: course.machineId, seq: before.seq }]);
    expect(await carryOut()).toBe(0);
  });

  it('two processes that do it at once seal once', async () => {
    await play('spawn db');
    await setDates({ dueAt: await inHours(-1) });
    const sealed = await Promise.all([carryOut(), carryOut(), carryOut()]);
    expect(sealed.reduce((sum, one) => sum + one, 0)).toBe(2);
    expect((await readSubmission(server.services, team())).history).toHaveLength(1);
  });

  it('leaves a hand-in alone, and seals again when the date moves', async () => {
    await as(people.ana).handIn(ref());
    await setDates({ dueAt: await inHours(-2) });
    expect(await carryOut()).toBe(1);
    expect((await sealOf(server.services, course.assignmentId, course.groupId))?.reason).toBe('handIn');
    await setDates({ dueAt: await inHours(-1) });
    expect(await carryOut()).toBe(1);
    const theirs = await readSubmission(server.services, { ...team(), teamId: course.otherGroupId });
    expect(theirs.history).toHaveLength(2);
  });

  it('waits for an extension of the group, and for no other', async () => {
    await setDates({ dueAt: await inHours(-1) });
    await as(people.dana).extend({ ...ref(), groupId: course.groupId, dueAt: await inHours(5) });
    expect(await sealOf(server.services, course.assignmentId, course.groupId)).toBeNull();
    expect(await sealOf(server.services, course.assignmentId, course.otherGroupId)).toMatchObject({ reason: 'due' });
  });
});

/** Entries of the last two seconds may still be on their way: the due date is carried out behind them. */
async function untilPast(at: Date): Promise<void> {
  for (;;) if ((await databaseNow(server.services.db)).getTime() > at.getTime() + 2100) return;
}

describe('handing in', () => {
  it('seals all machines of the team, also the one before a fresh start', async () => {
    const first = await play('spawn db');
    const { machineId } = await as(people.ana).startAgain(ref());
    const second = await play('spawn web', machineId);
    const work = await as(people.ben).handIn(ref());
    expect(work.seal?.parts).toEqual([
      { machineId: course.machineId, seq: first.seq },
      { machineId, seq: second.seq },
    ]);
    expect(work.seal).toMatchObject({ reason: 'handIn', by: 'Ben', latePercent: 0 });
  });

  it('until it closes a late hand-in replaces the seal, after a warning that names the price', async () => {
    await play('spawn db');
    await setDates({ dueAt: await inHours(-30), closesAt: await inHours(30), lateRule: LATE });
    await carryOut();
    const last = await play('spawn web');
    await expect(as(people.ana).handIn(ref())).rejects.toThrow('costs 20 %');
    expect((await as(people.ana).get(ref())).myWork).toMatchObject({ phase: 'late', percentNow: 20 });
    const work = await as(people.ana).handIn({ ...ref(), acceptsPercent: 20 });
    expect(work.seal).toMatchObject({ reason: 'handIn', latePercent: 20, parts: [{ seq: last.seq }] });
    expect(await carryOut()).toBe(0);
  });

  it('after it closes nothing is taken, though the machine can be played', async () => {
    await play('spawn db');
    await setDates({ dueAt: await inHours(-3), closesAt: await inHours(-2) });
    await carryOut();
    const sealed = await sealOf(server.services, course.assignmentId, course.groupId);
    const after = await play('spawn web');
    await expect(as(people.ana).handIn({ ...ref(), acceptsPercent: 100 })).rejects.toThrow('closed on');
    await expect(draft(people.ana, 'too late')).rejects.toThrow('closed on');
    expect(await sealOf(server.services, course.assignmentId, course.groupId)).toEqual(sealed);
    const seen = await as(people.ana).ofMachine({ machineId: course.machineId });
    expect(seen).toMatchObject({ phase: 'closed' });
    expect(seen?.sealedSeq).toBeLessThan(after.seq);
  });

  it('the same work again adds nothing, and hand-in 501 counts like the first', async () => {
    await as(people.ana).handIn(ref());
    await as(people.ana).handIn(ref());
    expect((await readSubmission(server.services, team())).version).toBe(1);
    const { seq } = await play('spawn db');
    const { store } = server.services;
    const streamId = `submission:${course.assignmentId}:${course.groupId}`;
    const event = (n: number) => ({
      type: 'Sealed',
      schemaVersion: 2,
      data: { parts: [], members: [], reason: 'handIn', by: 'x', asOf: '2026-01-01T00:00:00.000Z', n },
      metadata: { actor: 'x', commandId: `old${n}` },
    });
    await store.append(
      streamId,
      1,
      Array.from({ length: 500 }, (_, n) => event(n)),
    );
    const work = await as(people.ben).handIn(ref());
    expect(work.seal).toMatchObject({ version: 502, parts: [{ seq }], by: 'Ben' });
    expect(await sealOf(server.services, course.assignmentId, course.groupId)).toMatchObject({ version: 502 });
  });

  it('who hands in often is asked to wait, and the others of the group are not', async () => {
    const caller = as(people.ana);
    const outcomes: string[] = [];
    for (let n = 0; n < 40; n++)
      outcomes.push(
        await caller.handIn(ref()).then(
          () => 'ok',
          (error: { code: string }) => error.code,
        ),
      );
    expect(outcomes).toContain('TOO_MANY_REQUESTS');
    expect((await as(people.ben).handIn(ref())).seal).not.toBeNull();
  });

  it('a hand-in from before there were teams is the team’s seal', async () => {
    const { services } = server;
    const streamId = `submission:${course.assignmentId}:${course.machineId}`;
    const header = { assignmentId: course.assignmentId, machineId: course.machineId };
    await services.store.createStream({ streamId, kind: 'submission', header });
    const metadata = { actor: people.ana.id, commandId: randomUUID() };
    await services.store.append(streamId, 0, [{ type: 'HandedIn', schemaVersion: 1, data: { seq: 2 }, metadata }]);
    const seal = await sealOf(services, course.assignmentId, course.groupId);
    expect(seal).toMatchObject({
      reason: 'handIn',
      by: people.ana.id,
      parts: [{ machineId: course.machineId, seq: 2 }],
    });
    expect([...(seal?.members ?? [])].sort()).toEqual([people.ana.id, people.ben.id].sort());
  });

  it('moving a person to another group moves no seal', async () => {
    const { services } = server;
    await as(people.ana).handIn(ref());
    await services.db.enrollment.updateMany({
      where: { userId: people.ben.id, courseId: course.courseId },
      data: { groupId: course.otherGroupId },
    });
    const { assignmentId, groupId, otherGroupId } = course;
    expect((await teamOf(services, assignmentId, groupId)).members.map(({ name }) => name)).toEqual(['Ana', 'Ben']);
    expect((await teamOf(services, assignmentId, otherGroupId)).members.map(({ name }) => name)).toEqual(['Cem']);
    expect((await as(people.ben).get(ref())).myWork).toMatchObject({ teamId: groupId, seal: { by: 'Ana' } });
    await expect(as(people.ben).handIn(ref())).rejects.toThrow('the group that you were in');
  });
});

describe('what a handout asks', () => {
  it('lab 4: a member starts again under overcommit 2, and the refused fork there is part of the work', async () => {
    const { machineId } = await as(people.ana).startAgain({
      ...ref(),
      policy: 'linux-6.1',
      settings: { 'vm/overcommit_memory': '2' },
    });
    await play('spawn db', machineId);
    await play('mmap db pool 110M rw private', machineId);
    const { seq } = await play('fork db bgsave', machineId);
    const entry = await server.services.rooms.entry(machineId, seq);
    expect(entry?.facts.at(-1)).toMatchObject({ type: 'Answered', result: 'ENOMEM' });
    const { seal } = await as(people.ben).handIn(ref());
    expect(seal?.parts.map((part) => part.machineId)).toEqual([course.machineId, machineId]);
  });

  it('lab 7: a member sets the tunables of the lab where they start again, and no others', async () => {
    const knobs = await as(people.dana).create({ courseId: course.courseId, title: 'B', labSlug: 'the-knobs' });
    await as(people.dana).openMachines(knobs);
    const settings = { 'vm/overcommit_memory': '2', 'vm/overcommit_ratio': '80' };
    const { machineId } = await as(people.ana).startAgain({ ...knobs, policy: 'linux-6.1', settings });
    expect((await server.services.rooms.header(machineId)).machine.spec.settings).toMatchObject(settings);
    const other = { policy: 'linux-6.1' as const, settings: { 'vm/panic_on_oom': '1' } };
    await expect(as(people.ana).startAgain({ ...knobs, ...other })).rejects.toThrow('Tunables: ');
  });

  it('a member of another group starts no machine of this one', async () => {
    const { machineId } = await as(people.cem).startAgain(ref());
    const machine = await server.services.db.machine.findUniqueOrThrow({ where: { id: machineId } });
    expect(machine.groupId).toBe(course.otherGroupId);
  });
});

describe('reopening', () => {
  it('is an event with a reason; over the due date it needs a new one', async () => {
    await as(people.ana).handIn(ref());
    await setDates({ dueAt: await inHours(-1) });
    const { dana } = people;
    await expect(as(dana).reopen({ ...team(), reason: 'wrong button' })).rejects.toThrow('Due: ');
    await as(dana).reopen({ ...team(), reason: 'wrong button', dueAt: await inHours(2) });
    const { myWork } = await as(people.ana).get(ref());
    expect(myWork).toMatchObject({ seal: null, phase: 'open' });
    expect(myWork?.history.at(-1)).toMatchObject({ type: 'Reopened', by: 'Dana', words: 'wrong button' });
    const { rows } = await as(dana).board(ref());
    expect(rows.find((row) => row.teamId === course.groupId)).toMatchObject({ isReopened: true, hasExtension: true });
  });
});

describe('answers', () => {
  it('are kept as typed, sealed with the hand-in, and seen by their writer', async () => {
    const { services } = server;
    await draft(people.ana, 'resident pa');
    const kept = await draft(people.ana, 'resident pages');
    expect(kept).toMatchObject({ ok: true });
    await draft(people.ben, 'mine is secret');
    await as(people.ana).handIn(ref());
    await draft(people.ana, 'afterthought');
    const mine = (await as(people.ana).get(ref())).myWork;
    expect(mine?.sealedAnswers).toEqual([{ prompt: 'why', text: 'resident pages' }]);
    expect(mine?.questions[0]?.draft).toMatchObject({ text: 'afterthought', isMine: true });
    const found = await teamOf(services, course.assignmentId, course.groupId);
    expect(answersAt(found.submission, found.submission.seal).map(({ text }) => text)).toEqual([
      'resident pages',
      'mine is secret',
    ]);
  });

  it('no other member and no other group is sent a member’s text', async () => {
    await draft(people.ana, 'only for my grader');
    await as(people.ana).handIn(ref());
    for (const person of [people.ben, people.cem]) {
      const seen = [
        await as(person).get(ref()),
        person === people.cem ? null : await as(person).ofMachine({ machineId: course.machineId }),
      ];
      expect(JSON.stringify(seen)).not.toContain('only for my grader');
    }
    await expect(as(people.cem).ofMachine({ machineId: course.machineId })).rejects.toMatchObject({
      code: 'FORBIDDEN',
    });
  });

  it('the same request again is one draft, and an unknown question is refused', async () => {
    const sent = { ...ref(), prompt: 'why', text: 'once', basedOn: 0, commandId: randomUUID() };
    expect(await as(people.ana).draft(sent)).toEqual(await as(people.ana).draft(sent));
    expect((await readSubmission(server.services, team())).drafts).toHaveLength(1);
    await expect(as(people.ana).draft({ ...sent, prompt: 'victim' })).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });
});

describe('before it opens', () => {
  it('a student sees neither rubric nor questions nor machine, and cannot hand in; staff see all', async () => {
    await setDates({ opensAt: await inHours(5) });
    const seen = await as(people.ana).get(ref());
    expect(seen).toMatchObject({ isOpen: false, rubric: [], myWork: null, machines: [], myMachineId: null });
    await expect(as(people.ana).handIn(ref())).rejects.toThrow('opens on');
    await expect(draft(people.ana, 'early')).rejects.toThrow('opens on');
    await expect(as(people.ana).startAgain(ref())).rejects.toThrow('not open yet');
    const machines = appRouter.createCaller(contextOf(server.services, people.ana)).machines;
    await expect(machines.open({ machineId: course.machineId })).rejects.toMatchObject({ code: 'FORBIDDEN' });
    expect(await machines.list()).toEqual([]);
    const courses = appRouter.createCaller(contextOf(server.services, people.ana)).courses;
    const { assignments, machines: listed } = await courses.get({ courseId: course.courseId });
    expect({ mine: assignments[0]?.myMachineId, listed }).toEqual({ mine: null, listed: [] });
    expect((await as(people.dana).get(ref())).rubric.length).toBeGreaterThan(0);
  });
});

describe('settings', () => {
  const change = (settings: Partial<typeof ASSIGNMENT> | object) => ({ ...ref(), ...ASSIGNMENT, ...settings });

  it('a preview says what a change does, and changes nothing', async () => {
    await as(people.ana).handIn(ref());
    const dueAt = await inHours(-30);
    const { changes } = await as(people.dana).preview(
      change({ title: 'Week 4', dueAt, closesAt: await inHours(48), lateRule: LATE, policy: 'solaris-10' }),
    );
    expect(changes).toEqual(
      expect.arrayContaining([
        'Title: “The database dies” becomes “Week 4”.',
        '1 group without a hand-in: sealed at once, as it was then.',
        'Ours: its hand-in loses 20 % instead of 0 %.',
        'Kernel and sizes count for machines that are made from now on. 2 machines exist and stay as they are.',
      ]),
    );
    expect((await as(people.dana).editor(ref())).settings).toEqual(ASSIGNMENT);
  });

  it('an update counts at once, and is what the editor shows', async () => {
    const settings = { ...ASSIGNMENT, timeZone: 'Europe/Berlin', dueAt: await inHours(1), attempts: 1 };
    await as(people.dana).update(change(settings));
    expect((await as(people.dana).editor(ref())).settings).toEqual(settings);
    await expect(as(people.ana).startAgain(ref())).rejects.toThrow('used all its attempts');
  });

  it.each([
    [{ opensAt: new Date('2026-11-02'), dueAt: new Date('2026-11-01') }, 'dueAt', 'after it opens'],
    [{ dueAt: new Date('2026-11-02'), closesAt: new Date('2026-11-01') }, 'closesAt', 'before it is due'],
    [{ closesAt: new Date('2026-11-01') }, 'closesAt', 'with a due date'],
    [{ timeZone: 'Mars/Olympus' }, 'timeZone', 'not the name of a time zone'],
    [{ attempts: 0 }, 'attempts', 'At least one'],
    [{ memKb: 1 }, 'memKb', 'At least 4 MiB'],
  ])('%j is refused with a sentence at %s', async (settings, field, sentence) => {
    const refusal = as(people.dana).update(change(settings));
    await expect(refusal).rejects.toMatchObject({ code: 'BAD_REQUEST' });
    await expect(refusal).rejects.toThrow(new RegExp(`${sentence}[^]*${field}|${field}[^]*${sentence}`));
  });

  it('a kernel that the lab does not have is refused with its place', async () => {
    await expect(as(people.dana).update(change({ policy: 'freebsd' }))).rejects.toThrow('Kernel: This lab runs under');
  });

  it('machines follow the kernel, the sizes and the seed of the assignment', async () => {
    const { services } = server;
    await services.db.machine.deleteMany({ where: { assignmentId: course.assignmentId } });
    await as(people.dana).update(change({ policy: 'linux-5.10', memKb: 131072, swapKb: 4096, seedRule: 'group' }));
    const { machineIds, left } = await as(people.dana).openMachines({ ...ref(), most: 1 });
    expect({ made: machineIds.length, left }).toEqual({ made: 1, left: 1 });
    const rest = await as(people.dana).openMachines(ref());
    const specs = await Promise.all(
      [...machineIds, ...rest.machineIds].map(async (id) => (await services.rooms.header(id)).machine.spec),
    );
    for (const spec of specs) expect(spec).toMatchObject({ policy: 'linux-5.10', memKb: 131072, swapKb: 4096 });
    expect(specs[0]?.seed).not.toBe(specs[1]?.seed);
    expect(await as(people.dana).openMachines(ref())).toEqual({ machineIds: [], left: 0 });
  });

  it('two presses at once make one machine a group', async () => {
    const { services } = server;
    await services.db.machine.deleteMany({ where: { assignmentId: course.assignmentId } });
    await Promise.all([as(people.dana).openMachines(ref()), as(people.dana).openMachines(ref())]);
    expect(await services.db.machine.count({ where: { assignmentId: course.assignmentId } })).toBe(2);
  });

  it('can be deleted until something is handed in', async () => {
    await as(people.ana).handIn(ref());
    await expect(as(people.dana).remove(ref())).rejects.toThrow('cannot be deleted');
    const another = await as(people.dana).create({ courseId: course.courseId, title: 'B', labSlug: 'the-knobs' });
    await as(people.dana).remove(another);
    await expect(as(people.dana).get(another)).rejects.toMatchObject({ code: 'FORBIDDEN' });
  });

  it('an extension of a person moves only their own answers', async () => {
    await draft(people.ana, 'before');
    await setDates({ dueAt: await inHours(1) });
    await handIn(server.services, { ...team(), by: people.ben.id, acceptsPercent: 0 });
    await as(people.dana).extend({ ...ref(), userId: people.ana.id, dueAt: await inHours(9), reason: 'ill' });
    await draft(people.ana, 'with more time');
    await draft(people.ben, 'without');
    const [ana, ben] = [(await as(people.ana).get(ref())).myWork, (await as(people.ben).get(ref())).myWork];
    expect(ana?.sealedAnswers).toEqual([{ prompt: 'why', text: 'with more time' }]);
    expect(ben?.sealedAnswers).toEqual([]);
    expect(ana?.window).toEqual(ben?.window);
  });
});

describe('another course', () => {
  it('its staff reach no group, extension, board or answer of this one by an id of their own', async () => {
    const { services } = server;
    const eve = await makePerson(services, { name: 'Eve' });
    const theirs = await makeCourse(services, { staff: [[eve, 'instructor']], members: [] });
    const own = { assignmentId: theirs.assignmentId };
    await draft(people.ana, 'not for Eve');
    await as(people.ana).handIn(ref());
    const given = await as(people.dana).extend({ ...ref(), groupId: course.groupId, attempts: 3 });
    const attempts = [
      () => as(eve).reopen({ ...own, teamId: course.groupId, reason: 'mine now' }),
      () => as(eve).seal({ ...own, teamId: course.groupId }),
      () => as(eve).extend({ ...own, groupId: course.groupId, attempts: 9 }),
      () => as(eve).extend({ ...own, userId: people.ana.id, attempts: 9 }),
      () => as(eve).removeExtension({ ...own, extensionId: given.extensionId }),
      () => as(eve).board(ref()),
      () => as(eve).editor(ref()),
      () => as(eve).update({ ...ref(), ...ASSIGNMENT, title: 'Eve’s' }),
      () => as(eve).remove(ref()),
      () => as(eve).ofMachine({ machineId: course.machineId }),
    ];
    for (const attempt of attempts)
      expect(['NOT_FOUND', 'BAD_REQUEST', 'FORBIDDEN']).toContain(await attempt().then(() => 'ok', codeOf));
    expect(await sealOf(services, course.assignmentId, course.groupId)).toMatchObject({ reason: 'handIn' });
    expect((await as(people.dana).editor(ref())).extensions).toHaveLength(1);
    expect(JSON.stringify(await as(eve).board(own))).not.toContain('not for Eve');
  });

  it('a student may do nothing of what staff do, in their own assignment either', async () => {
    const { ana } = people;
    const attempts = [
      () => as(ana).reopen({ ...team(), reason: 'please' }),
      () => as(ana).seal(team()),
      () => as(ana).extend({ ...ref(), groupId: course.groupId, attempts: 9 }),
      () => as(ana).board(ref()),
      () => as(ana).editor(ref()),
      () => as(ana).preview({ ...ref(), ...ASSIGNMENT }),
      () => as(ana).update({ ...ref(), ...ASSIGNMENT }),
      () => as(ana).remove(ref()),
      () => as(ana).openMachines(ref()),
    ];
    for (const attempt of attempts) expect(await attempt().then(() => 'ok', codeOf)).toBe('FORBIDDEN');
  });

  const codeOf = (error: { code: string }): string => error.code;
});

describe('the teams of many groups', () => {
  it('are read with as many queries as those of two', async () => {
    const { services } = server;
    let queries = 0;
    const db = services.db.$extends({
      query: {
        $allOperations({ args, query }) {
          queries += 1;
          return query(args);
        },
      },
    }) as unknown as typeof services.db;
    const count = async () => {
      queries = 0;
      const teams = await teamsOf({ db, store: services.store }, course.assignmentId);
      return { teams: teams.length, queries };
    };
    const few = await count();
    await services.db.group.createMany({
      data: Array.from({ length: 38 }, (_, n) => ({ id: randomUUID(), courseId: course.courseId, name: `Group ${n}` })),
    });
    expect(few.queries).toBeGreaterThan(0);
    expect(await count()).toEqual({ teams: 40, queries: few.queries });
  });
});
