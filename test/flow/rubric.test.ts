import { randomUUID } from 'node:crypto';
import type { AutomaticItem, Rubric } from '@overcommit/coursework';
import type { RubricEffect } from '@overcommit/protocol/api';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { appRouter } from '../../src/server/api/root.ts';
import { exportLines } from '../../src/server/commands/log.ts';
import { rowIdOf } from '../../src/server/grading/index.ts';
import { gradedTeams } from '../../src/server/grading/teams.ts';
import { createJudge } from '../../src/server/grading/verdicts/judge.ts';
import { createTrials } from '../../src/server/grading/verdicts/trials.ts';
import { contextOf, makePerson, type Person } from '../access/people.ts';
import { startServer, type TestServer } from '../access/server.ts';
import { LAB, seedTeams } from '../fixtures/gradedCourse.ts';
import { withDatabase } from '../fixtures/postgres.ts';

const TEAMS = 8;
const database = withDatabase();
let server: TestServer;
let dana: Person;
let assignmentId = '';
let elsewhere = '';

const as = (person: Person) => appRouter.createCaller(contextOf(server.services, person));
const automatic = (change: Partial<AutomaticItem> = {}): AutomaticItem => ({
  ...{ kind: 'automatic', id: 'killed', title: 'Someone was killed', scope: 'group', outOf: 300 },
  ...{ earned: 'kills.size() > 0', evidence: 'kills' },
  ...change,
});
const withItem = (change: Partial<AutomaticItem>, id = 'everyone-acted'): Rubric => ({
  items: LAB.rubric.items.map((item) => (item.id === id ? ({ ...item, ...change } as AutomaticItem) : item)),
});
const tried = (item: AutomaticItem, logsOf = assignmentId) =>
  as(dana).rubric.try({ assignmentId, logsOf, from: 0, most: 64, item });

beforeAll(async () => {
  server = await startServer(database.appUrl);
  const { services } = server;
  dana = await makePerson(services, { name: 'Dana' });
  const other = await makePerson(services, { name: 'Other' });
  const staff = [{ userId: dana.id, role: 'instructor' as const }];
  const seeded = { prisma: services.db };
  assignmentId = await seedTeams(seeded, { staff, teams: TEAMS, members: 2, entries: 30 });
  elsewhere = await seedTeams(seeded, { staff: [{ userId: other.id, role: 'instructor' }], teams: 1 });
});
afterAll(() => server.close());

describe('an item that is tried', () => {
  it('on the logs of all groups names who earns it, and the entries', async () => {
    const { rows, groups } = await tried(automatic());
    expect(groups).toBe(TEAMS);
    expect(rows).toHaveLength(TEAMS);
    expect(rows[0]).toMatchObject({ verdict: 'earned', points: 300, name: null, machineId: expect.any(String) });
    expect(rows[0]?.evidence.length).toBeGreaterThan(0);
    const each = await tried(automatic({ scope: 'member', earned: 'caused.kills > 0' }));
    expect(each.rows).toHaveLength(TEAMS * 2);
    expect(new Set(each.rows.map(({ verdict }) => verdict))).toEqual(new Set(['earned', 'missed']));
  });

  it('reads no log again, unless it asks for the machine itself', async () => {
    const read = vi.spyOn(server.services.store, 'read');
    const machines = await server.services.db.machine.findMany({ where: { assignmentId }, select: { id: true } });
    const ids = new Set(machines.map(({ id }) => id));
    const logsRead = () => read.mock.calls.filter(([streamId]) => ids.has(streamId)).length;
    await tried(automatic({ earned: 'forks.exists(f, f.ok)' }));
    expect(logsRead()).toBe(0);
    const { rows } = await tried(automatic({ earned: 'commit(last).ramKb > 0', evidence: 'last' }));
    expect(rows.every(({ verdict }) => verdict === 'earned')).toBe(true);
    expect(logsRead()).toBe(TEAMS);
    read.mockRestore();
  });

  it('that cannot be evaluated says so, and one that takes too long is stopped', async () => {
    const { rows } = await tried(automatic({ earned: 'kills[99].seq > 0' }));
    expect(rows[0]).toMatchObject({ verdict: 'error', points: 0 });
    const trials = createTrials(server.services, createJudge({ deadlineMs: 1 }));
    const teams = await gradedTeams(server.services, assignmentId);
    const found = await trials.of(teams.slice(0, 1), { items: [automatic()] });
    await trials.close();
    const [figure] = Object.values(found.get(teams[0]?.teamId ?? '')?.items.killed ?? {});
    expect(figure).toMatchObject({ verdict: 'error', explanation: expect.stringContaining('longer than') });
  });

  it('is not tried on logs of a course where its author is no staff', async () => {
    await expect(tried(automatic(), elsewhere)).rejects.toMatchObject({ code: 'FORBIDDEN' });
    const sources = await as(dana).rubric.sources({ assignmentId });
    expect(sources.map((one) => one.assignmentId)).toEqual([assignmentId]);
  });

  it('on an uploaded log; a line that is no log is named', async () => {
    const { id: machineId } = await server.services.db.machine.findFirstOrThrow({ where: { assignmentId } });
    const lines: string[] = [];
    for await (const line of exportLines(server.services, { machineId, untilSeq: null })) lines.push(line);
    const text = lines.join('');
    const item = automatic({ scope: 'member', earned: 'size(mine) >= 5' });
    const good = await as(dana).rubric.tryLog({ assignmentId, text, item });
    expect(good).toMatchObject({ ok: true, rows: [{ verdict: 'earned' }, { verdict: 'earned' }] });
    const torn = text.split('\n').map((line, n) => (n === 4 ? line.slice(0, 20) : line));
    const bad = await as(dana).rubric.tryLog({ assignmentId, text: torn.join('\n'), item });
    expect(bad).toEqual({ ok: false, line: 5, message: expect.any(String) });
  });
});

