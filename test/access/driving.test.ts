import type { WallDone, WallShape } from '@overcommit/protocol/api';
import { io, type Socket } from 'socket.io-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withDatabase } from '../fixtures/postgres.ts';
import { makeCourse, makePerson, PASSWORD, type Person } from './people.ts';
import { type Browser, openBrowser, startServer, type TestServer } from './server.ts';

type Entry = { seq: number; actor: string; commandId: string; command: { verb: string }; facts: { type: string }[] };
type Info = { mySeat: { actorId: string } };

describe('driving one machine and all of a class', () => {
  const database = withDatabase();
  let server: TestServer;
  let course: Awaited<ReturnType<typeof makeCourse>>;
  let [teacher, assistant, ana, other]: Browser[] = [];
  const sockets: Socket[] = [];

  beforeAll(async () => {
    server = await startServer(database.appUrl);
    const people = await Promise.all(
      ['Teacher', 'Assistant', 'Ana', 'Other'].map((name) => makePerson(server.services, { name, hasPassword: true })),
    );
    const [t, a, s, o] = people as [Person, Person, Person, Person];
    course = await makeCourse(server.services, {
      staff: [
        [t, 'instructor'],
        [a, 'assistant'],
      ],
      members: [s],
      others: [o],
    });
    [teacher, assistant, ana, other] = await Promise.all(people.map(as));
  });
  afterAll(async () => {
    for (const socket of sockets) socket.close();
    await server.close();
  });

  async function as({ email }: Person): Promise<Browser> {
    const browser = openBrowser(server.origin);
    expect((await browser.signIn(email, PASSWORD)).status).toBe(200);
    return browser;
  }
  const who = (browser: Browser | undefined): Browser => {
    if (!browser) throw new Error('nobody');
    return browser;
  };
  const submit = (browser: Browser | undefined, line: string) =>
    who(browser).mutate<{ ok: boolean; seq: number; rejection?: { code: string } }>('machines.submit', {
      machineId: course.machineId,
      commandId: crypto.randomUUID(),
      seenSeq: 0,
      line,
    });
  const drive = (browser: Browser | undefined, input: object) =>
    who(browser).mutate<{ seq: number }>('machines.clock', { machineId: course.machineId, ...input });
  const actorOf = async (browser: Browser | undefined, machineId = course.machineId) =>
    (await who(browser).mutate<Info>('machines.open', { machineId })).data.mySeat.actorId;
  const entry = async (seq: number, machineId = course.machineId): Promise<Entry | undefined> => {
    const page = { machineId, afterSeq: seq - 1, limit: 1 };
    return (await who(teacher).query<{ entries: Entry[] }>('log.page', page)).data.entries[0];
  };
  const wall = async () => (await who(teacher).query<WallShape>('wall.get', { courseId: course.courseId })).data;
  /** Looks at a machine, and hears what is said there. */
  async function looking(browser: Browser | undefined, machineId: string) {
    const cookie = [...who(browser).cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const socket = io(server.origin, { extraHeaders: { cookie }, transports: ['websocket'], forceNew: true });
    sockets.push(socket);
    const notes: unknown[] = [];
    socket.on('machine:note', (note) => notes.push(note));
    const answer = await socket.emitWithAck('machine:join', { machineId, afterSeq: 0, protocol: 1 });
    return { socket, notes, answer };
  }

  it('a pause holds students; staff step, and each of it is an entry with its actor', async () => {
    await submit(ana, 'spawn db');
    const paused = await drive(teacher, { action: 'pause' });
    expect(await entry(paused.data.seq)).toMatchObject({
      actor: await actorOf(teacher),
      command: { verb: 'clock', action: 'pause' },
    });
    expect((await submit(ana, 'spawn web')).data).toMatchObject({ ok: false, rejection: { code: 'PAUSED' } });
    const step = await drive(assistant, { action: 'step' });
    expect(await entry(step.data.seq)).toMatchObject({ actor: await actorOf(assistant), command: { verb: 'tick' } });
    const speed = await drive(teacher, { action: 'speed', ticksPerSecond: 5 });
    expect((await entry(speed.data.seq))?.facts[0]).toMatchObject({ isPaused: true, ticksPerSecond: 5 });
    expect((await drive(teacher, { action: 'speed', ticksPerSecond: 21 })).code).toBe('BAD_REQUEST');
    expect((await drive(ana, { action: 'resume' })).code).toBe('FORBIDDEN');
    await drive(teacher, { action: 'resume' });
    expect((await submit(ana, 'spawn web')).data.ok).toBe(true);
  });

  it('an override acts as root and is marked in the log by a fact that nobody else can make', async () => {
    const override = { machineId: course.machineId, line: 'exit web 0' };
    expect((await who(ana).mutate('machines.override', override)).code).toBe('FORBIDDEN');
    const { data } = await who(teacher).mutate<{ ok: boolean; seq: number; result: string }>(
      'machines.override',
      override,
    );
    expect(data).toMatchObject({ ok: true, result: 'ok' });
    expect((await entry(data.seq))?.facts[0]).toMatchObject({ type: 'Overridden' });
    const forged = await who(ana).mutate('machines.submit', { ...override, commandId: 'override:mine', seenSeq: 0 });
    expect(forged.code).toBe('BAD_REQUEST');
    const sly = { machineId: course.machineId, line: 'spawn sly', commandId: 'sly', seenSeq: 0, isOverride: true };
    const sent = await who(ana).mutate<{ seq: number }>('machines.submit', sly);
    const made = sent.data ? await entry(sent.data.seq) : undefined;
    expect(made?.facts.map(({ type }) => type) ?? []).not.toContain('Overridden');
  });

  it('the wall shows each group’s newest machine, who is there, raised hands and who is stuck', async () => {
    const { socket } = await looking(ana, course.machineId);
    const presence = { machineId: course.machineId, presence: { isHandRaised: true } };
    await socket.emitWithAck('presence:update', presence);
    for (let i = 0; i < 3; i++) await submit(ana, 'touch nothing heap');
    const { courseTitle, tiles } = await wall();
    expect(courseTitle).toBe('A course');
    expect(tiles.map(({ id }) => id).sort()).toEqual([course.machineId, course.otherMachineId].sort());
    const tile = tiles.find(({ id }) => id === course.machineId);
    expect(tile).toMatchObject({ groupName: 'Ours', isPaused: false, processes: 1, lastKill: null });
    expect(tile?.members.find(({ displayName }) => displayName === 'Ana')).toMatchObject({
      isHere: true,
      isHandRaised: true,
      failedInARow: 3,
      role: 'student',
    });
    expect(JSON.stringify(tiles)).not.toMatch(/userId|email/);
    const again = await who(teacher).mutate<{ machineId: string }>('machines.startAgain', {
      machineId: course.otherMachineId,
    });
    expect((await wall()).tiles.map(({ id }) => id).sort()).toEqual([course.machineId, again.data.machineId].sort());
    course.otherMachineId = again.data.machineId;
  });

  it('pauses all machines at once, as whoever did it, and resumes them', async () => {
    const all = { courseId: course.courseId };
    expect((await who(ana).mutate('wall.clock', { ...all, action: 'pause' })).code).toBe('FORBIDDEN');
    expect((await who(ana).query('wall.get', all)).code).toBe('FORBIDDEN');
    const { data } = await who(assistant).mutate<WallDone>('wall.clock', { ...all, action: 'pause' });
    expect(data).toEqual({ done: 2, failed: [] });
    const { tiles } = await wall();
    expect(tiles.map(({ isPaused }) => isPaused)).toEqual([true, true]);
    for (const { id, seq } of tiles)
      expect(await entry(seq, id)).toMatchObject({ actor: await actorOf(assistant, id), command: { action: 'pause' } });
    await who(teacher).mutate('wall.clock', { ...all, action: 'step' });
    expect((await wall()).tiles.map(({ tick }) => tick).every((tick) => tick > 0)).toBe(true);
    await who(teacher).mutate('wall.clock', { ...all, action: 'resume' });
  });

  it('says something to those who look now, at this class’s machines only, and into no log', async () => {
    const stranger = await makePerson(server.services, { name: 'Stranger', hasPassword: true });
    const theirs = await makeCourse(server.services, { staff: [[stranger, 'instructor']], members: [] });
    const [here, there, elsewhere] = [
      await looking(ana, course.machineId),
      await looking(other, course.otherMachineId),
      await looking(await as(stranger), theirs.otherMachineId),
    ];
    expect([here, there, elsewhere].map(({ answer }) => answer.ok)).toEqual([true, true, true]);
    const before = (await wall()).tiles.map(({ seq }) => seq);
    expect((await who(ana).mutate('wall.say', { courseId: course.courseId, text: 'Hi' })).code).toBe('FORBIDDEN');
    await who(teacher).mutate('wall.say', { courseId: course.courseId, text: 'Look at the screen.' });
    await expect
      .poll(() => [here.notes, there.notes])
      .toEqual([
        [{ machineId: course.machineId, from: 'Teacher', text: 'Look at the screen.' }],
        [{ machineId: course.otherMachineId, from: 'Teacher', text: 'Look at the screen.' }],
      ]);
    await who(teacher).mutate('machines.note', { machineId: course.machineId, text: 'Only you.' });
    await expect.poll(() => here.notes).toHaveLength(2);
    expect(there.notes).toHaveLength(1);
    expect(elsewhere.notes).toEqual([]);
    expect((await wall()).tiles.map(({ seq }) => seq)).toEqual(before);
  });
});
