import { type AutomaticItem, project } from '@overcommit/coursework';
import type { RubricEffect } from '@overcommit/protocol/api';
import type { DatabaseAccess } from '../../src/server/database/index.ts';
import { loadLog } from '../../src/server/grading/machineLog.ts';
import { createPostgresStore } from '../../src/server/store/index.ts';
import { LAB } from '../fixtures/gradedCourse.ts';

/** Calls a procedure of the running server as an instructor. */
type Ask = (procedure: string, input: object) => Promise<unknown>;

const ROUNDS = 5;
const CHANGED = 'everyone-acted';

async function timed(task: () => Promise<unknown>): Promise<number> {
  const startedMs = performance.now();
  await task();
  return performance.now() - startedMs;
}

async function middleOf(task: (round: number) => Promise<number>): Promise<number> {
  const all: number[] = [];
  for (let round = 0; round < ROUNDS; round++) all.push(await task(round));
  return all.sort((a, b) => a - b)[Math.floor(ROUNDS / 2)] ?? 0;
}

/** What it costs to preview one changed item over all groups, to try one on the first of them, and to fold one log. */
export async function rubricFigures({ prisma }: DatabaseAccess, ask: Ask, assignmentId: string) {
  const store = createPostgresStore({ sql: prisma });
  const { id: machineId } = await prisma.machine.findFirstOrThrow({ where: { assignmentId } });
  const log = await loadLog(store, machineId, Number.POSITIVE_INFINITY);
  if (!log) throw new Error('there is no log');
  const foldMs = await middleOf(async () => timed(async () => project(log)));
  const item = (commands: number) =>
    ({ ...LAB.rubric.items.find(({ id }) => id === CHANGED), earned: `size(mine) >= ${commands}` }) as AutomaticItem;
  const preview = (commands: number) => {
    const items = LAB.rubric.items.map((one) => (one.id === CHANGED ? item(commands) : one));
    return ask('rubric.preview', { assignmentId, basedOn: 1, rubric: { items } }) as Promise<RubricEffect>;
  };
  const firstMs = await timed(() => preview(1));
  const previewMs = await middleOf((round) => timed(() => preview(100 + round)));
  const range = { logsOf: assignmentId, from: 0, most: 1 };
  const tryMs = await middleOf((round) =>
    timed(() => ask('rubric.try', { assignmentId, ...range, item: item(200 + round) })),
  );
  return { foldMs, firstMs, previewMs, tryMs };
}
