import { randomUUID } from 'node:crypto';
import type { Rubric } from '@overcommit/coursework';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { gradedTeams } from '../../src/server/grading/teams.ts';
import type { Verdicts } from '../../src/server/grading/types.ts';
import { createVerdicts } from '../../src/server/grading/verdicts/index.ts';
import { createJudge } from '../../src/server/grading/verdicts/judge.ts';
import { makeCourse, makePerson, type Person } from '../access/people.ts';
import { LAB, startServer, type TestServer } from '../access/server.ts';
import { withDatabase } from '../fixtures/postgres.ts';

const database = withDatabase();
let server: TestServer;
let ana: Person;
let course: Awaited<ReturnType<typeof makeCourse>>;
const made: Verdicts[] = [];

beforeAll(async () => {
  server = await startServer(database.appUrl);
  const { services } = server;
  ana = await makePerson(services, { name: 'Ana' });
  const dana = await makePerson(services, { name: 'Dana' });
  course = await makeCourse(services, { staff: [[dana, 'instructor']], members: [ana] });
  await type('spawn db');
});
afterAll(async () => {
  for (const one of made) await one.close();
  await server.close();
});

async function type(line: string): Promise<void> {
  const { machineId } = course;
  const seat = await server.services.db.seat.findFirstOrThrow({ where: { machineId, userId: ana.id } });
  const done = await server.services.rooms.dispatch({ machineId, commandId: randomUUID(), line }, seat.actorId);
  expect(done.ok, line).toBe(true);
}

/** As after a restart: nothing is remembered but what is in the database. */
function verdicts(judge = createJudge()): Verdicts {
  const one = createVerdicts(server.services, judge);
  made.push(one);
  return one;
}
const ourTeam = async () => {
  const team = (await gradedTeams(server.services, course.assignmentId)).find(({ name }) => name === 'Ours');
  if (!team) throw new Error('there is no team');
  return team;
};

const SLOW: Rubric = {
  items: [{ kind: 'automatic', id: 'slow', title: 'Slow', scope: 'group', outOf: 100, earned: 'last > 0' }],
};

describe('verdicts', () => {
  it('of the same work are worked out once, over restarts, and asked for at the same moment', async () => {
    const team = await ourTeam();
    const first = verdicts();
    const [one, two] = await Promise.all([first.of(team, LAB.rubric), first.of(team, LAB.rubric)]);
    expect(two).toEqual(one);
    expect(one.items['everyone-acted']?.[ana.id]).toMatchObject({ verdict: 'partly', evidence: [expect.any(Number)] });
    expect(one.credit[ana.id]).toMatchObject({ commands: 1, suffered: { kills: 0 } });
    expect(await first.of(team, LAB.rubric)).toEqual(one);
    expect(first.judged()).toBe(1);
    const again = verdicts();
    expect((await again.known([team], LAB.rubric)).get(team.teamId)).toEqual(one);
    expect(await again.of(team, LAB.rubric)).toEqual(one);
    expect(again.judged()).toBe(0);
  });

  it('are worked out anew when the work goes on, and for an item whose text is another', async () => {
    await type('spawn web');
    const service = verdicts();
    expect((await service.of(await ourTeam(), LAB.rubric)).credit[ana.id]).toMatchObject({ commands: 2 });
    expect(service.judged()).toBe(1);
    const renamed: Rubric = { items: LAB.rubric.items.map((item) => ({ ...item, title: `New: ${item.title}` })) };
    await service.of(await ourTeam(), renamed);
    expect(service.judged()).toBe(1);
    const changed: Rubric = {
      items: LAB.rubric.items.map((item) => (item.id === 'everyone-acted' ? { ...item, outOf: 400 } : item)),
    };
    expect((await service.of(await ourTeam(), changed)).items['everyone-acted']?.[ana.id]?.points).toBeGreaterThan(200);
    expect(service.judged()).toBe(2);
  });

  it('can be deleted: they come to the same', async () => {
    const before = await verdicts().of(await ourTeam(), LAB.rubric);
    await server.services.db.verdict.deleteMany({});
    expect(await verdicts().of(await ourTeam(), LAB.rubric)).toEqual(before);
  });

  it('are filled in with progress', async () => {
    await server.services.db.verdict.deleteMany({});
    const teams = await gradedTeams(server.services, course.assignmentId);
    const seen: number[] = [];
    await verdicts().fill(teams, LAB.rubric, (done) => seen.push(done));
    expect(seen).toEqual([0, ...teams.map((_, index) => index + 1)]);
  });

  it('that take too long say so, give no points, are not kept, and stop no other', async () => {
    const service = verdicts(createJudge({ deadlineMs: 1 }));
    const team = await ourTeam();
    const found = await service.of(team, SLOW);
    expect(found.items.slow?.[ana.id]).toMatchObject({
      verdict: 'error',
      points: 0,
      explanation: expect.stringContaining('longer than'),
    });
    expect((await service.known([team], SLOW)).size).toBe(0);
    const after = verdicts(createJudge());
    expect((await after.of(team, SLOW)).items.slow?.[ana.id]).toMatchObject({ verdict: 'earned' });
  });
});
