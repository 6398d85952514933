import type { FrameMapView, FrameRun } from '@overcommit/engine';
import { describe, expect, it } from 'vitest';
import { describeCell, fillCells, frameStyle, layOut, sumFrames } from './frameCells.ts';
import { cellAt, cellBox } from './framePaint.ts';
import { indexPeople } from './people.ts';

const run = (first: number, count: number, patch: Partial<FrameRun> = {}): FrameRun => ({
  first,
  count,
  kind: 'anon',
  isInSwap: false,
  owner: 'a0',
  pid: 5,
  mappers: 1,
  ...patch,
});
const people = indexPeople([
  { actorId: 'a0', displayName: 'Ana', initials: 'AN', colour: 0, uid: 1000, role: 'student' },
]);
const MAP: FrameMapView = {
  ramPages: 1000,
  swapPages: 200,
  runs: [
    run(0, 300, { kind: 'kernel', owner: null, pid: null }),
    run(300, 500, { mappers: 2 }),
    run(800, 200, { kind: 'free', owner: null, pid: null }),
    run(0, 50, { isInSwap: true, kind: 'swap' }),
  ],
};

describe('the grid', () => {
  it('has a cell for every page of RAM and swap, whatever the box', () => {
    for (const [w, h] of [
      [320, 240],
      [720, 380],
      [1400, 900],
      [60, 60],
    ] as const) {
      const grid = layOut(MAP, w, h);
      expect(grid.ramCells * grid.pagesPerCell).toBeGreaterThanOrEqual(MAP.ramPages);
      expect(grid.columns * grid.ramRows).toBeGreaterThanOrEqual(grid.ramCells);
      expect(grid.columns * grid.cell).toBeCloseTo(w);
      expect(fillCells(MAP, grid)).toHaveLength(grid.ramCells + grid.swapCells);
    }
  });
  it('finds again the cell that it drew', () => {
    const grid = layOut(MAP, 720, 380);
    for (let i = 0; i < grid.ramCells + grid.swapCells; i++) {
      const box = cellBox(grid, i);
      expect(cellAt(grid, box.left + grid.cell / 2, box.top + grid.cell / 2)).toBe(i);
    }
  });
  it('gives a cell to the run that holds most of it', () => {
    const grid = { ...layOut(MAP, 720, 380), pagesPerCell: 256, ramCells: 4, swapCells: 1 };
    expect(fillCells(MAP, grid).map((r) => r?.kind)).toEqual(['kernel', 'anon', 'anon', 'free', 'swap']);
  });
});

it('says what a cell holds, whose it is and who shares it', () => {
  const grid = { ...layOut(MAP, 720, 380), pagesPerCell: 100, ramCells: 10, swapCells: 2 };
  expect(describeCell(run(300, 500, { mappers: 2 }), { cell: 3, grid, people, processes: [] })).toBe(
    'frames 300–399: anonymous of Ana, shared by 2',
  );
  expect(describeCell(null, { cell: 10, grid, people, processes: [] })).toBe('swap slots 0–99: free');
});

it('sums every page once, the free ones last', () => {
  const sums = sumFrames(MAP, frameStyle('person', people, []));
  expect(sums.map((s) => [s.paint.label, s.ramPages, s.swapPages, s.sharedPages])).toEqual([
    ['Ana', 500, 50, 500],
    ['kernel', 300, 0, 0],
    ['free', 200, 0, 0],
  ]);
});
