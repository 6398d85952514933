import type { Fact, Prediction } from '@overcommit/engine';
import type { WireEntry } from '@overcommit/protocol';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withDatabase } from '../fixtures/postgres.ts';
import { makeCourse, makePerson, PASSWORD, type Person } from './people.ts';
import { type Browser, LAB, openBrowser, startServer, type TestServer } from './server.ts';

type Page = { entries: WireEntry[]; lastSeq: number };
type Asked = { prompt: string; seq: number };
type Hand = 'ana' | 'ben';

/** A group of two on the machine of lab 4, and what each of the rules of SPEC/platform.md lets them do. */
describe('questions of the lab, put by its members', () => {
  const database = withDatabase();
  let server: TestServer;
  let people: Record<'teacher' | 'ana' | 'ben' | 'eve', Person>;
  let as: Record<'teacher' | 'ana' | 'ben' | 'eve', Browser>;
  let machineId: string;

  beforeAll(async () => {
    server = await startServer(database.appUrl);
    const make = (name: string) => makePerson(server.services, { name, hasPassword: true });
    people = {
      ...{ teacher: await make('Teacher'), ana: await make('Ana') },
      ...{ ben: await make('Ben'), eve: await make('Eve') },
    };
    const signIn = async ({ email }: Person) => {
      const browser = openBrowser(server.origin);
      expect((await browser.signIn(email, PASSWORD)).status).toBe(200);
      return browser;
    };
    as = {
      ...{ teacher: await signIn(people.teacher), ana: await signIn(people.ana) },
      ...{ ben: await signIn(people.ben), eve: await signIn(people.eve) },
    };
  });
  afterAll(() => server.close());

  /** A new machine of the lab, Ana and Ben seated; the teacher has not come. */
  async function newMachine(): Promise<void> {
    ({ machineId } = await makeCourse(server.services, {
      staff: [[people.teacher, 'instructor']],
      members: [people.ana, people.ben],
      others: [people.eve],
    }));
    for (const hand of [as.ana, as.ben]) expect((await hand.mutate('machines.open', { machineId })).status).toBe(200);
  }

  const put = (promptId: string, hand: Browser = as.ana) =>
    hand.mutate<Asked>('predictions.putLab', { machineId, promptId });
  const answer = (hand: Hand, prompt: string, words: string) =>
    as[hand].mutate<{ seq: number }>('predictions.answer', { machineId, prompt, answer: words });
  const end = (prompt: string, hand: Browser = as.ana) =>
    hand.mutate<{ seq: number }>('predictions.end', { machineId, prompt });
  const log = async () => (await as.ana.query<Page>('log.page', { machineId, afterSeq: 0, limit: 500 })).data.entries;
  const past = async (hand: Browser = as.ana, atSeq = 10_000) =>
    (await hand.query<Prediction[]>('predictions.past', { machineId, atSeq })).data;
  async function play(from: number, to = LAB.story.length): Promise<void> {
    for (const { hand, line } of LAB.story.slice(from, to)) {
      const input = { machineId, commandId: crypto.randomUUID(), seenSeq: 0, line };
      expect((await as[hand as Hand].mutate('machines.submit', input)).data).toMatchObject({ ok: true });
    }
  }
  /** The entry that has a fact of this type, once it is there. */
  async function entryWith(type: Fact['type'], prompt: string): Promise<WireEntry> {
    const find = async () =>
      (await log()).find(({ facts }) =>
        facts.some((fact) => fact.type === type && (fact as { prompt: string }).prompt === prompt),
      );
    await expect.poll(find, { timeout: 10_000 }).toBeDefined();
    return (await find()) as WireEntry;
  }
  const victim = async (): Promise<string> => (await put('victim')).data.prompt;

  it('an entry by who put it; the kill ends the answering, and the lab opens the answers, as itself', async () => {
    await newMachine();
    expect(await put('victim')).toMatchObject({ code: 'BAD_REQUEST', message: expect.stringContaining('no process') });
    await play(0, 7);
    const prompt = await victim();
    const asked = await entryWith('PredictionAsked', prompt);
    expect(asked.command).toMatchObject({ verb: 'ask', keeper: 'lab', topic: 'victim', about: 'victim' });
    expect(asked.actor).not.toBe('system');
    expect((await answer('ana', prompt, 'db')).code).toBeNull();
    expect((await answer('ben', prompt, 'web')).code).toBeNull();
    await play(7, 13);
    // Closed, or opened already.
    expect(['CONFLICT', 'NOT_FOUND']).toContain((await answer('ben', prompt, 'db')).code);
    const revealed = await entryWith('AnswersRevealed', prompt);
    expect(revealed.actor).toBe('system');
    const [question] = await past();
    expect(question).toMatchObject({ right: ['db'], keeper: 'lab', revealedAt: revealed.seq });
    expect(question?.answers.map((one) => one.answer)).toEqual(['db', 'web']);
    expect(question?.decidedAt).toBeGreaterThan(question?.answers.at(-1)?.sealedAt ?? Number.POSITIVE_INFINITY);
    await expect.poll(() => server.services.db.sealedAnswer.count({ where: { machineId } })).toBe(0);
    const { text } = await as.ben.send(`/api/machines/${machineId}/log.ndjson`);
    expect((await as.ben.mutate('log.verify', { text })).data).toMatchObject({ ok: true });
    expect((await put('victim')).code).toBeNull();
  });

  it('what happens once is decided by what the log shows, and is not put again afterwards', async () => {
    await newMachine();
    const prompt = (await put('piece')).data.prompt;
    await answer('ana', prompt, 'fifth');
    await answer('ben', prompt, 'sixth');
    await play(0);
    const revealed = await entryWith('AnswersRevealed', prompt);
    expect(revealed.facts).toMatchObject([{ right: 'sixth', decidedAt: expect.any(Number) }]);
    const kill = (await log()).find(({ facts }) => facts.some(({ type }) => type === 'VictimChosen'));
    expect((await past())[0]?.decidedAt).toBe(kill?.seq);
    expect(await put('piece')).toMatchObject({ code: 'CONFLICT' });
    await newMachine();
    await play(0);
    expect(await put('piece')).toMatchObject({
      code: 'CONFLICT',
      message: expect.stringContaining('happened already'),
    });
  });

  it('nobody opens anything while the answer of somebody is missing who may be here, and no one asks twice', async () => {
    await newMachine();
    await play(0, 7);
    const prompt = await victim();
    expect(await put('victim', as.ben)).toMatchObject({ code: 'CONFLICT' });
    await answer('ana', prompt, 'web');
    expect(await end(prompt)).toMatchObject({ code: 'PRECONDITION_FAILED', message: expect.stringContaining('1 of') });
    for (const procedure of ['close', 'reveal'])
      expect((await as.ana.mutate(`predictions.${procedure}`, { machineId, prompt })).code).toBe('FORBIDDEN');
    expect(JSON.stringify(await log())).not.toContain('PredictionClosed');
    await answer('ben', prompt, 'db');
    expect((await end(prompt)).code).toBeNull();
    const revealed = await entryWith('AnswersRevealed', prompt);
    expect(revealed.actor).toBe('system');
    expect((await entryWith('PredictionClosed', prompt)).actor).not.toBe('system');
    expect((await answer('ana', prompt, 'db')).code).toBe('NOT_FOUND');
    // A second asking would follow answers that everybody has seen.
    expect(await put('victim')).toMatchObject({ code: 'CONFLICT', message: expect.stringContaining('known already') });
    await play(7, 13);
    expect(await past()).toMatchObject([{ right: ['db'], answers: [{ answer: 'web' }, { answer: 'db' }] }]);
    expect((await put('victim')).code).toBeNull();
  });

  it('on a machine of one’s own the owner answers like all others, and is waited for', async () => {
    const [{ policy, settings } = expect.fail('no variant')] = LAB.variants;
    const started = await as.ana.mutate<{ machineId: string }>('labs.start', { slug: LAB.slug, policy, settings });
    ({ machineId } = started.data);
    await as.ana.mutate('machines.open', { machineId });
    const { prompt } = (await put('piece')).data;
    expect(await end(prompt)).toMatchObject({ code: 'PRECONDITION_FAILED', message: expect.stringContaining('owner') });
    expect((await past())[0]).toMatchObject({ question: expect.stringContaining('piece'), closedAt: null });
    expect((await answer('ana', prompt, 'sixth')).code).toBeNull();
    expect((await end(prompt)).code).toBeNull();
    await entryWith('AnswersRevealed', prompt);
    expect(await past()).toMatchObject([{ answers: [{ answer: 'sixth' }] }]);
  });

  it('of two who put it at the same moment one does', async () => {
    await newMachine();
    const both = await Promise.all([put('piece', as.ana), put('piece', as.ben)]);
    expect(both.map(({ code }) => code).sort()).toEqual(['CONFLICT', null]);
    expect(await past()).toHaveLength(1);
  });

  it('not what the lab has not, not from elsewhere, not where staff forbid it, not while the machine is concealed', async () => {
    await newMachine();
    for (const id of ['why', 'next', 'own', 'nothing']) expect((await put(id)).code).toBe('NOT_FOUND');
    expect((await put('piece', as.eve)).code).toBe('FORBIDDEN');
    const allow = (isAllowed: boolean, by: Browser = as.teacher) =>
      by.mutate('predictions.allow', { machineId, isAllowed });
    expect((await allow(true, as.ana)).code).toBe('FORBIDDEN');
    expect((await allow(false)).code).toBeNull();
    expect((await as.ana.query('machines.get', { machineId })).data).toMatchObject({ membersAsk: false });
    expect(await put('piece')).toMatchObject({ code: 'FORBIDDEN', message: expect.stringContaining('staff') });
    expect(await server.services.db.audit.count({ where: { action: 'machine.membersAsk', subject: machineId } })).toBe(
      1,
    );
    await allow(true);
    await as.teacher.mutate('replay.conceal', { machineId, afterSeq: 1 });
    expect((await put('piece')).code).toBe('PRECONDITION_FAILED');
    expect(await log()).toHaveLength(1);
    await as.teacher.mutate('replay.conceal', { machineId, afterSeq: null });
    const { prompt } = (await put('piece')).data;
    await as.teacher.mutate('replay.conceal', { machineId, afterSeq: 1 });
    for (const done of [await answer('ben', prompt, 'sixth'), await end(prompt)])
      expect(done.code).toBe('PRECONDITION_FAILED');
    expect(await past()).toEqual([]);
    expect(await past(as.teacher)).toMatchObject([{ prompt }]);
  });

  it('what staff put, staff end; what they say nothing about, the lab tells', async () => {
    await newMachine();
    const asked = await as.teacher.mutate<Asked>('predictions.ask', { kind: 'lab', machineId, promptId: 'piece' });
    const { prompt } = asked.data;
    await answer('ana', prompt, 'sixth');
    await answer('ben', prompt, 'sixth');
    expect((await end(prompt)).code).toBe('FORBIDDEN');
    await play(0);
    expect((await past())[0]).toMatchObject({ revealedAt: null });
    expect((await as.teacher.mutate('predictions.reveal', { machineId, prompt })).code).toBeNull();
    expect((await past())[0]).toMatchObject({ right: ['sixth'], answers: [{ answer: 'sixth' }, { answer: 'sixth' }] });
  });

  it('the past says who has answered, and not what, before it is opened', async () => {
    await newMachine();
    const { prompt } = (await put('piece')).data;
    await answer('ana', prompt, 'seventh');
    const asked = await past(as.ben);
    expect(asked).toMatchObject([{ prompt, answers: [], revealedAt: null, sealed: [{ at: expect.any(Number) }] }]);
    const [row] = await server.services.db.sealedAnswer.findMany({ where: { machineId } });
    expect(JSON.stringify(asked)).not.toContain(row?.salt);
    expect(JSON.stringify(asked)).not.toContain(row?.seal);
    expect(await past(as.ben, asked[0]?.askedAt)).toMatchObject([{ sealed: [] }]);
    expect(await past(as.ben, 1)).toEqual([]);
  });
});
