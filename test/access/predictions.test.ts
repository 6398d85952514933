import type { JoinAnswer, PartAnswer } from '@overcommit/protocol';
import { io } from 'socket.io-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withDatabase } from '../fixtures/postgres.ts';
import { makeCourse, makePerson, PASSWORD, type Person } from './people.ts';
import { type Browser, openBrowser, startServer, type TestServer } from './server.ts';

type Asked = { prompt: string; seq: number };
type Fact = { type: string; answers?: { actor: string; answer: string; salt: string }[] };
type Page = { entries: { seq: number; facts: Fact[] }[]; lastSeq: number };

/** A snapshot is kept at this number (`snapshotEvery`). */
const SNAPSHOT_AT = 200;

describe('predictions over the wire', () => {
  const database = withDatabase();
  let server: TestServer;
  let teacher: Browser;
  let ana: Browser;
  let ben: Browser;
  let machineId: string;
  let prompt: string;

  beforeAll(async () => {
    server = await startServer(database.appUrl);
    const make = (name: string) => makePerson(server.services, { name, hasPassword: true });
    const people = [await make('Teacher'), await make('Ana'), await make('Ben')] as [Person, Person, Person];
    const course = await makeCourse(server.services, {
      staff: [[people[0], 'instructor']],
      members: [people[1], people[2]],
    });
    machineId = course.machineId;
    const as = async ({ email }: Person) => {
      const browser = openBrowser(server.origin);
      expect((await browser.signIn(email, PASSWORD)).status).toBe(200);
      return browser;
    };
    [teacher, ana, ben] = [await as(people[0]), await as(people[1]), await as(people[2])];
  });
  afterAll(() => server.close());

  const submit = (browser: Browser, line: string) =>
    browser.mutate('machines.submit', { machineId, commandId: crypto.randomUUID(), seenSeq: 0, line });
  const answer = (browser: Browser, words: string) =>
    browser.mutate<{ seq: number }>('predictions.answer', { machineId, prompt, answer: words });
  const mine = async (browser: Browser) => (await browser.query('predictions.mine', { machineId })).data;
  const log = (browser: Browser) => browser.send(`/api/machines/${machineId}/log.ndjson`);

  it('asks about those alive, in the order in which they started, and nobody', async () => {
    expect(await teacher.mutate('predictions.ask', { kind: 'next', machineId })).toMatchObject({
      code: 'BAD_REQUEST',
      message: expect.stringContaining('no process is alive'),
    });
    await submit(ana, 'spawn db');
    await submit(ben, 'spawn web');
    await submit(ben, 'mmap web cache 20M rw private,populate');
    const asked = await teacher.mutate<Asked>('predictions.ask', { kind: 'next', machineId });
    prompt = asked.data.prompt;
    const page = await ana.query<Page>('log.page', { machineId, afterSeq: asked.data.seq - 1, limit: 1 });
    expect(page.data.entries[0]?.facts).toMatchObject([
      { type: 'PredictionAsked', about: 'victim', choices: ['db', 'web', 'nobody'] },
    ]);
  });

  it('lets members answer with a choice and change it; students neither ask nor close nor reveal', async () => {
    expect((await answer(ana, 'init')).code).toBe('BAD_REQUEST');
    expect((await answer(ana, 'web')).code).toBeNull();
    expect((await answer(ana, 'db')).code).toBeNull();
    expect((await answer(ben, 'nobody')).code).toBeNull();
    expect(await mine(ana)).toEqual([{ prompt, answer: 'db' }]);
    expect(await mine(teacher)).toEqual([]);
    for (const procedure of ['ask', 'close', 'reveal'])
      expect((await ana.mutate(`predictions.${procedure}`, { kind: 'next', machineId, prompt })).code).toBe(
        'FORBIDDEN',
      );
  });

  it('sends no answer and no salt to anybody but its author: socket, catch-up, snapshot, page, export', async () => {
    for (
      let at = (await ana.query<Page>('log.page', { machineId, afterSeq: 0, limit: 1 })).data.lastSeq;
      at < SNAPSHOT_AT;
      at++
    )
      await server.services.rooms.dispatch({ machineId, commandId: `tick:${at}`, line: 'tick 1' }, 'system');
    await expect.poll(() => server.services.store.latestSnapshot(machineId)).not.toBeNull();
    const rows = await server.services.db.sealedAnswer.findMany({ where: { machineId } });
    expect(rows.map((row) => row.answer).sort()).toEqual(['db', 'nobody', 'web']);
    for (const other of [ben, teacher]) {
      const heard = await everythingHeard(other, () => answer(ana, 'db'));
      const texts = [
        ...heard,
        (await other.query<Page>('log.page', { machineId, afterSeq: 0, limit: 500 })).data,
        (await log(other)).text,
        (await other.query('machines.get', { machineId })).data,
        await mine(other),
      ].map((one) => JSON.stringify(one));
      const everything = texts.join('\n');
      expect(heard.length).toBeGreaterThanOrEqual(4);
      expect(everything).toContain('"AnswerSealed"');
      const own = (await mine(other)) as { answer: string }[];
      const opened = everything.match(/\\?"answer\\?":\s*\\?"[^"]*"/g) ?? [];
      expect(opened).toEqual(own.map((one) => `"answer":"${one.answer}"`));
      const others = await server.services.db.sealedAnswer.findMany({ where: { machineId } });
      for (const { salt } of others) expect(everything).not.toContain(salt);
    }
  });

  /** All that a socket of this person receives: live, as a latecomer, and by a snapshot, while `act` happens. */
  async function everythingHeard(browser: Browser, act: () => Promise<unknown>): Promise<unknown[]> {
    const cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const socket = io(server.origin, {
      extraHeaders: { cookie, origin: server.origin },
      transports: ['websocket'],
      forceNew: true,
    });
    const heard: unknown[] = [];
    socket.onAny((...message: unknown[]) => heard.push(message));
    const join = async (afterSeq: number): Promise<JoinAnswer> => {
      const found: JoinAnswer = await socket.emitWithAck('machine:join', { machineId, afterSeq, protocol: 1 });
      heard.push(found);
      return found;
    };
    await join(0);
    const resync = await join(1_000_000);
    if (!resync.ok || resync.kind !== 'resync' || resync.snapshot.seq !== SNAPSHOT_AT)
      throw new Error('no snapshot came');
    for (let part = 0; part < resync.snapshot.parts; part++) {
      const piece: PartAnswer = await socket.emitWithAck('machine:part', {
        machineId,
        what: 'snapshot',
        seq: SNAPSHOT_AT,
        part,
      });
      expect(piece.ok).toBe(true);
      heard.push(piece);
    }
    await act();
    await expect.poll(() => JSON.stringify(heard)).toContain('machine:entry');
    socket.close();
    return heard;
  }

  it('a machine from here takes the seals along and nothing that would open them: nobody reveals them there', async () => {
    const { lastSeq } = (await ana.query<Page>('log.page', { machineId, afterSeq: 0, limit: 1 })).data;
    const from = { machineId, atSeq: lastSeq };
    const own = (await ana.mutate<{ machineId: string }>('replay.branch', from)).data.machineId;
    await ana.mutate('machines.open', { machineId: own });
    const reveal = await ana.mutate('predictions.reveal', { machineId: own, prompt });
    expect(reveal).toMatchObject({ code: 'CONFLICT', message: expect.stringContaining('another machine') });
    const text = (await ana.send(`/api/machines/${own}/log.ndjson`)).text;
    expect(text).not.toContain('"PredictionClosed"');
    const sealed = await server.services.db.sealedAnswer.findMany({ where: { machineId } });
    expect(sealed.length).toBeGreaterThan(1);
    for (const { salt } of sealed) expect(text).not.toContain(salt);
    expect(await server.services.db.sealedAnswer.count({ where: { machineId: own } })).toBe(0);
  });

  it('closes with the kill; the reveal carries answers and salts, and every export verifies', async () => {
    await submit(ana, 'mmap db pool 200M rw private');
    await submit(ana, 'touch db pool 0 200M w');
    await submit(ben, 'mmap web more 60M rw private');
    await submit(ben, 'touch web more 0 60M w');
    expect(await answer(ben, 'db')).toMatchObject({ code: 'CONFLICT', message: expect.stringContaining('closed') });
    const revealed = await teacher.mutate<{ seq: number }>('predictions.reveal', { machineId, prompt });
    const page = await ben.query<Page>('log.page', { machineId, afterSeq: revealed.data.seq - 1, limit: 1 });
    const [fact] = page.data.entries[0]?.facts ?? [];
    expect(fact?.answers?.map((one) => one.answer)).toEqual(['db', 'nobody']);
    expect(await mine(ana)).toEqual([]);
    expect(await server.services.db.sealedAnswer.count({ where: { machineId, prompt } })).toBe(0);
    const { text } = await log(ben);
    expect((await ben.mutate('log.verify', { text })).data).toMatchObject({ ok: true });
    expect((await teacher.mutate('predictions.reveal', { machineId, prompt })).code).toBe('NOT_FOUND');
  });

  it('puts the lab’s own questions and free ones, and takes the asker’s word for what is right', async () => {
    const lab = await teacher.mutate<Asked>('predictions.ask', { kind: 'lab', machineId, promptId: 'piece' });
    expect(lab.code).toBeNull();
    expect((await teacher.mutate('predictions.ask', { kind: 'lab', machineId, promptId: 'why' })).code).toBe(
      'NOT_FOUND',
    );
    const own = { kind: 'own', machineId, question: 'Is it?', choices: ['yes', 'no'] };
    prompt = (await teacher.mutate<Asked>('predictions.ask', own)).data.prompt;
    await answer(ben, 'no');
    expect((await teacher.mutate('predictions.reveal', { machineId, prompt, right: 'maybe' })).code).toBe(
      'BAD_REQUEST',
    );
    const { data } = await teacher.mutate<{ seq: number }>('predictions.reveal', { machineId, prompt, right: 'yes' });
    const page = await ana.query<Page>('log.page', { machineId, afterSeq: data.seq - 1, limit: 1 });
    expect(page.data.entries[0]?.facts).toMatchObject([{ right: 'yes', answers: [{ answer: 'no' }] }]);
    expect((await teacher.mutate('predictions.close', { machineId, prompt: lab.data.prompt })).code).toBeNull();
    expect((await teacher.mutate('predictions.close', { machineId, prompt: lab.data.prompt })).code).toBe('CONFLICT');
  });

  it('a seal that loses the race against the kill leaves the earlier answer in force', async () => {
    const choices = ['yes', 'no'];
    prompt = (await teacher.mutate<Asked>('predictions.ask', { kind: 'own', machineId, question: 'Now?', choices }))
      .data.prompt;
    await Promise.all(['yes', 'no', 'yes', 'no'].map((words) => answer(ben, words)));
    const before = await mine(ben);
    expect(before).toHaveLength(1);
    await teacher.mutate('predictions.close', { machineId, prompt });
    expect((await answer(ben, 'yes')).code).toBe('CONFLICT');
    expect(await mine(ben)).toEqual(before);
    expect((await teacher.mutate('predictions.reveal', { machineId, prompt })).code).toBeNull();
  });
});
