import type { FrameClass, FrameMapView } from '@overcommit/engine';
import { describe, expect, it } from 'vitest';
import { indexPeople } from '../people.ts';
import { describeCell, fillCells } from './frameCells.ts';
import { cellAt, cellBox, finestPages, layOut } from './frameGrid.ts';
import { frameStyle, sumFrames } from './frameStyle.ts';

const people = indexPeople([
  { actorId: 'a0', displayName: 'Ana', initials: 'AN', colour: 0, uid: 1000, role: 'student' },
  { actorId: 'b0', displayName: 'Ben', initials: 'BE', colour: 1, uid: 1001, role: 'student' },
]);
const byPerson = frameStyle('person', people, []);

type Run = { count: number; mappers?: number; frame: Partial<FrameClass> };
const FREE = { kind: 'free', owner: null, pid: null } as const;
const ANA = { kind: 'anon', owner: 'a0', pid: 5 } as const;
const BEN = { kind: 'anon', owner: 'b0', pid: 6 } as const;

/** A map of the given runs, each a class of its own. */
function mapOf(ram: Run[], swap: Run[] = []): FrameMapView {
  const sizeOf = (runs: Run[]) => runs.reduce((sum, { count }) => sum + count, 0);
  const runs = [...ram, ...swap];
  const starts = [0];
  for (const { count } of runs) starts.push((starts.at(-1) ?? 0) + count);
  const classes = runs.map(({ count, mappers = 1, frame }, i) => ({
    ...ANA,
    ...frame,
    isInSwap: i >= ram.length,
    pages: count,
    sharedPages: mappers > 1 ? count : 0,
  }));
  return {
    ramPages: sizeOf(ram),
    swapPages: sizeOf(swap),
    classes,
    starts: new Uint32Array(starts),
    classOf: new Uint32Array(runs.map((_, i) => i)),
    mappers: new Uint32Array(runs.map(({ mappers = 1 }) => mappers)),
  };
}

const MAP = mapOf(
  [
    { count: 300, frame: { kind: 'kernel', owner: null, pid: null } },
    { count: 500, mappers: 2, frame: ANA },
    { count: 200, frame: FREE },
  ],
  [
    { count: 50, frame: { ...ANA, kind: 'swap' } },
    { count: 150, frame: FREE },
  ],
);
const BOX = { width: 720, height: 380 };
const ten = { ...layOut(MAP, BOX), pagesPerCell: 100, ramCells: 10, swapCells: 2 };

/** What each cell shows, an asterisk where it is shared. */
function shownIn(map: FrameMapView, grid: typeof ten): string[] {
  const { codes, paints } = fillCells(map, grid, byPerson);
  return [...codes].map((code) => `${paints[code >> 1]?.label}${code & 1 ? '*' : ''}`);
}

describe('the grid', () => {
  it('has a cell for every page of RAM and swap, whatever the box', () => {
    for (const [width, height] of [
      [320, 240],
      [720, 380],
      [1400, 900],
      [60, 60],
    ] as const) {
      for (const size of ['fit', 'finest'] as const) {
        const grid = layOut(MAP, { width, height }, size);
        expect(grid.ramCells * grid.pagesPerCell).toBeGreaterThanOrEqual(MAP.ramPages);
        expect(grid.columns * grid.ramRows).toBeGreaterThanOrEqual(grid.ramCells);
        expect(grid.columns * grid.cell).toBeCloseTo(width);
        expect(fillCells(MAP, grid, byPerson).codes).toHaveLength(grid.ramCells + grid.swapCells);
      }
    }
  });
  it('finds again the cell that it drew', () => {
    const grid = layOut(MAP, BOX);
    for (let i = 0; i < grid.ramCells + grid.swapCells; i++) {
      const box = cellBox(grid, i);
      expect(cellAt(grid, box.left + grid.cell / 2, box.top + grid.cell / 2)).toBe(i);
    }
  });
  it('shows every page of 256 MiB at its finest, and of 64 GiB as much as a canvas holds', () => {
    const grid = layOut({ ramPages: 65_536, swapPages: 0 }, BOX, 'finest');
    expect([grid.pagesPerCell, grid.ramCells]).toEqual([1, 65_536]);
    const large = { ramPages: 16 * 2 ** 20, swapPages: 4 * 2 ** 20 };
    expect(finestPages(large)).toBe(256);
    expect(layOut(large, BOX).pagesPerCell).toBeGreaterThan(256);
  });
});

describe('a cell', () => {
  it('shows who holds more than half of it', () => {
    const grid = { ...ten, pagesPerCell: 256, ramCells: 4, swapCells: 1 };
    expect(shownIn(MAP, grid)).toEqual(['kernel', 'Ana*', 'Ana*', 'free', 'free']);
  });
  it('adds up the pages of one person, and is mixed if no person holds more than half', () => {
    const grid = { ...ten, ramPages: 24, swapPages: 0, pagesPerCell: 8, ramCells: 3, swapCells: 0 };
    const pieces = [2, 3, 3, 4, 4, 2, 3, 3].map((count, i) => ({
      count,
      frame: i % 2 ? BEN : { ...ANA, pid: 10 + i },
    }));
    expect(shownIn(mapOf(pieces), grid)).toEqual(['Ana', 'mixed', 'Ben']);
  });
  it('says what it holds, whose it is and who shares it', () => {
    const at = { grid: ten, people, processes: [] };
    expect(describeCell(MAP, { ...at, cell: 3 })).toBe('frames 300–399: anonymous of Ana, shared by 2');
    expect(describeCell(MAP, { ...at, cell: 11 })).toBe('swap slots 100–199: free');
    expect(describeCell(MAP, { ...at, cell: 10 })).toBe('swap slots 0–99: 50 swapped out of Ana; 50 free');
    const single = layOut({ ...MAP, ramPages: 1000 }, BOX, 'finest');
    expect(describeCell(MAP, { ...at, grid: single, cell: 301 })).toBe('frame 301: anonymous of Ana, shared by 2');
  });
  it('names the largest parts and counts the rest', () => {
    const grid = { ...ten, ramPages: 21, swapPages: 0, pagesPerCell: 32, ramCells: 1, swapCells: 0 };
    const map = mapOf([6, 5, 4, 3, 2, 1].map((count, i) => ({ count, frame: { ...ANA, owner: `x${i}` } })));
    expect(describeCell(map, { cell: 0, grid, people, processes: [] })).toBe(
      'frames 0–20: 6 anonymous of x0; 5 anonymous of x1; 4 anonymous of x2; 3 anonymous of x3; 3 more',
    );
  });
});

it('sums every page once, the free ones last', () => {
  expect(sumFrames(MAP, byPerson).map((s) => [s.paint.label, s.ramPages, s.swapPages, s.sharedPages])).toEqual([
    ['Ana', 500, 50, 500],
    ['kernel', 300, 0, 0],
    ['free', 200, 150, 0],
  ]);
});
