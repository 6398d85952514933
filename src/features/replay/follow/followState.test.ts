import { expect, it } from 'vitest';
import { ALONE, distanceWords, type FollowEvent, type FollowState, stepFollow } from './followState.ts';

const at = (actorId: string, seq: number | null): FollowEvent & { type: 'leader' } => ({
  type: 'leader',
  leader: { actorId, seq, view: null },
  isMe: actorId === 'me',
});
const run = (...events: FollowEvent[]): FollowState => events.reduce(stepFollow, ALONE);

it('moves a reader only while following, which ends with the first own move', () => {
  expect(run(at('tess', 5)).mode).toBe('private');
  expect(run(at('tess', 5), { type: 'toggle' }, at('tess', 9))).toMatchObject({
    mode: 'following',
    leader: { seq: 9 },
  });
  expect(run(at('tess', 5), { type: 'toggle' }, { type: 'ownMove' }, at('tess', 9)).mode).toBe('private');
  expect(run(at('tess', 5), { type: 'toggle' }, { type: 'toggle' }).mode).toBe('private');
});

it('does not hand a follower over to another leader', () => {
  expect(run(at('tess', 5), { type: 'toggle' }, at('ben', 5)).mode).toBe('private');
  expect(run(at('tess', 5), { type: 'toggle' }, { type: 'leader', leader: null, isMe: false })).toEqual(ALONE);
});

it('without a leader there is no following, and a leader does not follow', () => {
  expect(run({ type: 'toggle' })).toEqual(ALONE);
  expect(run(at('me', null), { type: 'toggle' }, { type: 'ownMove' }).mode).toBe('leading');
  expect(run(at('me', null), at('tess', 3)).mode).toBe('private');
});

it('says how far the leader is', () => {
  const leader = (seq: number | null) => ({ actorId: 'tess', seq, view: null });
  expect([leader(12), leader(3), leader(10), leader(null)].map((one) => distanceWords(10, one))).toEqual([
    '2 behind',
    '7 ahead',
    null,
    null,
  ]);
});
