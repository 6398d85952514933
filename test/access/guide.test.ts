import type { GuideShape } from '@overcommit/protocol/api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withDatabase } from '../fixtures/postgres.ts';
import { makeCourse, makePerson, PASSWORD, type Person } from './people.ts';
import { type Browser, LAB, openBrowser, startServer, type TestServer } from './server.ts';

type Hand = 'ana' | 'ben';
const HANDS: Hand[] = ['ana', 'ben'];

describe('a handout that leads', () => {
  const database = withDatabase();
  let server: TestServer;
  let as: Record<'teacher' | 'ana' | 'ben' | 'tess', Browser>;
  let people: Record<'teacher' | 'ana' | 'ben' | 'tess', Person>;
  let machineId: string;

  beforeAll(async () => {
    server = await startServer(database.appUrl);
    const make = (name: string) => makePerson(server.services, { name, hasPassword: true });
    const signIn = async ({ email }: Person) => {
      const browser = openBrowser(server.origin);
      expect((await browser.signIn(email, PASSWORD)).status).toBe(200);
      return browser;
    };
    people = {
      teacher: await make('Teacher'),
      ana: await make('Ana'),
      ben: await make('Ben'),
      tess: await make('Tess'),
    };
    as = {
      ...{ teacher: await signIn(people.teacher), ana: await signIn(people.ana) },
      ...{ ben: await signIn(people.ben), tess: await signIn(people.tess) },
    };
    ({ machineId } = await makeCourse(server.services, {
      staff: [[people.teacher, 'instructor']],
      members: [people.ana, people.ben],
    }));
    for (const of of [as.teacher, as.ana, as.ben]) await of.mutate('machines.open', { machineId });
  });
  afterAll(() => server.close());

  const guide = async (of: Browser = as.ana, id = machineId) =>
    (await of.query<GuideShape>('guide.get', { machineId: id })).data;
  const states = ({ steps }: GuideShape) => Object.fromEntries(steps.map(({ id, state }) => [id, state]));
  const skip = (of: Browser, stepId: string, isSkipped = true) =>
    of.mutate('guide.skip', { machineId, stepId, isSkipped });
  const send = async (from: number, to: number) => {
    for (const { hand, line } of LAB.story.slice(from, to)) {
      const input = { machineId, commandId: crypto.randomUUID(), seenSeq: 0, line };
      expect((await as[hand as Hand].mutate('machines.submit', input)).data, line).toMatchObject({ ok: true });
    }
  };
  const predict = async (id: string, choice: string) => {
    const { data } = await as.ana.mutate<{ prompt: string }>('predictions.putLab', {
      machineId: id,
      promptId: 'victim',
    });
    for (const hand of HANDS)
      expect(
        (await as[hand].mutate('predictions.answer', { machineId: id, prompt: data.prompt, answer: choice })).status,
      ).toBe(200);
  };

  it('begins with nothing done, and holds back what gives the answer away; no predicate is sent', async () => {
    const { data, text } = await as.ana
      .query<GuideShape>('guide.get', { machineId })
      .then(async (answer) => ({ ...answer, text: JSON.stringify(answer) }));
    expect(new Set(Object.values(states(data)))).toEqual(new Set(['open']));
    expect(data).toMatchObject({ isHeld: true, texts: null, title: LAB.plainTitle, mayLead: false, again: null });
    expect(text).not.toMatch(/doneWhen|kills\.|entries\.|guidance/);
    const { data: open } = await as.tess.query<object>('labs.get', { slug: LAB.slug });
    expect(JSON.stringify(open)).not.toMatch(/doneWhen|guidance|"rubric"|"outcome"|misconception/);
  });

  it('the answer key goes to those who teach, and to no student', async () => {
    const key = async (of: Browser) =>
      (await of.query<{ answers: { question: string; shownBy: unknown[] }[] } | null>('labs.key', { slug: LAB.slug }))
        .data;
    expect(await key(as.ana)).toBeNull();
    const answers = (await key(as.teacher))?.answers ?? [];
    expect(answers.map(({ question }) => question)).toContain(
      'When memory runs out under Linux 6.1, which process dies?',
    );
    expect(answers.every(({ shownBy }) => shownBy.length > 0)).toBe(true);
  });

  it('a step is done for everybody once the log shows it, whoever did it', async () => {
    await send(0, 5);
    for (const of of [as.ana, as.ben, as.teacher])
      expect(states(await guide(of))).toMatchObject({ database: 'done', backup: 'done', web: 'open', predict: 'open' });
  });

  it('a step may be passed over by anyone, and that can be taken back; a question only by who leads', async () => {
    expect((await skip(as.ben, 'web')).status).toBe(200);
    expect(states(await guide())).toMatchObject({ web: 'skipped' });
    expect((await skip(as.ana, 'web', false)).status).toBe(200);
    expect(states(await guide())).toMatchObject({ web: 'open' });
    expect((await skip(as.ana, 'predict')).code).toBe('FORBIDDEN');
    expect((await skip(as.ana, 'made-up')).code).toBe('NOT_FOUND');
    expect((await skip(as.teacher, 'predict')).status).toBe(200);
    expect(await guide()).toMatchObject({ isHeld: false, title: LAB.title });
    expect((await skip(as.teacher, 'predict', false)).status).toBe(200);
    expect(await guide()).toMatchObject({ isHeld: true });
  });

  it('once all have answered, nothing is held back any more', async () => {
    await send(5, 7);
    await predict(machineId, 'db');
    const now = await guide(as.ben);
    expect(states(now)).toMatchObject({ web: 'done', predict: 'done', touch: 'open' });
    expect(now).toMatchObject({ isHeld: false, title: LAB.title, texts: { claim: LAB.claim } });
    await send(7, LAB.story.length);
    expect(states(await guide())).toMatchObject({ touch: 'done', again: 'open' });
  });

  it('under another kernel the group’s own lines are sent again, up to the question, which is asked anew', async () => {
    const { data } = await as.ben.mutate<{ machineId: string }>('guide.again', {
      machineId,
      stepId: 'again',
      under: 'solaris',
    });
    expect(states(await guide())).toMatchObject({ again: 'done' });
    const next = data.machineId;
    for (const hand of HANDS) await as[hand].mutate('machines.open', { machineId: next });
    const resend = () => as.ana.mutate<{ isLeft: boolean }>('guide.resend', { machineId: next });
    for (let sent = 0; sent < 7; sent += 1) expect((await resend()).data).toEqual({ isLeft: true });
    const waiting = await guide(as.ana, next);
    expect(waiting).toMatchObject({ isHeld: true, title: LAB.plainTitle, again: { waitsFor: 'predict' } });
    expect((await resend()).code).toBe('PRECONDITION_FAILED');
    const first = waiting.again?.rows.find(({ differs }) => differs);
    expect(first).toMatchObject({ line: 'fork db bgsave', was: { answer: 'ok' }, now: { answer: 'ENOMEM' } });
    await predict(next, 'nobody');
    let isLeft = true;
    while (isLeft) isLeft = (await resend()).data.isLeft;
    const { again } = await guide(as.ben, next);
    expect(again?.rows.every(({ now }) => now !== null)).toBe(true);
    expect(again?.rows.map(({ line }) => line)).toHaveLength(LAB.story.length);
    expect(again).toMatchObject({
      was: { machineId, name: 'Linux 6.1, overcommit 0 (guess)', killed: [{ process: 'db' }] },
      now: { name: 'Solaris 10 (strict)', killed: [] },
      waitsFor: null,
    });
    expect((await resend()).data).toEqual({ isLeft: false });
  });

  it('on a machine of one’s own only its owner starts it again; nothing is sent again where nothing is to be', async () => {
    const { data } = await as.tess.mutate<{ machineId: string }>('labs.start', { slug: 'the-knobs' });
    await as.tess.mutate('machines.open', { machineId: data.machineId });
    const { data: share } = await as.tess.mutate<{ code: string }>('machines.share', { machineId: data.machineId });
    await as.ana.mutate('machines.joinByCode', { code: share.code });
    await as.ana.mutate('machines.open', { machineId: data.machineId });
    const again = (of: Browser, under: string) =>
      of.mutate<{ machineId: string }>('guide.again', { machineId: data.machineId, stepId: 'again', under });
    expect((await again(as.ana, 'ratio-80')).code).toBe('FORBIDDEN');
    expect((await again(as.tess, 'ratio-81')).code).toBe('NOT_FOUND');
    expect((await as.ana.mutate('guide.resend', { machineId: data.machineId })).code).toBe('BAD_REQUEST');
    const { data: made } = await again(as.tess, 'ratio-80');
    const { data: info } = await as.tess.query<{ spec: object }>('machines.get', { machineId: made.machineId });
    expect(info.spec).toMatchObject({ settings: { 'vm/overcommit_memory': '2', 'vm/overcommit_ratio': '80' } });
  });
});
