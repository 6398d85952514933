import { expect, it } from 'vitest';
import type { FrameCells } from '@/machineView/frames/frameCells.ts';
import { layOut } from '@/machineView/frames/frameGrid.ts';
import { MIXED } from '@/machineView/frames/frameStyle.ts';
import { CELLS_A_FRAME, createFramePainter } from './framePainter.ts';

const paint = (key: string, colour: number) => ({ key, label: key, colour, pattern: 0 });
const PAINTS = [MIXED, paint('a', 0), paint('b', 1)];

/** A canvas that only remembers which cells were filled with what, and frames that the test lets pass. */
function surface() {
  const filled: { fill: unknown; cell: string }[] = [];
  const corners: string[] = [];
  const frames: (() => void)[] = [];
  const g = {
    fillStyle: '' as unknown,
    globalAlpha: 1,
    fillRect: (x: number, y: number) => filled.push({ fill: g.fillStyle, cell: `${x} ${y}` }),
    createPattern: () => null,
    beginPath: () => {},
    moveTo: () => {},
    lineTo: (x: number, y: number) => corners.push(`${x} ${y}`),
    fill: () => {},
  };
  const paper = { owner: (n: number) => `owner ${n}`, token: (name: string) => name };
  // In place of the browser's: a tile for a pattern has no context here, so that every fill is its plain colour.
  const document = { createElement: () => ({ getContext: () => null }) };
  Object.assign(globalThis, { document });
  return {
    filled,
    corners,
    frames,
    canvas: { g: g as unknown as CanvasRenderingContext2D, paper, ratio: 1 },
    ports: {
      nextFrame: (run: () => void) => {
        frames.push(run);
        return () => void frames.splice(frames.indexOf(run), 1);
      },
    },
    /** One frame; how many cells it painted. */
    pass: (): number => {
      const before = filled.length;
      frames.shift()?.();
      return filled.length - before;
    },
  };
}

const cells = (count: number, of: (i: number) => number): FrameCells => ({
  paints: PAINTS,
  codes: new Uint32Array(count).map((_, i) => 2 * of(i)),
});

it('paints 65,536 cells of different owners once each, so many a frame and no more', () => {
  const { filled, frames, canvas, ports, pass } = surface();
  const grid = layOut({ ramPages: 65_536, swapPages: 0 }, { width: 720, height: 380 }, 'finest');
  const painter = createFramePainter(canvas, grid, ports);
  painter.show(cells(65_536, (i) => 1 + (i % 2)));
  const work = [];
  while (frames.length > 0) work.push(pass());
  expect(Math.max(...work)).toBe(CELLS_A_FRAME);
  expect(new Set(filled.map(({ cell }) => cell)).size).toBe(65_536);
  expect(filled).toHaveLength(65_536);
});

it('paints only what changed, also when the next picture comes before this one is finished', () => {
  const { filled, frames, canvas, ports, pass } = surface();
  const grid = layOut({ ramPages: 10_000, swapPages: 0 }, { width: 720, height: 380 }, 'finest');
  const painter = createFramePainter(canvas, grid, ports);
  painter.show(cells(10_000, () => 1));
  pass();
  painter.show(cells(10_000, (i) => (i === 5 ? 2 : 1)));
  expect(frames).toHaveLength(1);
  while (frames.length > 0) pass();
  expect(filled).toHaveLength(10_001);
  expect(filled.filter(({ fill }) => fill === 'owner 1')).toHaveLength(1);
  painter.show(cells(10_000, (i) => (i === 5 ? 2 : 1)));
  expect(pass()).toBe(0);
  painter.show(cells(10_000, () => 2));
  painter.close();
  expect(frames).toHaveLength(0);
});

it('cuts a corner off the cells that are shared, and off no other', () => {
  const { canvas, ports, pass, corners } = surface();
  const grid = layOut({ ramPages: 100, swapPages: 0 }, { width: 720, height: 380 });
  const painter = createFramePainter(canvas, grid, ports);
  painter.show({ paints: PAINTS, codes: new Uint32Array(100).map((_, i) => (i < 3 ? 3 : 2)) });
  pass();
  expect(corners).toHaveLength(2 * 3);
});

it('identifies owners by their key, not by their index in a list', () => {
  const { canvas, ports, pass } = surface();
  const grid = layOut({ ramPages: 100, swapPages: 0 }, { width: 720, height: 380 });
  const painter = createFramePainter(canvas, grid, ports);
  painter.show(cells(100, () => 1));
  expect(pass()).toBe(100);
  painter.show({ paints: [MIXED, paint('b', 1), paint('a', 0)], codes: new Uint32Array(100).fill(4) });
  expect(pass()).toBe(0);
});
