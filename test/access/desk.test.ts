import { type ClientToServer, PROTOCOL_VERSION, type ServerToClient } from '@overcommit/protocol';
import type { CellSaved, DeskQueue, DeskSheet } from '@overcommit/protocol/api';
import { io, type Socket } from 'socket.io-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withDatabase } from '../fixtures/postgres.ts';
import { makeCourse, makePerson, PASSWORD, type Person } from './people.ts';
import { type Browser, openBrowser, startServer, type TestServer } from './server.ts';

const NAMES = ['Tessa Teacher', 'Ada Assistant', 'Ana Amsel', 'Ben Birke', 'Cleo Elsewhere', 'Otto Other'] as const;
type Name = (typeof NAMES)[number];
type Wire = Socket<ServerToClient, ClientToServer>;

describe('the grading desk from outside', () => {
  const database = withDatabase();
  let server: TestServer;
  let course: Awaited<ReturnType<typeof makeCourse>>;
  const people = new Map<Name, { person: Person; browser: Browser }>();
  const sockets: Wire[] = [];
  const at = (name: Name) => people.get(name) as { person: Person; browser: Browser };

  beforeAll(async () => {
    server = await startServer(database.appUrl);
    for (const name of NAMES) {
      const person = await makePerson(server.services, { name, hasPassword: true });
      const browser = openBrowser(server.origin);
      await browser.signIn(person.email, PASSWORD);
      people.set(name, { person, browser });
    }
    course = await makeCourse(server.services, {
      staff: [
        [at('Tessa Teacher').person, 'instructor'],
        [at('Ada Assistant').person, 'assistant'],
      ],
      members: [at('Ana Amsel').person, at('Ben Birke').person],
    });
    await makeCourse(server.services, {
      staff: [[at('Otto Other').person, 'instructor']],
      members: [at('Cleo Elsewhere').person],
    });
    const line = { machineId: course.machineId, seenSeq: 0, line: 'spawn db' };
    await at('Ana Amsel').browser.mutate('machines.submit', { ...line, commandId: crypto.randomUUID() });
  });
  afterAll(async () => {
    for (const socket of sockets) socket.close();
    await server.close();
  });

  const queue = async (name: Name) =>
    at(name).browser.query<DeskQueue>('grading.queue', { assignmentId: course.assignmentId, itemId: 'explanation' });
  async function connect(name: Name): Promise<Wire> {
    const cookie = [...at(name).browser.cookies].map((pair) => pair.join('=')).join('; ');
    const socket: Wire = io(server.origin, { extraHeaders: { cookie }, transports: ['websocket'], forceNew: true });
    sockets.push(socket);
    await new Promise<void>((resolve) => socket.once('connect', () => resolve()));
    return socket;
  }
  const join = (socket: Wire) =>
    socket.emitWithAck('desk:join', { assignmentId: course.assignmentId, protocol: PROTOCOL_VERSION });
  const next = <Event extends 'desk:changed' | 'desk:gone'>(socket: Wire, event: Event) =>
    new Promise<Parameters<ServerToClient[Event]>[0]>((resolve) => {
      socket.once(event, resolve as never);
    });

  it('students, and the staff of another course, learn nothing and change nothing', async () => {
    const rows = (await queue('Ada Assistant')).data.rows;
    const { assignmentId } = course;
    const cell = { assignmentId, rowId: rows[0]?.rowId, itemId: 'explanation', commandId: crypto.randomUUID() };
    for (const name of ['Ana Amsel', 'Cleo Elsewhere', 'Otto Other'] as const) {
      const { browser } = at(name);
      expect((await queue(name)).code, name).toBe('FORBIDDEN');
      expect((await browser.query('grading.row', { assignmentId, rowId: cell.rowId })).code, name).toBe('FORBIDDEN');
      const saved = await browser.mutate('grading.setPoints', { ...cell, points: 500, expectedVersion: 0 });
      expect(saved.code, name).toBe('FORBIDDEN');
      const log = await browser.send(`/api/assignments/${assignmentId}/grading/${cell.rowId}/0/log.ndjson`);
      expect(log.status, name).toBe(403);
      expect(await join(await connect(name)), name).toMatchObject({ ok: false, code: 'FORBIDDEN' });
    }
    expect((await queue('Ada Assistant')).data.rows).toEqual(rows);
  });

  it('no answer of the desk tells a name, an id, a group or a machine before the names are asked for', async () => {
    const { browser } = at('Ada Assistant');
    const { assignmentId } = course;
    const opened = await browser.send(`/api/trpc/grading.open?input=${input({ assignmentId })}`);
    const listed = await queue('Ada Assistant');
    const texts = [opened.text, JSON.stringify(listed.data)];
    for (const { rowId } of listed.data.rows) {
      const sheet = await browser.query<DeskSheet>('grading.row', { assignmentId, rowId });
      texts.push(JSON.stringify(sheet.data));
      for (const { part } of sheet.data.parts)
        texts.push((await browser.send(`/api/assignments/${assignmentId}/grading/${rowId}/${part}/log.ndjson`)).text);
    }
    expect(texts.join('\n')).toContain('spawn');
    const { groupId, machineId } = course;
    const students = [at('Ana Amsel').person, at('Ben Birke').person];
    const secrets = [groupId, machineId, 'Ours', ...students.flatMap(({ id, name, email }) => [id, name, email])];
    for (const secret of secrets)
      expect(
        texts.filter((text) => text.includes(secret)),
        secret,
      ).toEqual([]);
  });

  it('who asks for the names gets them, is written down, and gives them to no other grader', async () => {
    const { assignmentId } = course;
    const { browser, person } = at('Ada Assistant');
    await browser.mutate('grading.reveal', { assignmentId, commandId: crypto.randomUUID() });
    const names = async (name: Name) => (await queue(name)).data.rows.map((row) => row.name).sort();
    expect(await names('Ada Assistant')).toEqual(['Ana Amsel', 'Ben Birke']);
    expect(await names('Tessa Teacher')).toEqual([null, null]);
    const events = await server.services.store.read(`grades:${assignmentId}`);
    expect(events.at(-1)).toMatchObject({ type: 'Revealed', data: { by: person.id, studentIds: 'all' } });
  });

  it('a save reaches the other graders with the next version, and no one else', async () => {
    const { assignmentId } = course;
    const [teacher, student] = [await connect('Tessa Teacher'), await connect('Ana Amsel')];
    const joined = await join(teacher);
    const version = joined.ok ? joined.version : -1;
    await join(student);
    let heard = 0;
    student.onAny(() => {
      heard += 1;
    });
    const changed = next(teacher, 'desk:changed');
    const rowId = (await queue('Ada Assistant')).data.rows[0]?.rowId ?? '';
    const saved = await at('Ada Assistant').browser.mutate<CellSaved>('grading.setPoints', {
      ...{ assignmentId, rowId, itemId: 'explanation', commandId: crypto.randomUUID() },
      ...{ points: 250, note: 'Nearly.', expectedVersion: 0 },
    });
    expect(saved.data.ok).toBe(true);
    expect(await changed).toMatchObject({
      assignmentId,
      version: version + 1,
      cell: { rowId, points: 250, note: 'Nearly.', by: 'Ada Assistant' },
    });
    expect(await student.emitWithAck('desk:at', { assignmentId, rowId, itemId: 'explanation' })).toMatchObject({
      ok: false,
    });
    expect(heard).toBe(0);
  });

  it('who is no longer staff is sent away from the desk', async () => {
    const { courseId, assignmentId } = course;
    const socket = await connect('Ada Assistant');
    expect(await join(socket)).toMatchObject({ ok: true });
    const { id: userId } = at('Ada Assistant').person;
    await server.services.db.enrollment.updateMany({ where: { courseId, userId }, data: { role: 'student' } });
    const gone = next(socket, 'desk:gone');
    await server.services.accessChanged([userId]);
    expect(await gone).toEqual({ assignmentId });
    expect(await join(socket)).toMatchObject({ ok: false, code: 'FORBIDDEN' });
  });
});

const input = (value: object): string => encodeURIComponent(JSON.stringify({ json: value }));
