/** What the gradebook of five hundred students costs, beside reading the same assignment's grade events. */
import { randomUUID } from 'node:crypto';
import type { GradeEvent, ReleasedStudent } from '@overcommit/coursework';
import { findTaughtLab, type TaughtLab } from '@overcommit/handbook/teaching';
import type { DatabaseAccess } from '../../src/server/database/index.ts';
import { createVerdicts, openGradebook } from '../../src/server/grading/index.ts';
import { createPostgresStore } from '../../src/server/store/index.ts';

const STUDENTS = 500;
const ROUNDS = 7;
const LAB = findTaughtLab('the-database-dies') as TaughtLab;
const { items } = LAB.rubric;
/** With the bonus. */
const FULL = items.reduce((sum, item) => sum + item.outOf, 0);

const middle = (all: number[]): number => [...all].sort((a, b) => a - b)[Math.floor(all.length / 2)] ?? 0;

/** Everything graded and released: points by a person for each manual item, a frozen figure for each student. */
function eventsFor(studentIds: readonly string[]): GradeEvent[] {
  const manual = items.filter((item) => item.kind === 'manual');
  const given = studentIds.flatMap((id) =>
    manual.map((item): GradeEvent => {
      const points = { itemId: item.id, points: item.outOf, note: 'Good.', remarks: [], level: null };
      return { type: 'PointsSet', studentIds: [id], ...points, by: 'a-grader' };
    }),
  );
  const figure = (studentId: string): ReleasedStudent => ({
    studentId,
    seal: { teamId: 'a-team', version: 1 },
    latePercent: 0,
    items: items.map((item) => ({
      itemId: item.id,
      points: item.outOf,
      automatic:
        item.kind === 'manual'
          ? null
          : {
              verdict: 'earned',
              points: item.outOf,
              explanation: 'The log shows it.',
              machineId: 'm',
              evidence: [7, 9],
            },
    })),
  });
  const releases = Array.from({ length: STUDENTS / 100 }, (_, n): GradeEvent => {
    const figures = studentIds.slice(n * 100, n * 100 + 100).map(figure);
    return { type: 'Released', by: 'a-grader', rubricVersion: 'r', figures };
  });
  return [...given, ...releases];
}

async function seed({ prisma: db }: DatabaseAccess): Promise<{ courseId: string; assignmentId: string }> {
  const [courseId, assignmentId] = [randomUUID(), randomUUID()];
  const students = Array.from({ length: STUDENTS }, (_, n) => ({ id: randomUUID(), name: `Student ${n}` }));
  await db.course.create({ data: { id: courseId, name: 'Five hundred' } });
  await db.user.createMany({ data: students.map((one) => ({ ...one, email: `${one.id}@example.org` })) });
  await db.enrollment.createMany({
    data: students.map(({ id: userId }) => ({ id: randomUUID(), courseId, userId, role: 'student' as const })),
  });
  await db.assignment.create({
    data: { id: assignmentId, courseId, title: LAB.title, labSlug: LAB.slug, rubric: LAB.rubric },
  });
  const store = createPostgresStore({ sql: db });
  const streamId = `grades:${assignmentId}`;
  await store.createStream({ streamId, kind: 'grades', header: { assignmentId } });
  const events = eventsFor(students.map(({ id }) => id)).map(({ type, ...data }) => {
    return { type, schemaVersion: 2, data, metadata: { actor: 'a-grader', commandId: randomUUID() } };
  });
  await store.append(streamId, 0, events);
  return { courseId, assignmentId };
}

/** Milliseconds in the middle of some rounds. */
async function took(work: () => Promise<unknown>): Promise<number> {
  const all: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const startedMs = performance.now();
    await work();
    all.push(performance.now() - startedMs);
  }
  return middle(all);
}

/** @param say writes one labelled line */
export async function benchGradebook(database: DatabaseAccess, say: (what: string, value: string) => void) {
  const { prisma: db } = database;
  const { courseId, assignmentId } = await seed(database);
  // A new store each time: nothing of the grades is remembered from the round before.
  const openAnew = async () => {
    const store = createPostgresStore({ sql: db });
    const verdicts = createVerdicts({ db, store });
    const book = await openGradebook({ db, store, verdicts }, courseId);
    const wrong = book.rows.filter(({ cells }) => cells[0]?.total !== FULL);
    if (book.rows.length !== STUDENTS || wrong.length > 0) throw new Error('the gradebook is not whole');
    return verdicts.judged();
  };
  if ((await openAnew()) !== 0) throw new Error('a released cell asked a log');
  const select = () =>
    db.$queryRaw`SELECT version, type, data, recorded_at FROM events WHERE stream_id = ${`grades:${assignmentId}`} ORDER BY version`;
  await select();
  const [bookMs, selectMs] = [await took(openAnew), await took(select)];
  say(
    'gradebook: 500 students / one SELECT of its cells',
    `${(bookMs / selectMs).toFixed(2)}  (${bookMs.toFixed(0)} / ${selectMs.toFixed(0)} ms)`,
  );
}
