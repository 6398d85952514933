import { TAUGHT_LABS } from '@overcommit/handbook/teaching';
import { expect, it, vi } from 'vitest';
import { open, send } from '../../../test/fixtures/rooms.ts';
import type { Db } from '../db.ts';
import { createLogs } from './logs.ts';
import { createQuestionOutcome } from './questionOutcome.ts';

const LAB = TAUGHT_LABS.find(({ prompts }) => prompts.some(({ outcome }) => outcome));
const QUESTION = { topic: LAB?.prompts.find(({ outcome }) => outcome)?.id ?? '', askedAt: 0 };
const db = { machine: { findUnique: async () => ({ labSlug: LAB?.slug ?? null }) } } as unknown as Pick<
  Db,
  'machine' | 'labVersion'
>;

it('reads only what is new of the logs it keeps, and bounds the number of facts it keeps', async () => {
  const { rooms } = await open({ machines: ['a', 'b', 'c'] });
  for (const machineId of ['a', 'b', 'c']) await send(rooms, 'spawn db', { machineId });
  const { lastSeq, entries } = await rooms.page('a', 0, 500);
  const facts = entries.reduce((sum, entry) => sum + entry.facts.length, 0);
  const page = vi.fn(rooms.page);
  const outcomeOf = createQuestionOutcome({ db, logOf: createLogs({ page }, { mostFacts: facts * 2 }) });
  const readFrom = async (machineId: string) => {
    page.mockClear();
    await outcomeOf(machineId, QUESTION);
    return page.mock.calls[0]?.[1];
  };
  expect([await readFrom('a'), await readFrom('b'), await readFrom('a')]).toEqual([0, 0, lastSeq]);
  // The third does not fit: the one that was asked for longest ago goes.
  expect([await readFrom('c'), await readFrom('a'), await readFrom('b')]).toEqual([0, lastSeq, 0]);
});
