import type { WallMember, WallTile } from '@overcommit/protocol/api';
import { expect, it } from 'vitest';
import { indexPeople } from '@/machineView/people.ts';
import {
  ago,
  byUrgency,
  columnsFor,
  entriesPerMinute,
  freshKill,
  killsOf,
  type Samples,
  toGo,
  trailRiver,
  wallScale,
  whoNeedsHelp,
  withSample,
} from './wallModel.ts';

const member = (name: string, more: Partial<WallMember>): WallMember => ({
  ...{ actorId: name, displayName: name, initials: name, colour: 0, uid: 1000, role: 'student', isHere: true },
  ...{ isHandRaised: false, failedInARow: 0, lastAt: null },
  ...more,
});
const tile = (more: Partial<WallTile>): WallTile => ({
  ...{ id: 'm', title: 'M', policy: 'linux-6.1', groupName: null, seq: 1, tick: 0, isPaused: false, hasCrashed: false },
  ...{ ramPages: 800, swapPages: 200, promisedPages: 500, limitPages: 400, isEnforced: false, usedPages: 250 },
  ...{ processes: 1, openQuestions: 0, lastKill: null, killed: 0, refused: 0, trail: [], usedBy: [], members: [] },
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

const look = (seq: number, promisedPages: number, used: number) => ({
  ...{ seq, promisedPages },
  usedBy: [
    { owner: null, pages: 10 },
    { owner: 'ana', pages: used - 10 },
  ],
});

it('all machines are on one scale, the largest promise of any of them; an absurd one does not set it', () => {
  const small = tile({ trail: [look(1, 300, 100)] });
  const large = tile({ trail: [look(1, 2000, 100), look(2, 100, 50)] });
  expect(wallScale([small])).toBe(1250);
  expect(wallScale([small, large])).toBe(2250);
  expect(wallScale([small, tile({ trail: [look(1, 1_000_000, 10)] })])).toBeLessThan(3000);
});

it('the machine that kills or refuses next comes first, one on which nothing runs last', () => {
  const list = [
    tile({ id: 'empty', processes: 0, usedPages: 990 }),
    tile({ id: 'free', usedPages: 100 }),
    tile({ id: 'strict', usedPages: 100, isEnforced: true, promisedPages: 390 }),
    tile({ id: 'full', usedPages: 995 }),
  ];
  expect(byUrgency(list).map(({ id }) => [id, toGo(list.find((one) => one.id === id) as WallTile)])).toEqual([
    ['full', 5],
    ['strict', 10],
    ['free', 900],
    ['empty', 10],
  ]);
});

it('a machine’s trail is a river with its last kill, if that was seen', () => {
  const trail = [look(3, 100, 60), look(7, 400, 90), look(12, 200, 40)];
  const kill = { ...{ at: new Date(0), victim: 'db', owner: 'ana', asker: 'ben', askerProcess: 'web', why: '' } };
  const people = indexPeople([]);
  const at = (seq: number) => trailRiver(tile({ trail, lastKill: { ...kill, seq } }), people);
  expect(at(9).markers).toMatchObject([{ seq: 2, kind: 'kill', label: 'db' }]);
  expect(at(2).markers).toEqual([]);
  expect(at(9)).toMatchObject({ seqs: [0, 1, 2], promised: [100, 400, 200], existsPages: 1000 });
});

it('shows a kill once, the newest, and none that was there before the wall was opened', () => {
  const killed = (id: string, seq: number, ms: number) =>
    tile({
      id,
      lastKill: { seq, at: new Date(ms), victim: id, owner: null, asker: null, askerProcess: null, why: '' },
    });
  const before = [killed('a', 5, 10), tile({ id: 'b' })];
  expect(freshKill(before, null)).toBeNull();
  const known = killsOf(before);
  expect(freshKill(before, known)).toBeNull();
  const now = [killed('a', 9, 50), killed('b', 3, 70)];
  expect(freshKill(now, known)?.tile.id).toBe('b');
  expect(freshKill(now, killsOf(now))).toBeNull();
});

it('fills a screen of any shape', () => {
  const screen = { width: 1920, height: 1000 };
  expect([1, 2, 4, 12, 40].map((n) => columnsFor(n, screen))).toEqual([1, 2, 3, 4, 7]);
  expect(columnsFor(12, { width: 1024, height: 700 })).toBe(4);
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
