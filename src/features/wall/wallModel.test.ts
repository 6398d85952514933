import type { WallMember, WallTile } from '@overcommit/protocol/api';
import { expect, it } from 'vitest';
import { ago, barsOf, entriesPerMinute, type Samples, whoNeedsHelp, withSample } from './wallModel.ts';

const member = (name: string, more: Partial<WallMember>): WallMember => ({
  ...{ actorId: name, displayName: name, initials: name, colour: 0, uid: 1000, role: 'student', isHere: true },
  ...{ isHandRaised: false, failedInARow: 0, lastAt: null },
  ...more,
});
const tile = (more: Partial<WallTile>): WallTile => ({
  ...{ id: 'm', title: 'M', policy: 'linux-6.1', groupName: null, seq: 1, tick: 0, isPaused: false, hasCrashed: false },
  ...{ ramPages: 800, swapPages: 200, promisedPages: 500, limitPages: 400, isEnforced: false, usedPages: 250 },
  ...{ processes: 1, openQuestions: 0, lastKill: null, members: [] },
  ...more,
});

it('entries a minute are those of the last minute, once it was watched for a while', () => {
  let samples: Samples = [];
  const see = (at: number, seq: number) => {
    samples = withSample(samples, at, [{ id: 'm', seq }]);
  };
  see(0, 100);
  see(2000, 104);
  expect(entriesPerMinute(samples, 'm')).toBeNull();
  see(4000, 110);
  expect(entriesPerMinute(samples, 'm')).toBe(150);
  see(63_000, 110);
  expect(samples.map(({ at }) => at)).toEqual([4000, 63_000]);
  expect(entriesPerMinute(samples, 'm')).toBe(0);
  expect(entriesPerMinute(samples, 'other')).toBeNull();
});

it('help is wanted by raised hands and by students whose commands fail three times in a row', () => {
  const members = [
    member('fine', { failedInARow: 2 }),
    member('stuck', { failedInARow: 3 }),
    member('asks', { isHandRaised: true, failedInARow: 5 }),
    member('away', { isHere: false, failedInARow: 4 }),
    member('staff', { role: 'staff', failedInARow: 9 }),
  ];
  const { raised, stuck } = whoNeedsHelp({ members });
  expect(raised.map(({ actorId }) => actorId)).toEqual(['asks']);
  expect(stuck.map(({ actorId }) => actorId)).toEqual(['stuck']);
});

it('both bars are on one scale, whatever is largest', () => {
  expect(barsOf(tile({}))).toEqual({ promised: 0.5, used: 0.25, limit: null, all: 1 });
  expect(barsOf(tile({ promisedPages: 2000 }))).toEqual({ promised: 1, used: 0.125, limit: null, all: 0.5 });
  expect(barsOf(tile({ isEnforced: true })).limit).toBe(0.4);
});

it('times are shown in words', () => {
  const now = Date.UTC(2025, 0, 1, 12);
  expect([now, now - 59_000, now - 240_000, now - 7_300_000].map((at) => ago(new Date(at), now))).toEqual([
    'just now',
    'just now',
    '4 min ago',
    '2 h ago',
  ]);
});
