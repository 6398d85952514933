import { describe, expect, it } from 'vitest';
import { createReadiness } from './readiness.ts';

/** A database whose next answers are given, and what was logged. */
function setUp({ trouble = () => null }: { trouble?: () => string | null } = {}) {
  const said: string[] = [];
  const log = { info: (m: string) => void said.push(m), warn: () => {}, error: (m: string) => void said.push(m) };
  let writes = 0;
  let nowMs = 0;
  let answer: () => Promise<unknown> = async () => undefined;
  const query = () => {
    writes += 1;
    return answer();
  };
  const check = createReadiness({ pool: { query } as never, trouble, log, nowMs: () => nowMs });
  return {
    check,
    said,
    writes: () => writes,
    later: (ms: number) => {
      nowMs += ms;
    },
    answerWith: (next: () => Promise<unknown>) => {
      answer = next;
    },
  };
}

const fails = (code: string) => () => Promise.reject(Object.assign(new Error('no'), { code }));

describe('whether the service is ready', () => {
  it('is found out by writing, once for all who ask at a time', async () => {
    const { check, writes, later } = setUp();
    const answers = await Promise.all(Array.from({ length: 50 }, check));
    expect(answers.every(({ isReady }) => isReady)).toBe(true);
    await check();
    expect(writes()).toBe(1);
    later(2001);
    await check();
    expect(writes()).toBe(2);
  });

  it('is said in a sentence that names what is wrong, and logged when it changes', async () => {
    const { check, said, later, answerWith } = setUp();
    const whyNow = async () => {
      later(2001);
      const readiness = await check();
      return readiness.isReady ? null : readiness.why;
    };
    answerWith(fails('53100'));
    expect(await whyNow()).toContain('disk of the database is full');
    expect(await whyNow()).toContain('disk of the database is full');
    answerWith(fails('ECONNREFUSED'));
    expect(await whyNow()).toContain('does not answer');
    answerWith(fails('25006'));
    expect(await whyNow()).toContain('takes no writes (SQLSTATE 25006)');
    answerWith(async () => undefined);
    expect(await whyNow()).toBeNull();
    expect(said).toHaveLength(4);
    expect(said.at(-1)).toContain('ready again');
  });

  it('is what the embedded database says of itself, without a question to it', async () => {
    const { check, writes } = setUp({ trouble: () => 'It is down.' });
    expect(await check()).toEqual({ isReady: false, why: 'It is down.' });
    expect(writes()).toBe(0);
  });
});
