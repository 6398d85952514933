import { expect, it } from 'vitest';
import { indexPeople } from '../people.ts';
import { foldedAxis } from './axis.ts';
import { branched, columnOf, type RiverSource, riverOf, riverScale, usedAt } from './river.ts';
import { bandNames, bandPaths, beyondLabel, beyondPath, promisedPath } from './shape.ts';

const people = indexPeople([
  { actorId: 'ana', displayName: 'Ana', initials: 'AN', colour: 0, uid: 1000, role: 'student' },
  { actorId: 'ben', displayName: 'Ben', initials: 'BE', colour: 1, uid: 1001, role: 'student' },
]);
const sample = (seq: number, promisedPages: number, own: Record<string, number>) => ({
  seq,
  promisedPages,
  byOwner: [{ owner: null, pages: 10 }, ...Object.entries(own).map(([owner, pages]) => ({ owner, pages }))],
});
const MAIN: RiverSource = {
  samples: [
    sample(0, 0, {}),
    sample(1, 150, { ben: 20 }),
    sample(2, 150, { ben: 20, ana: 50 }),
    sample(3, 80, { ben: 20 }),
  ],
  markers: [
    { seq: 1, kind: 'setting', label: 'sysctl' },
    { seq: 3, kind: 'kill', label: 'db killed' },
  ],
  ramPages: 100,
  existsPages: 100,
};
const field = (end: number) => ({ axis: foldedAxis([1, 2, 3], 3), end, width: 400, height: 200 });

it('owners are stacked in the order of their seats, the system at the bottom, whoever came first', () => {
  const river = riverOf(MAIN, people);
  expect(river.bands.map(({ key }) => key)).toEqual(['system', 'ana', 'ben']);
  expect([0, 1, 2, 3].map((column) => usedAt(river, column))).toEqual([10, 30, 80, 30]);
  expect([0, 1, 2.5, 3, 9].map((seq) => columnOf(river, seq))).toEqual([0, 1, 2, 3, 3]);
});

it('all lanes have one scale, the most promised in any of them, and an absurd promise does not set it', () => {
  const river = riverOf(MAIN, people);
  const modest = riverOf({ ...MAIN, samples: [sample(0, 20, {})] }, people);
  expect(riverScale([modest])).toBe(125);
  expect(riverScale([modest, river])).toBe(riverScale([river]));
  expect(riverScale([river])).toBe(175);
  expect(riverScale([riverOf({ ...MAIN, samples: [sample(0, 100_000, {})] }, people)])).toBeLessThan(400);
});

it('is drawn in steps: a column holds until the next one, the last one to the end', () => {
  const river = riverOf(MAIN, people);
  const [system, ana] = bandPaths(river, field(200));
  expect(system?.path).toBe(
    'M0 190H100L100 190H200L200 190H300L300 190H400L400 200H300L300 200H200L200 200H100L100 200H0Z',
  );
  expect(ana?.path).toContain('L200 140H300');
  expect(promisedPath(river, field(200))).toBe('M0 200H100L100 50H200L200 50H300L300 120H400');
});

it('hatches what is promised beyond all that exists, and names the widest stretch of it', () => {
  const river = riverOf(MAIN, people);
  expect(beyondPath(river, field(200))).toBe('M100 100V50H200V100ZM200 100V50H300V100Z');
  expect(beyondLabel(river, field(200))).toEqual({ x: 100, y: 75, width: 200, pages: 50 });
  expect(beyondLabel(riverOf({ ...MAIN, samples: [sample(0, 20, {})] }, people), field(200))).toBeNull();
});

it('writes a name only where its band has room for it', () => {
  const river = riverOf(MAIN, people);
  expect(bandNames(river, field(200)).map(({ key, x }) => [key, x])).toEqual([
    ['ana', 250],
    ['ben', 150],
  ]);
  expect(bandNames(river, { ...field(200), height: 20 })).toEqual([]);
});

it('a lane is the main line up to where it parts', () => {
  const lane: RiverSource = {
    ...MAIN,
    samples: [sample(1, 999, {}), sample(3, 70, { ben: 5 })],
    markers: [{ seq: 3, kind: 'refusal', label: 'fork' }],
  };
  const both = branched(MAIN, lane, 1);
  expect(both.samples.map(({ seq, promisedPages }) => [seq, promisedPages])).toEqual([
    [0, 0],
    [1, 150],
    [3, 70],
  ]);
  expect(both.markers.map(({ kind }) => kind)).toEqual(['setting', 'refusal']);
});
