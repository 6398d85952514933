import { boot, execute, frameMap, parseLine } from '@overcommit/engine';
import { expect, it } from 'vitest';
import { layOut } from './frameGrid.ts';
import { borderPath, fillPath, regionOf, roomIn, runLabels } from './regions.ts';

/** Ten columns of ten pixels, one page a cell; swap below. */
const grid = { ...layOut({ ramPages: 40, swapPages: 10 }, { width: 100, height: 100 }), pagesPerCell: 1 };
const small = { ...grid, cell: 10, columns: 10, ramCells: 40, ramRows: 4, swapCells: 10, swapRows: 1, width: 100 };

it('a cell belongs to a region if more than half of it does', () => {
  const halves = { ...small, pagesPerCell: 2, ramCells: 20, swapCells: 5, ramRows: 2 };
  const region = regionOf([1, 4, 7, 8], halves);
  expect([...region].flatMap((is, cell) => (is ? [cell] : []))).toEqual([1]);
});

it('is filled and bordered row by row, and a border inside it is none', () => {
  const region = regionOf([5, 25], small);
  expect(fillPath(region, small)).toBe('M50 0H100V10H50ZM0 10H100V20H0ZM0 20H50V30H0Z');
  const horizontal = borderPath(region, small).match(/M\d+ \d+H\d+/g);
  expect(horizontal).toEqual(['M50 0H100', 'M0 10H50', 'M50 20H100', 'M0 30H50']);
});

it('closes a border at the end of RAM and begins again in swap', () => {
  const region = regionOf([38, 42], small);
  expect(borderPath(region, small).match(/M\d+ \d+H\d+/g)).toEqual([
    'M80 30H100',
    'M80 40H100',
    'M0 58H20',
    'M0 68H20',
  ]);
});

it('finds room for words in whole rows, not in the ragged ends', () => {
  expect(roomIn(regionOf([8, 32], small), small)).toEqual({ left: 0, top: 10, width: 100, height: 20 });
  expect(roomIn(regionOf([], small), small)).toBeNull();
});

it('names large runs with what they hold, and the small ones not at all', () => {
  const machine = boot({ memKb: 131_072, swapKb: 0, policy: 'linux-6.1', seed: 1, settings: {} });
  execute(machine, { verb: 'seat', actor: 'ana', uid: 1000, role: 'student' }, 'system');
  for (const line of ['spawn db', 'mmap db pool 40M rw private', 'touch db pool', 'spawn tiny']) {
    const parsed = parseLine(line);
    expect(parsed.ok && execute(machine, parsed.command, 'ana').ok, line).toBe(true);
  }
  const map = frameMap(machine);
  const labels = runLabels(map, layOut(map, { width: 600, height: 340 }));
  const own = labels.filter(({ kind }) => kind === 'own');
  expect(own.map(({ owner }) => owner)).toEqual(['ana']);
  expect(own[0]?.pages).toBeGreaterThanOrEqual(40 * 256);
  for (const { left, width } of labels) expect(left + width).toBeLessThanOrEqual(601);
});
