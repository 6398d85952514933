import type { SubmitInput, SubmitResult } from '@overcommit/protocol';
import { expect, it } from 'vitest';
import { createOutbox } from './outbox.ts';

const OFFLINE = new Error('offline');

/** A server that answers as told and remembers what it was sent; the pause between tries is ended by the test. */
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
      send: async (input) => {
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

it('sends a command again with the same id until somebody answers', async () => {
  const { outbox, sent } = bench([OFFLINE, OFFLINE, { ok: true, seq: 8, result: 'ok' }]);
  const outcome = outbox.submit('fork db bgsave');
  await settled();
  outbox.retryNow();
  await settled();
  outbox.retryNow();
  expect(await outcome).toEqual({ kind: 'answered', seq: 8, result: 'ok', detail: null });
  expect(sent.map((s) => s.commandId)).toEqual(['c1', 'c1', 'c1']);
});

it('keeps the order of what was asked while the line is down', async () => {
  const { outbox, sent, pending } = bench([
    OFFLINE,
    { ok: true, seq: 8, result: 'ok' },
    { ok: true, seq: 9, result: 'ENOMEM' },
  ]);
  const both = [outbox.submit('spawn a'), outbox.submit('mmap a pool 1G rw private')];
  await settled();
  expect(outbox.pending()).toBe(2);
  outbox.retryNow();
  await Promise.all(both);
  expect(sent.map((s) => s.line)).toEqual(['spawn a', 'spawn a', 'mmap a pool 1G rw private']);
  expect(pending).toEqual([1, 2, 1, 0]);
});

it('tells an error that the platform answered and goes on with the next command', async () => {
  const { outbox } = bench([new Error('Too many commands.'), { ok: true, seq: 8, result: 'ok' }]);
  const first = outbox.submit('a');
  const second = outbox.submit('b');
  expect(await first).toEqual({ kind: 'failed', message: 'Too many commands.' });
  expect((await second).kind).toBe('answered');
});
