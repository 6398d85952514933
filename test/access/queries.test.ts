import { TRPCError } from '@trpc/server';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { appRouter } from '../../src/server/api/root.ts';
import { withDatabase } from '../fixtures/postgres.ts';
import { ASSIGNMENT, contextOf, makeCourse, makePerson, type Person } from './people.ts';
import { LAB, startServer, type TestServer } from './server.ts';

type Scene = {
  machineId: string;
  courseId: string;
  assignmentId: string;
  variationId: string;
  rowId: string;
  labId: string;
  code: string;
};

/** For every query an input that has an answer. */
const INPUTS: Record<string, (scene: Scene) => unknown> = {
  'me.get': () => undefined,
  'me.grades': () => undefined,
  'me.data': () => undefined,
  'labs.list': () => undefined,
  'labs.get': () => ({ slug: 'the-database-dies' }),
  'labs.key': () => ({ slug: 'the-database-dies' }),
  'machines.list': () => undefined,
  'machines.listPutAway': () => undefined,
  'machines.get': ({ machineId }) => ({ machineId }),
  'machines.aboutCode': ({ code }) => ({ code }),
  'guide.get': ({ machineId }) => ({ machineId }),
  'predictions.mine': ({ machineId }) => ({ machineId }),
  'predictions.past': ({ machineId }) => ({ machineId, atSeq: 100 }),
  'log.page': ({ machineId }) => ({ machineId, afterSeq: 0, limit: 10 }),
  'log.snapshot': ({ machineId }) => ({ machineId, atSeq: 10 }),
  'comments.list': ({ machineId }) => ({ machineId }),
  'replay.about': ({ machineId }) => ({ machineId }),
  'variations.list': ({ machineId }) => ({ machineId }),
  'variations.page': ({ machineId, variationId }) => ({ machineId, variationId, after: 0 }),
  'courses.list': () => undefined,
  'courses.archived': () => undefined,
  'courses.invited': ({ courseId }) => ({ courseId }),
  'courses.get': ({ courseId }) => ({ courseId }),
  'wall.get': ({ courseId }) => ({ courseId }),
  'assignments.get': ({ assignmentId }) => ({ assignmentId }),
  'assignments.board': ({ assignmentId }) => ({ assignmentId }),
  'assignments.editor': ({ assignmentId }) => ({ assignmentId }),
  'assignments.preview': ({ assignmentId }) => ({ assignmentId, ...ASSIGNMENT }),
  'assignments.ofMachine': ({ machineId }) => ({ machineId }),
  'ownLabs.list': () => undefined,
  'ownLabs.open': ({ labId }) => ({ labId }),
  'rubric.open': ({ assignmentId }) => ({ assignmentId }),
  'rubric.version': ({ assignmentId }) => ({ assignmentId, version: 1 }),
  'rubric.sources': ({ assignmentId }) => ({ assignmentId }),
  'grading.open': ({ assignmentId }) => ({ assignmentId }),
  'grades.mine': ({ assignmentId }) => ({ assignmentId }),
  'grades.regrades': ({ assignmentId }) => ({ assignmentId }),
  'grades.gradebook': ({ courseId }) => ({ courseId }),
  'grading.queue': ({ assignmentId }) => ({ assignmentId, itemId: 'explanation' }),
  'grading.row': ({ assignmentId, rowId }) => ({ assignmentId, rowId }),
  'grading.remarks': ({ assignmentId }) => ({ assignmentId, itemId: 'explanation' }),
  'admin.users': () => ({}),
  'admin.storage': () => undefined,
  'admin.system': () => undefined,
};

type Procedure = { _def: { type: 'query' | 'mutation' | 'subscription' } };
const QUERIES = Object.entries(appRouter._def.procedures as unknown as Record<string, Procedure>)
  .filter(([, procedure]) => procedure._def.type === 'query')
  .map(([name]) => name);

