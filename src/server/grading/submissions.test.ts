import { createMemoryStore } from '@overcommit/event-store';
import { expect, it } from 'vitest';
import { latestSubmission, recordSubmission } from './submissions.ts';

const WORK = { assignmentId: 'a', machineId: 'm' };

it('the last hand-in counts, however many came before', async () => {
  const store = createMemoryStore({ now: () => '2026-01-01T00:00:00.000Z' });
  expect(await latestSubmission(store, WORK)).toBeNull();
  for (let seq = 1; seq <= 501; seq += 1)
    await recordSubmission(store, { ...WORK, seq, by: 'ana', commandId: `c${seq}` });
  expect(await latestSubmission(store, WORK)).toMatchObject({ seq: 501, by: 'ana' });
});
