import {
  applyEntry,
  boot,
  digest,
  evolve,
  type Fact,
  type LaneReport,
  type LaneRow,
  type MachineSpec,
  recordedLane,
  replay,
  vary,
} from '@overcommit/engine';
import { summarise } from '@overcommit/reading';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { VARIATION_LIMITS } from '../../src/server/variations/make.ts';
import { withDatabase } from '../fixtures/postgres.ts';
import { makeCourse, makePerson, PASSWORD, type Person, seatPerson } from './people.ts';
import { type Browser, openBrowser, startServer, type TestServer } from './server.ts';

type Saved = {
  id: string;
  name: string;
  isShared: boolean;
  isMine: boolean;
  isEdited: boolean;
  mayChange: boolean;
  mainSeq: number;
  rowCount: number;
  report: LaneReport;
};
type Page = { from: number; spec: MachineSpec; onset: Fact[]; rows: LaneRow[]; rowCount: number };

const LINES = ['spawn mine', 'mmap mine h 60M rw private', 'touch mine h', 'fork mine copy', 'touch copy h'];
const STRICT = { from: 0, settings: { 'vm/overcommit_memory': '2', 'vm/overcommit_ratio': '20' } };

describe('variations', () => {
  const database = withDatabase();
  let server: TestServer;
  const people: Record<string, Person> = {};
  const browsers: Record<string, Browser> = {};
  let course: Awaited<ReturnType<typeof makeCourse>>;

  const of = (who: string): Browser => browsers[who] as Browser;
  const here = () => ({ machineId: course.machineId });
  const list = async (who: string) => (await of(who).query<Saved[]>('variations.list', here())).data;
  const create = (who: string, input: Record<string, unknown> = {}) =>
    of(who).mutate<Saved>('variations.create', { ...here(), name: 'Strict', plan: STRICT, ...input });
  const page = (who: string, variationId: string, after = 0, limit = 500) =>
    of(who).query<Page>('variations.page', { ...here(), variationId, after, limit });
  const act = (who: string, verb: string, variationId: string, more: Record<string, unknown> = {}) =>
    of(who).mutate(`variations.${verb}`, { ...here(), variationId, ...more });
  const log = async () => {
    const { entries, header } = await server.services.rooms.page(course.machineId, 0, 500);
    return { spec: header.machine.spec, entries };
  };

  beforeAll(async () => {
    server = await startServer(database.appUrl);
    for (const name of ['Teacher', 'Ana', 'Ben', 'Other', 'Stranger']) {
      const person = await makePerson(server.services, { name, hasPassword: true });
      people[name] = person;
      const browser = openBrowser(server.origin);
      expect((await browser.signIn(person.email, PASSWORD)).status).toBe(200);
      browsers[name] = browser;
    }
  });
  beforeEach(async () => {
    const { Teacher, Ana, Ben, Other } = people as Record<string, Person>;
    course = await makeCourse(server.services, {
      staff: [[Teacher as Person, 'instructor']],
      members: [Ana as Person, Ben as Person],
      others: [Other as Person],
    });
    await seatPerson(server.services, course.machineId, Ana as Person);
    for (const line of LINES)
      await of('Ana').mutate('machines.submit', { ...here(), commandId: crypto.randomUUID(), seenSeq: 0, line });
  });
  afterAll(() => server.close());

  it('is carried out by the server, saved as a stream of its own, and folds to what the engine makes of it', async () => {
    const main = await log();
    const saved = (await create('Ana')).data;
    expect(saved).toMatchObject({ name: 'Strict', isShared: false, isMine: true, isEdited: false });
    expect(saved.mainSeq).toBe(main.entries.length);
    const own = vary(main, STRICT);
    expect(saved.report).toEqual(JSON.parse(JSON.stringify(own.report)));
    const first = (await page('Ana', saved.id, 0, 3)).data;
    const rest = (await page('Ana', saved.id, 3)).data;
    const rows = [...first.rows, ...rest.rows];
    expect(rows).toEqual(JSON.parse(JSON.stringify(own.rows)));
    expect(rows).toHaveLength(saved.rowCount);
    const machine = boot(first.spec);
    for (const fact of first.onset) evolve(machine, fact);
    for (const row of rows) if (row.state === 'done') applyEntry(machine, row.entry);
    expect(digest(machine)).toBe(digest(own.machine));
    const stream = await server.services.store.stream(saved.id);
    expect(stream).toMatchObject({
      kind: 'variation',
      header: { parent: { ...here(), seq: main.entries.length, hash: main.entries.at(-1)?.hash }, plan: STRICT },
    });
    expect(summarise({ main: recordedLane(main, ''), lane: saved.report }).join(' ')).toMatch(/ENOMEM/);
  });

  it('never writes to its machine: same version, same hash, same fold', async () => {
    const { store } = server.services;
    const before = await store.head(course.machineId);
    const main = await log();
    const { id } = (await create('Ana', { plan: { from: 3, policy: 'solaris-10' } })).data;
    await act('Ana', 'rename', id, { name: 'Otherwise' });
    await act('Ana', 'remove', id);
    expect(await store.head(course.machineId)).toEqual(before);
    const after = await log();
    expect(digest(replay(after.spec, after.entries))).toBe(digest(replay(main.spec, main.entries)));
  });

  it('a private one is its owner’s and the staff’s, a shared one everybody’s at the machine', async () => {
    const { id } = (await create('Ana')).data;
    expect((await list('Ana')).map((one) => one.id)).toEqual([id]);
    expect((await list('Teacher')).map((one) => [one.isMine, one.mayChange])).toEqual([[false, true]]);
    expect(await list('Ben')).toEqual([]);
    for (const verb of ['rename', 'share', 'remove', 'restore'])
      expect((await act('Ben', verb, id, { name: 'x', isShared: true })).code).toBe('NOT_FOUND');
    expect((await page('Ben', id)).code).toBe('NOT_FOUND');
    for (const who of ['Other', 'Stranger']) {
      expect((await of(who).query('variations.list', here())).code).toBe('FORBIDDEN');
      expect((await create(who)).code).toBe('FORBIDDEN');
      expect((await page(who, id)).code).toBe('FORBIDDEN');
      expect((await act(who, 'remove', id)).code).toBe('FORBIDDEN');
    }
    expect((await act('Teacher', 'share', id, { isShared: true })).code).toBe('FORBIDDEN');
    await act('Ana', 'share', id, { isShared: true });
    expect((await list('Ben')).map((one) => [one.id, one.isMine, one.mayChange])).toEqual([[id, false, false]]);
    expect((await page('Ben', id)).data.rowCount).toBeGreaterThan(0);
    expect((await act('Ben', 'rename', id, { name: 'Mine' })).code).toBe('FORBIDDEN');
    expect((await act('Ben', 'remove', id)).code).toBe('FORBIDDEN');
  });

  it('a removed one is gone for everybody until it is put back', async () => {
    const { id } = (await create('Ana', { isShared: true })).data;
    await act('Ana', 'remove', id);
    expect(await list('Teacher')).toEqual([]);
    expect((await page('Ana', id)).code).toBe('NOT_FOUND');
    expect((await act('Ana', 'rename', id, { name: 'x' })).code).toBe('NOT_FOUND');
    expect((await act('Ben', 'restore', id)).code).toBe('FORBIDDEN');
    await act('Ana', 'restore', id);
    expect((await list('Ben')).map((one) => one.id)).toEqual([id]);
    await act('Teacher', 'remove', id);
    const written = await server.services.db.audit.findMany({ where: { subject: id } });
    expect(written).toMatchObject([{ action: 'variation.remove', actor: people.Teacher?.id }]);
  });

  it('an id of another machine is no id', async () => {
    const { id } = (await create('Ana', { isShared: true })).data;
    const elsewhere = { machineId: course.otherMachineId, variationId: id };
    expect((await of('Other').query('variations.page', { ...elsewhere, after: 0 })).code).toBe('NOT_FOUND');
    expect((await of('Teacher').mutate('variations.remove', elsewhere)).code).toBe('NOT_FOUND');
  });

  it('inputs can be edited, in lines; students put in inputs of their own only', async () => {
    const main = await log();
    const at = main.entries.find(({ command }) => command.verb === 'fork')?.seq ?? 0;
    const plan = {
      from: at - 1,
      edits: [
        { kind: 'change', seq: at, line: 'vfork mine copy' },
        { kind: 'insert', after: at, line: 'exec copy' },
      ],
    };
    const { id, isEdited } = (await create('Ana', { plan })).data;
    expect(isEdited).toBe(true);
    expect((await page('Ana', id)).data.rows.map((row) => row.mark)).toEqual(['changed', 'inserted', 'recorded']);
    const insert = (line: string, actorId?: string) => ({
      plan: { from: 2, edits: [{ kind: 'insert', after: 2, line, actorId }] },
    });
    expect((await create('Ana', insert('sysctl vm/swappiness 1', 'system'))).code).toBe('FORBIDDEN');
    expect((await create('Teacher', insert('spawn x', 'system'))).code).toBe('BAD_REQUEST');
    expect((await create('Ana', insert('no such line'))).code).toBe('BAD_REQUEST');
    // A variation has the bounds of a live machine's command.
    for (const line of ['tick 101', 'tick 100000']) {
      expect(await create('Ana', insert(line))).toMatchObject({
        code: 'BAD_REQUEST',
        message: expect.stringMatching(/at most 100 ticks/),
      });
      const change = { plan: { from: 2, edits: [{ kind: 'change', seq: at, line }] } };
      expect((await create('Ana', change)).code).toBe('BAD_REQUEST');
    }
    const ana = main.entries.find(({ command }) => command.verb === 'spawn')?.actor;
    expect((await create('Teacher', insert('spawn theirs', ana))).code).toBeNull();
  });

  it('a plan that makes no sense is refused in words, and leaves nothing behind', async () => {
    const refused = async (plan: unknown) => {
      const answer = await create('Ana', { plan });
      return [answer.code, answer.message];
    };
    expect(await refused({ from: 999 })).toEqual(['BAD_REQUEST', expect.stringMatching(/no entry 999/)]);
    expect(await refused({ from: 2, memKb: 262_144 })).toEqual(['BAD_REQUEST', expect.stringMatching(/from entry 0/)]);
    expect(await refused({ from: 0, settings: { 'vm/nope': '1' } })).toEqual([
      'BAD_REQUEST',
      expect.stringMatching(/no tunable/),
    ]);
    expect(await list('Ana')).toEqual([]);
  });

  it('what is concealed of the log is in no variation that a student makes or sees', async () => {
    const early = (await create('Ben', { isShared: true })).data;
    const all = await log();
    await of('Teacher').mutate('replay.conceal', { ...here(), afterSeq: 3 });
    expect(await list('Ana')).toEqual([]);
    expect((await page('Ben', early.id)).code).toBe('NOT_FOUND');
    const { id, mainSeq } = (await create('Ana')).data;
    expect(mainSeq).toBe(3);
    expect((await page('Ana', id)).data.rows.every((row) => row.at <= 3)).toBe(true);
    expect((await list('Teacher')).map((one) => one.mainSeq)).toEqual([all.entries.length, 3]);
  });

  it('is made one at a time for each person, and has no control characters in its settings', async () => {
    const { rooms } = server.services;
    const read = rooms.page;
    let second: string | null = null;
    // While the first one reads the log, another comes.
    rooms.page = async (...asked) => {
      rooms.page = read;
      second = (await create('Teacher')).code;
      return read(...asked);
    };
    expect([(await create('Teacher')).code, second]).toEqual([null, 'TOO_MANY_REQUESTS']);
    for (const rule of ['rss\u0000', '"\u001b[2J" == name', 'rss \ud800'])
      expect((await create('Ana', { plan: { from: 0, settings: { 'killer/rule': rule } } })).code).toBe('BAD_REQUEST');
  });

  it('there is an end to how many somebody keeps and makes', async () => {
    const { db } = server.services;
    const { id, machineId, ownerId, ...row } = await db.variation.findFirstOrThrow({
      where: { id: (await create('Ben')).data.id },
    });
    expect(id).toBeTruthy();
    await db.variation.createMany({
      data: Array.from({ length: VARIATION_LIMITS.ofPerson - 1 }, () => ({
        ...row,
        id: crypto.randomUUID(),
        machineId,
        ownerId,
        plan: {},
        report: {},
      })),
    });
    expect(await create('Ben')).toMatchObject({ code: 'FORBIDDEN', message: expect.stringMatching(/you can keep 30/) });
    let last = await create('Ben');
    for (let n = 0; n < 25 && last.code !== 'TOO_MANY_REQUESTS'; n += 1) last = await create('Ben');
    expect(last).toMatchObject({
      code: 'TOO_MANY_REQUESTS',
      message: expect.stringMatching(/Try again in \d+ seconds/),
    });
  });
});
