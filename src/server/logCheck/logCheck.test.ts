import { describe, expect, it } from 'vitest';
import { slowLog } from '../../../test/fixtures/hostileLog.ts';
import { createLogChecker } from './index.ts';

const SLOW = slowLog();

describe('logs that anybody may have written', () => {
  it('are checked in a thread of their own, up to a deadline', { timeout: 300_000 }, async () => {
    const checker = createLogChecker({ deadlineMs: 4000 });
    let turns = 0;
    const turning = setInterval(() => (turns += 1), 10);
    const check = await checker.check(SLOW, { who: 'a' });
    clearInterval(turning);
    expect(check).toEqual({ kind: 'late', afterMs: 4000 });
    // This thread went on with other things meanwhile.
    expect(turns).toBeGreaterThan(50);
  });

  it('are parsed there too, and what is no upload of a log is none', { timeout: 300_000 }, async () => {
    const checker = createLogChecker();
    const upload = (body: string) => checker.check(new TextEncoder().encode(body), { who: 'a' });
    const checked = { kind: 'checked', verdict: { ok: false, line: 1 } };
    expect(await upload('{"json":{"text":"x"}}')).toMatchObject(checked);
    expect(await upload('{"0":{"json":{"text":"x"}}}')).toMatchObject(checked);
    for (const body of ['x', '{}', '{"json":{"text":1}}', '[['.repeat(1000)])
      expect(await upload(body)).toEqual({ kind: 'noLog' });
  });

  it('get a heap of their own', { timeout: 300_000 }, async () => {
    const checker = createLogChecker({ heapMiB: 40 });
    expect(await checker.check('x', { who: 'a' })).toMatchObject({ kind: 'checked' });
    expect(await checker.check(SLOW, { who: 'a' })).toEqual({ kind: 'large', heapMiB: 40 });
  });

  it('are given up when whoever asked is gone, and leave their place to the next', { timeout: 300_000 }, async () => {
    const checker = createLogChecker({ atOnce: 2 });
    const [one, two] = [new AbortController(), new AbortController()];
    const checks = [
      checker.check(SLOW, { who: 'a', signal: one.signal }),
      checker.check(SLOW, { who: 'b', signal: two.signal }),
    ];
    expect(await checker.check('x', { who: 'c' })).toEqual({ kind: 'full' });
    one.abort();
    expect(await checks[0]).toEqual({ kind: 'gone' });
    expect(await checker.check('x', { who: 'b' })).toEqual({ kind: 'full' });
    expect(await checker.check('x', { who: 'c' })).toMatchObject({ kind: 'checked', verdict: { ok: false, line: 1 } });
    two.abort();
    expect(await checks[1]).toEqual({ kind: 'gone' });
    expect(await checker.check('x', { who: 'b', signal: two.signal })).toEqual({ kind: 'gone' });
  });
});
