import { Presence } from '@overcommit/protocol';
import { expect, it } from 'vitest';
import { createPresenceBoard } from './presence.ts';

const here = (actorId: string) => ({ actorId, presence: Presence.parse({}) });

it('a person who closed their last window less than a minute ago is not away', () => {
  let nowMs = 0;
  const board = createPresenceBoard(
    () => undefined,
    () => nowMs,
  );
  nowMs = 100_000;
  board.set('m', 'one', here('ana'));
  board.set('m', 'two', here('ana'));
  board.remove('m', 'one');
  nowMs = 200_000;
  expect(board.isHere('m', 'ana')).toBe(true);
  expect(board.isHere('m', 'ben')).toBe(false);
  expect(board.isHere('n', 'ana')).toBe(false);
  board.remove('m', 'two');
  nowMs = 259_999;
  expect(board.isHere('m', 'ana')).toBe(true);
  nowMs = 260_000;
  expect(board.isHere('m', 'ana')).toBe(false);
  board.close();
});

it('in its first minute no one is away: they have had no time to come back', () => {
  let nowMs = 5;
  const board = createPresenceBoard(
    () => undefined,
    () => nowMs,
  );
  nowMs = 60_004;
  expect(board.isHere('m', 'ana')).toBe(true);
  nowMs = 60_005;
  expect(board.isHere('m', 'ana')).toBe(false);
  board.close();
});
