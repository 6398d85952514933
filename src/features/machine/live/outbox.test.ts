import type { SubmitInput, SubmitResult } from '@overcommit/protocol';
import { expect, it } from 'vitest';
import { createOutbox } from './outbox.ts';

const OFFLINE = new Error('offline');

/** A server that gives the answers in order and keeps what it was sent. The test ends the pause between tries. */
function bench(answers: (SubmitResult | Error)[]) {
  const sent: SubmitInput[] = [];
  const pending: number[] = [];
  let ids = 0;
  const outbox = createOutbox({
    machineId: 'm1',
    seenSeq: () => 7,
    onResult: () => {},
    onUnanswered: () => {},
    onChange: (n) => pending.push(n),
    ports: {
      post: async (input) => {
        sent.push(input);
        const answer = answers.shift() ?? OFFLINE;
        if (answer instanceof Error) throw answer;
        return answer;
      },
      isUnanswered: (error) => error === OFFLINE,
      explain: (error) => (error as Error).message,
      newId: () => `c${++ids}`,
      later: () => () => {},
    },
  });
  return { outbox, sent, pending };
}
const settled = () => new Promise<void>((resolve) => setImmediate(resolve));

it('sends a command again with the same id until an answer comes', async () => {
  const { outbox, sent } = bench([OFFLINE, OFFLINE, { ok: true, seq: 8, result: 'ok' }]);
  const outcome = outbox.enqueue('fork db bgsave');
  await settled();
  outbox.retryNow();
  await settled();
  outbox.retryNow();
  expect(await outcome).toEqual({ kind: 'answered', seq: 8, result: 'ok', detail: null });
  expect(sent.map((s) => s.commandId)).toEqual(['c1', 'c1', 'c1']);
});

it('keeps the order of commands while the connection is lost', async () => {
  const { outbox, sent, pending } = bench([
    OFFLINE,
    { ok: true, seq: 8, result: 'ok' },
    { ok: true, seq: 9, result: 'ENOMEM' },
  ]);
  const both = [outbox.enqueue('spawn a'), outbox.enqueue('mmap a pool 1G rw private')];
  await settled();
  expect(outbox.pending()).toBe(2);
  outbox.retryNow();
  await Promise.all(both);
  expect(sent.map((s) => s.line)).toEqual(['spawn a', 'spawn a', 'mmap a pool 1G rw private']);
  expect(pending).toEqual([1, 2, 1, 0]);
});

it('reports an error of the platform and goes on with the next command', async () => {
  const { outbox } = bench([new Error('Too many commands.'), { ok: true, seq: 8, result: 'ok' }]);
  const first = outbox.enqueue('a');
  const second = outbox.enqueue('b');
  expect(await first).toEqual({ kind: 'failed', message: 'Too many commands.' });
  expect((await second).kind).toBe('answered');
});