/** The same database over connections on which every statement that writes fails. */
function readOnly(url: string): string {
  const changed = new URL(url);
  changed.searchParams.set('options', '-c default_transaction_read_only=on');
  return changed.href;
}

describe('a query never writes', () => {
  const database = withDatabase();
  let reader: TestServer;
  let scene: Scene;
  let people: Person[];
  const complaints: unknown[] = [];

  beforeAll(async () => {
    const writer = await startServer(database.appUrl);
    const { services } = writer;
    const [teacher, ana, host] = [
      await makePerson(services, { name: 'Teacher' }),
      await makePerson(services, { name: 'Ana' }),
      await makePerson(services, { name: 'Host', role: 'host' }),
    ];
    people = [teacher, ana, host];
    const course = await makeCourse(services, { staff: [[teacher, 'instructor']], members: [ana] });
    const [staff, member] = [teacher, ana].map((one) => appRouter.createCaller(contextOf(services, one)));
    if (!staff || !member) throw new Error('nobody is there');
    const { machineId, assignmentId } = course;
    // The keeper of questions stops here, so that the question below stays closed and is not revealed.
    await services.lab.close();
    await member.machines.submit({ machineId, commandId: crypto.randomUUID(), seenSeq: 0, line: 'spawn db' });
    const { prompt } = await member.predictions.putLab({ machineId, promptId: 'piece' });
    await member.predictions.answer({ machineId, prompt, answer: 'sixth' });
    await member.predictions.end({ machineId, prompt });
    await member.comments.add({ machineId, seq: 1, text: 'Why?' });
    const { id: variationId } = await member.variations.create({
      machineId,
      name: 'What if',
      plan: { from: 0, policy: 'solaris-10' },
    });
    await member.assignments.handIn({ assignmentId });
    await staff.rubric.publish({ assignmentId, basedOn: 1, rubric: LAB.rubric });
    await staff.grading.release({ assignmentId, isReleased: true });
    const { rows } = await staff.grading.queue({ assignmentId, itemId: 'explanation' });
    const { labId } = await staff.ownLabs.create();
    const { code } = await staff.machines.share({ machineId });
    scene = { ...course, variationId, rowId: rows[0]?.rowId ?? '', labId, code };
    await writer.close();
    reader = await startServer(readOnly(database.appUrl));
    for (const level of ['warn', 'error'] as const)
      vi.spyOn(reader.services.log, level).mockImplementation((...said) => void complaints.push(said));
  });
  afterAll(() => reader.close());

  it('every query has its line in this test', () => {
    expect(Object.keys(INPUTS).sort()).toEqual([...QUERIES].sort());
  });

  it('the connections refuse a write', async () => {
    const write = reader.services.db.course.create({ data: { id: crypto.randomUUID(), name: 'Another' } });
    await expect(write).rejects.toThrow(/read-only/);
  });

  it.each(QUERIES)('%s', async (name) => {
    const outcomes = await Promise.all(people.map((person) => outcomeOf(person, name)));
    expect(outcomes).toContain('answered');
    expect(outcomes.filter((outcome) => outcome !== 'answered' && outcome !== 'FORBIDDEN')).toEqual([]);
  });

  it('nothing that a query set off wanted to write later', async () => {
    await reader.services.lab.close();
    expect(complaints).toEqual([]);
  });

  /** `answered`, or the code of the error. The teacher and the host have never opened the machine. */
  async function outcomeOf(person: Person, name: string): Promise<string> {
    const caller = appRouter.createCaller(contextOf(reader.services, person)) as unknown as Record<
      string,
      Record<string, (input: unknown) => Promise<unknown>>
    >;
    const [router = '', procedure = ''] = name.split('.');
    try {
      await caller[router]?.[procedure]?.(INPUTS[name]?.(scene));
      return 'answered';
    } catch (error) {
      return error instanceof TRPCError ? `${error.code}` : String(error);
    }
  }
});
