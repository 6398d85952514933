import { type PartAnswer, refused } from '@overcommit/protocol';
import { expect, it } from 'vitest';
import { fetchText } from './fetchText.ts';

const WHOLE = 'abcdefghij';

/** Answers `burst` requests, then none until it was waited for. */
function server(burst: number, length = WHOLE.length) {
  const seen = { asked: 0, pauses: 0 };
  let left = burst;
  const ask = async (part: number): Promise<PartAnswer> => {
    seen.asked += 1;
    if (left === 0) return refused('TOO_MANY_REQUESTS', 'Too many requests: wait a second.');
    left -= 1;
    if (part >= length) return refused('NOT_FOUND', 'There is nothing under this number.');
    return { ok: true, text: WHOLE[part] as string, parts: length };
  };
  const pause = async () => {
    seen.pauses += 1;
    left = burst;
  };
  return { ask, pause, seen };
}

it('a text longer than what may be asked at once comes whole, each part once', async () => {
  const { ask, pause, seen } = server(3);
  expect(await fetchText(WHOLE.length, { ask, pause })).toBe(WHOLE);
  expect(seen).toEqual({ asked: WHOLE.length + 3, pauses: 3 });
});

it('a text that is gone is none', async () => {
  const { ask, pause, seen } = server(30, 4);
  expect(await fetchText(WHOLE.length, { ask, pause })).toBeNull();
  expect(seen).toEqual({ asked: 5, pauses: 0 });
});

it('a connection that fails is an error', async () => {
  const { pause } = server(3);
  const ask = () => Promise.reject(new Error('timeout'));
  await expect(fetchText(2, { ask, pause })).rejects.toThrow('timeout');
});
