import { ENGINE_VERSION, type Entry, replay, serialise } from '@overcommit/engine';
import { type LogHeader, parseLog, verifyLog } from '@overcommit/protocol';
import { io, type Socket } from 'socket.io-client';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { withDatabase } from '../fixtures/postgres.ts';
import { makeCourse, makePerson, PASSWORD, type Person } from './people.ts';
import { type Browser, openBrowser, startServer, type TestServer } from './server.ts';

type Comment = { id: string; seq: number; parentId: string | null; text: string; isMine: boolean; isRemoved: boolean };
type Listing = { machines: { id: string; entries: number }[] };
type Page = { header: LogHeader; entries: Entry[]; lastSeq: number };

describe('comments, branches and what is concealed', () => {
  const database = withDatabase();
  let server: TestServer;
  let teacher: Person;
  let ana: Person;
  let ben: Person;
  let stranger: Person;
  let course: Awaited<ReturnType<typeof makeCourse>>;

  beforeAll(async () => {
    server = await startServer(database.appUrl);
    const make = (name: string) => makePerson(server.services, { name, hasPassword: true });
    [teacher, ana, ben, stranger] = await Promise.all([make('Teacher'), make('Ana'), make('Ben'), make('Stranger')]);
  });
  beforeEach(async () => {
    course = await makeCourse(server.services, { staff: [[teacher, 'instructor']], members: [ana, ben] });
  });
  afterAll(() => server.close());

  async function as(person: Person): Promise<Browser> {
    const browser = openBrowser(server.origin);
    expect((await browser.signIn(person.email, PASSWORD)).status).toBe(200);
    return browser;
  }
  const here = () => ({ machineId: course.machineId });
  const list = async (browser: Browser) => (await browser.query<Comment[]>('comments.list', here())).data;
  const submit = (browser: Browser, line: string) =>
    browser.mutate<{ seq: number }>('machines.submit', {
      ...here(),
      commandId: crypto.randomUUID(),
      seenSeq: 0,
      line,
    });
  const page = async (browser: Browser, afterSeq = 0) =>
    (await browser.query<Page>('log.page', { ...here(), afterSeq, limit: 500 })).data;

  it('a comment and its answer stand at one entry; only members and staff read them', async () => {
    const [a, t] = [await as(ana), await as(teacher)];
    const { seq } = (await submit(a, 'spawn db')).data;
    const { id } = (await a.mutate<{ id: string }>('comments.add', { ...here(), seq, text: ' why?\nReally ' })).data;
    await t.mutate('comments.add', { ...here(), seq: 0, parentId: id, text: 'because' });
    expect(await list(a)).toMatchObject([
      { id, seq, parentId: null, text: 'why?\nReally', isMine: true },
      { seq, parentId: id, text: 'because', isMine: false },
    ]);
    const outside = await (await as(stranger)).query('comments.list', here());
    expect(outside.code).toBe('FORBIDDEN');
    expect((await openBrowser(server.origin).query('comments.list', here())).code).toBe('UNAUTHORIZED');
  });

  it('only its author changes a comment; its author or staff remove it; its answers keep their place', async () => {
    const [a, b, t] = [await as(ana), await as(ben), await as(teacher)];
    const { id } = (await a.mutate<{ id: string }>('comments.add', { ...here(), seq: 0, text: 'mine' })).data;
    await b.mutate('comments.add', { ...here(), seq: 0, parentId: id, text: 'an answer' });
    for (const other of [b, t])
      expect((await other.mutate('comments.edit', { ...here(), commentId: id, text: 'theirs' })).code).toBe(
        'FORBIDDEN',
      );
    expect((await b.mutate('comments.remove', { ...here(), commentId: id })).code).toBe('FORBIDDEN');
    await a.mutate('comments.edit', { ...here(), commentId: id, text: 'better' });
    expect((await list(b))[0]).toMatchObject({ text: 'better' });
    expect((await t.mutate('comments.remove', { ...here(), commentId: id })).code).toBeNull();
    expect(await list(b)).toMatchObject([
      { id, text: '', isRemoved: true },
      { parentId: id, text: 'an answer' },
    ]);
    const elsewhere = { machineId: course.otherMachineId, commentId: id };
    expect((await t.mutate('comments.remove', elsewhere)).code).toBe('NOT_FOUND');
  });

  it('nobody comments beyond the log, with nothing, or on an answer', async () => {
    const a = await as(ana);
    const add = (input: object) => a.mutate<{ id: string }>('comments.add', { ...here(), seq: 0, text: 'x', ...input });
    expect((await add({ seq: 9999 })).code).toBe('BAD_REQUEST');
    expect((await add({ text: '  ' })).code).toBe('BAD_REQUEST');
    expect((await add({ text: 'x'.repeat(2001) })).code).toBe('BAD_REQUEST');
    const first = (await add({})).data.id;
    const answer = (await add({ parentId: first })).data.id;
    expect((await add({ parentId: answer })).code).toBe('BAD_REQUEST');
  });

  it('what is concealed reaches no student: not by page, file, comment, command or socket; staff see it', async () => {
    const [a, t] = [await as(ana), await as(teacher)];
    await t.mutate('machines.open', here());
    for (const line of ['spawn db', 'mmap db pool 1M rw private', 'touch db pool', 'spawn secretname'])
      await submit(a, line);
    const last = (await page(t)).lastSeq;
    const end = last - 1;
    await t.mutate('comments.add', { ...here(), seq: last, text: 'about secretname' });
    expect((await a.mutate('replay.conceal', { ...here(), afterSeq: 0 })).code).toBe('FORBIDDEN');
    expect((await t.mutate('replay.conceal', { ...here(), afterSeq: last + 1 })).code).toBe('BAD_REQUEST');
    const question = { ...here(), kind: 'own', question: 'secretname?', choices: ['yes', 'no'] };
    const { prompt } = (await t.mutate<{ prompt: string }>('predictions.ask', question)).data;
    expect((await t.mutate('replay.conceal', { ...here(), afterSeq: end })).code).toBeNull();
    const ref = { assignmentId: course.assignmentId };
    const listed = async (browser: Browser) => [
      (await browser.query<Listing['machines']>('machines.list')).data,
      (await browser.query<Listing>('courses.get', { courseId: course.courseId })).data.machines,
    ];
    const entriesIn = (lists: Listing['machines'][]) =>
      lists.map((machines) => machines.find(({ id }) => id === course.machineId)?.entries);
    const ownWork = (await a.query<Listing>('assignments.get', ref)).data.machines;
    expect(entriesIn([...(await listed(a)), ownWork])).toEqual([end, end, end]);
    expect((await t.query<Listing>('assignments.get', ref)).data.machines).toEqual([]);
    expect(entriesIn(await listed(t))).toEqual([last + 1, last + 1]);
    for (const answer of ['yes', 'neither'])
      expect((await a.mutate('predictions.answer', { ...here(), prompt, answer })).code).toBe('PRECONDITION_FAILED');
    expect((await a.query('predictions.mine', here())).data).toEqual([]);

    const seen = await page(a);
    expect([seen.lastSeq, seen.entries.at(-1)?.seq]).toEqual([end, end]);
    expect((await page(a, end)).entries).toEqual([]);
    const file = (await a.send(`/api/machines/${course.machineId}/log.ndjson`)).text;
    expect(verifyLog(file)).toMatchObject({ ok: true, seq: end });
    expect((await submit(a, 'exit secretname 0')).code).toBe('PRECONDITION_FAILED');
    expect((await a.mutate('comments.add', { ...here(), seq: last, text: 'x' })).code).toBe('BAD_REQUEST');
    expect((await a.mutate('replay.branch', { ...here(), atSeq: last })).code).toBe('BAD_REQUEST');
    const heard = await listen(a, async () => {
      await submit(t, 'spawn another');
      await pointAt(t, { atSeq: last + 2, pid: 4242, view: 'thatview' });
    });
    const all = [JSON.stringify(seen), file, JSON.stringify(await list(a)), heard].join('\n');
    expect(heard).toContain('db');
    expect(all).toContain('"name":"db"');
    expect(all).not.toContain('secretname');
    expect(all).not.toContain('another');
    // Students may know that staff are there, but not where in the concealed future they look.
    expect(heard).toContain('presence:list');
    expect(heard).not.toMatch(/"pid":4242|thatview/);
    expect(heard).not.toContain(`"atSeq":${last + 2}`);
    expect(await listen(t, async () => pointAt(t, { atSeq: last + 2, pid: 4242, view: 'thatview' }))).toContain(
      '"pid":4242',
    );

    expect((await page(t)).lastSeq).toBe(last + 2);
    expect((await list(t)).map(({ text }) => text)).toEqual(['about secretname']);
    await t.mutate('replay.conceal', { ...here(), afterSeq: null });
    expect((await page(a)).lastSeq).toBe(last + 2);
  });

  it('a kept state is given to members, never one from what is concealed from them', async () => {
    const [a, t] = [await as(ana), await as(teacher)];
    await t.mutate('machines.open', here());
    const { seq } = (await submit(a, 'spawn db')).data;
    const last = (await submit(a, 'spawn secretname')).data.seq;
    const { header, entries } = await page(t);
    for (const at of [seq, last]) {
      const state = serialise(replay(header.machine.spec, entries, at));
      const snapshot = { version: at, type: `machine@${ENGINE_VERSION}`, schemaVersion: 1, state };
      await server.services.store.saveSnapshot(course.machineId, snapshot);
    }
    const kept = async (browser: Browser, atSeq: number) =>
      (await browser.query<{ seq: number; text: string } | null>('log.snapshot', { ...here(), atSeq })).data;
    expect(await kept(a, seq - 1)).toBeNull();
    expect((await kept(a, seq))?.seq).toBe(seq);
    expect((await kept(a, last + 100))?.text).toContain('secretname');
    await t.mutate('replay.conceal', { ...here(), afterSeq: last - 1 });
    const seen = await kept(a, last + 100);
    expect(seen?.seq).toBe(seq);
    expect(seen?.text).toContain('"db"');
    expect(seen?.text).not.toContain('secretname');
    expect((await kept(t, last))?.seq).toBe(last);
    expect((await (await as(stranger)).query('log.snapshot', { ...here(), atSeq: last })).code).toBe('FORBIDDEN');
  });

  function connect(browser: Browser): Socket {
    const cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const extraHeaders = { cookie, origin: server.origin };
    return io(server.origin, { extraHeaders, transports: ['websocket'], reconnection: false, forceNew: true });
  }

  /** Moves a second window of this person, and waits until the others at the machine see where it is. */
  async function pointAt(browser: Browser, presence: object): Promise<void> {
    const socket = connect(browser);
    await socket.emitWithAck('machine:join', { ...here(), afterSeq: 0, protocol: 1 });
    const told = new Promise((resolve) =>
      socket.on('presence:list', (list) => JSON.stringify(list).includes('"pid":4242') && resolve(null)),
    );
    await socket.emitWithAck('presence:update', { ...here(), presence });
    await told;
    socket.close();
  }

  it('who is sent out of a machine leads its replay no more', async () => {
    const [a, t] = [await as(ana), await as(teacher)];
    await a.mutate('machines.open', here());
    await t.mutate('machines.open', here());
    const [leads, sees] = [connect(a), connect(t)];
    for (const socket of [leads, sees])
      await socket.emitWithAck('machine:join', { ...here(), afterSeq: 0, protocol: 1 });
    expect(await leads.emitWithAck('replay:lead', { ...here(), isLeading: true })).toEqual({ ok: true });
    expect((await sees.emitWithAck('replay:leader', here())).leader).not.toBeNull();
    await server.services.db.seat.deleteMany({ where: { ...here(), userId: ana.id } });
    await server.services.db.enrollment.deleteMany({ where: { courseId: course.courseId, userId: ana.id } });
    await server.services.accessChanged([ana.id]);
    expect((await sees.emitWithAck('replay:leader', here())).leader).toBeNull();
    leads.close();
    sees.close();
  });

  /** All that a socket receives: catching up from boot, the snapshot, the last entries, and what comes unasked. */
  async function listen(browser: Browser, act: () => Promise<void>): Promise<string> {
    const socket = connect(browser);
    const heard: unknown[] = [];
    socket.onAny((...message) => heard.push(message));
    const ask = async (name: string, input: object) => heard.push(await socket.emitWithAck(name, input));
    await ask('machine:join', { ...here(), afterSeq: 0, protocol: 1 });
    const { lastSeq } = await page(await as(teacher));
    await act();
    for (const seq of [lastSeq, lastSeq + 1])
      for (const what of ['entry', 'snapshot']) await ask('machine:part', { ...here(), what, seq, part: 0 });
    await ask('machine:join', { ...here(), afterSeq: lastSeq + 5, protocol: 1 });
    await ask('machine:join', { ...here(), afterSeq: lastSeq, protocol: 1 });
    socket.close();
    return JSON.stringify(heard);
  }

  it('a machine from here begins with the same entries, is its maker’s own, and leaves the other as it was', async () => {
    const [a, b] = [await as(ana), await as(ben)];
    for (const line of ['spawn db', 'spawn web', 'exit web 0']) await submit(a, line);
    const before = (await a.send(`/api/machines/${course.machineId}/log.ndjson`)).text;
    const streams = await server.services.db.stream.count();
    const beyond = { ...here(), atSeq: (await page(a)).lastSeq + 1 };
    expect((await a.mutate('replay.branch', beyond)).code).toBe('BAD_REQUEST');
    expect((await a.mutate('replay.branch', { ...here(), atSeq: 1, title: 'a\u0000b' })).code).toBe('BAD_REQUEST');
    expect(await server.services.db.stream.count()).toBe(streams);
    const theirs = parseLog(before);
    const atSeq = (await page(a)).lastSeq - 1;
    const { data } = await a.mutate<{ machineId: string }>('replay.branch', { ...here(), atSeq });
    const own = (await a.send(`/api/machines/${data.machineId}/log.ndjson`)).text;
    expect(verifyLog(own)).toMatchObject({ ok: true });
    const ours = parseLog(own);
    if (!ours.ok || !theirs.ok) throw new Error('a log could not be read');
    const inside = ({ command, facts }: { command: unknown; facts: unknown }) => ({ command, facts });
    expect(ours.entries.slice(0, atSeq).map(inside)).toEqual(theirs.entries.slice(0, atSeq).map(inside));
    expect((await a.query('replay.about', data)).data).toMatchObject({
      branchedFrom: { machineId: course.machineId, atSeq },
    });
    expect((await a.query('machines.get', data)).data).toMatchObject({ mySeat: { role: 'staff' }, mayManage: true });
    expect((await b.query('machines.get', data)).code).toBe('FORBIDDEN');
    expect((await a.send(`/api/machines/${course.machineId}/log.ndjson`)).text).toBe(before);
  });
});