describe('a rubric that changes in mid-grading', () => {
  const HARDER = { earned: 'size(mine) >= 100' };
  const preview = (rubric: Rubric, basedOn = 1): Promise<RubricEffect> =>
    as(dana).rubric.preview({ assignmentId, basedOn, rubric });

  it('says first what it does to whom, and changes nothing', async () => {
    const effect = await preview(withItem(HARDER));
    const students = TEAMS * 2;
    expect(effect).toMatchObject({ scores: students, up: 0 });
    expect(effect.down).toBe(effect.changes.length);
    expect(effect.down).toBeGreaterThan(0);
    expect(effect.words).toBe(`Changes ${effect.down} scores of ${students}: 0 up, ${effect.down} down.`);
    expect(effect.changes[0]).toMatchObject({ before: expect.any(Number), group: expect.stringContaining('1') });
    expect((await preview(LAB.rubric)).words).toBe(`Changes none of ${students} scores.`);
    expect(await as(dana).rubric.open({ assignmentId })).toMatchObject({ version: 1, versions: [] });
  });

  it('a wrong expression is refused with its item and column', async () => {
    await expect(preview(withItem({ earned: 'mine.all(e, e.vrb == "x")' }))).rejects.toMatchObject({
      code: 'BAD_REQUEST',
      message: expect.stringMatching(/Every member.*earned at column 15: No such key: vrb/),
    });
  });

  it('is a version and an event; points by hand stay, and changed items are looked at again', async () => {
    const [team] = await gradedTeams(server.services, assignmentId);
    const studentId = team?.members[0]?.userId ?? '';
    const rowId = await rowIdOf(server.services, assignmentId, { kind: 'student', id: studentId });
    const give = (itemId: string, points: number) =>
      as(dana).grading.setPoints({
        ...{ assignmentId, rowId, itemId, points, note: 'By hand.', expectedVersion: 0, commandId: randomUUID() },
      });
    await give('explanation', 450);
    await give('everyone-acted', 200);
    const rubric = withItem({ ...HARDER, outOf: 100 });
    expect((await preview(rubric)).notes).toEqual([
      expect.stringContaining('flagged for a second look'),
      expect.stringContaining('above the new maximum'),
    ]);
    const { version, words } = await as(dana).rubric.publish({ assignmentId, basedOn: 1, rubric });
    expect(version).toBe(2);
    const cellOf = async (itemId: string) => {
      const { rows } = await as(dana).grading.queue({ assignmentId, itemId });
      return rows.find((row) => row.rowId === rowId)?.cell;
    };
    expect(await cellOf('explanation')).toMatchObject({ points: 450, isFlagged: false });
    expect(await cellOf('everyone-acted')).toMatchObject({ points: 100, isFlagged: true });
    const opened = await as(dana).rubric.open({ assignmentId });
    expect(opened.versions).toMatchObject([
      { version: 2, by: 'Dana', effect: words },
      { version: 1, effect: '' },
    ]);
    expect(opened.rubric).toEqual(rubric);
    const first = await as(dana).rubric.version({ assignmentId, version: 1 });
    expect(JSON.parse(first.text)).toEqual(LAB.rubric);
    const events = await server.services.store.read(`grades:${assignmentId}`);
    expect(events.filter(({ type }) => type === 'RubricChanged')).toMatchObject([
      { data: { version: '2', effect: words, by: dana.id } },
    ]);
  });

  it('an instructor who has seen an older version is told, and writes nothing', async () => {
    const wish = { assignmentId, basedOn: 1, rubric: LAB.rubric };
    await expect(as(dana).rubric.publish(wish)).rejects.toMatchObject({ code: 'CONFLICT' });
    expect((await as(dana).rubric.open({ assignmentId })).version).toBe(2);
  });

  it('one that can no longer be read is shown as text with what is wrong, and can be replaced', async () => {
    const where = { id: assignmentId };
    const broken = { items: [{ ...LAB.rubric.items[0], outOf: 'many' }] };
    await server.services.db.assignment.update({ where, data: { rubric: broken } });
    const opened = await as(dana).rubric.open({ assignmentId });
    expect(opened).toMatchObject({ rubric: null, problem: expect.stringContaining('items.0.outOf') });
    expect(JSON.parse(opened.text)).toEqual(broken);
    await expect(as(dana).grading.open({ assignmentId })).rejects.toMatchObject({
      code: 'PRECONDITION_FAILED',
      message: expect.stringContaining('items.0.outOf'),
    });
    expect((await as(dana).assignments.get({ assignmentId })).rubric).toEqual([]);
    await as(dana).rubric.publish({ assignmentId, basedOn: 2, rubric: LAB.rubric });
    expect((await as(dana).rubric.open({ assignmentId })).version).toBe(3);
  });
});
