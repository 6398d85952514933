import type { FrameClass, FrameMapView, ProcessView } from '@overcommit/engine';
import type { People } from '../people.ts';
import { type FrameGrid, pagesOfCell } from './frameGrid.ts';
import { type FramePaint, type FrameStyle, MIXED } from './frameStyle.ts';

/** What each cell shows: twice an index into `paints`, plus one if most of its shown pages are shared. */
export type FrameCells = { paints: FramePaint[]; codes: Uint32Array };

/** One paint for each key, and the paint of each class. */
function paintsOf(classes: FrameClass[], style: FrameStyle): { paints: FramePaint[]; paintOf: Uint32Array } {
  const paints: FramePaint[] = [MIXED];
  const at = new Map<string, number>();
  const paintOf = Uint32Array.from(classes, (frame) => {
    const paint = style(frame);
    const known = at.get(paint.key);
    if (known !== undefined) return known;
    at.set(paint.key, paints.length);
    return paints.push(paint) - 1;
  });
  return { paints, paintOf };
}

/** A cell shows the owner of more than half of its pages, else it is mixed. O(runs + cells). */
export function fillCells(map: FrameMapView, grid: FrameGrid, style: FrameStyle): FrameCells {
  const { paints, paintOf } = paintsOf(map.classes, style);
  const hasOwner = map.classes.map(({ pid }) => pid !== null);
  const codes = new Uint32Array(grid.ramCells + grid.swapCells);
  const held = new Float64Array(paints.length);
  const shared = new Float64Array(paints.length);
  let run = 0;
  for (let i = 0; i < codes.length; i++) {
    const { from, to } = pagesOfCell(grid, i);
    while ((map.starts[run + 1] as number) <= from) run++;
    if ((map.starts[run + 1] as number) >= to) {
      const of = map.classOf[run] as number;
      codes[i] = (paintOf[of] as number) * 2 + ((map.mappers[run] as number) > 1 && hasOwner[of] ? 1 : 0);
      continue;
    }
    held.fill(0);
    shared.fill(0);
    let most = 0;
    for (let r = run; r < map.classOf.length && (map.starts[r] as number) < to; r++) {
      const pages = Math.min(to, map.starts[r + 1] as number) - Math.max(from, map.starts[r] as number);
      const of = map.classOf[r] as number;
      const paint = paintOf[of] as number;
      held[paint] = (held[paint] as number) + pages;
      if ((map.mappers[r] as number) > 1 && hasOwner[of]) shared[paint] = (shared[paint] as number) + pages;
      if ((held[paint] as number) > (held[most] as number)) most = paint;
    }
    const pages = held[most] as number;
    if (pages * 2 > to - from) codes[i] = most * 2 + (2 * (shared[most] as number) > pages ? 1 : 0);
  }
  return { paints, codes };
}

type Part = { frame: FrameClass; pages: number; mappers: number };

/** What lies in a cell, most pages first. */
function partsOf(map: FrameMapView, grid: FrameGrid, cell: number): Part[] {
  const { from, to } = pagesOfCell(grid, cell);
  const parts = new Map<string, Part>();
  for (let r = runAt(map.starts, from); r < map.classOf.length && (map.starts[r] as number) < to; r++) {
    const pages = Math.min(to, map.starts[r + 1] as number) - Math.max(from, map.starts[r] as number);
    const frame = map.classes[map.classOf[r] as number] as FrameClass;
    const mappers = map.mappers[r] as number;
    const key = `${map.classOf[r]} ${mappers}`;
    const part = parts.get(key) ?? { frame, pages: 0, mappers };
    parts.set(key, part);
    part.pages += pages;
  }
  return [...parts.values()].sort((a, b) => b.pages - a.pages);
}

/** Index of the run that holds a position. */
function runAt(starts: Uint32Array, position: number): number {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >>> 1;
    if ((starts[middle] as number) <= position) low = middle;
    else high = middle - 1;
  }
  return low;
}

const WORDS: Record<FrameClass['kind'], string> = {
  kernel: 'kernel',
  tables: 'page tables',
  file: 'file pages',
  anon: 'anonymous',
  shm: 'shared memory',
  swap: 'swapped out',
  free: 'free',
};
const MOST_PARTS = 4;

/** A cell in words, for the pointer and the screen reader. */
export function describeCell(
  map: FrameMapView,
  at: { cell: number; grid: FrameGrid; people: People; processes: ProcessView[] },
): string {
  const { grid, cell } = at;
  const { from, to, isInSwap } = pagesOfCell(grid, cell);
  const first = isInSwap ? from - grid.ramPages : from;
  const places = isInSwap ? 'swap slot' : 'frame';
  const where = to - from === 1 ? `${places} ${first}` : `${places}s ${first}–${first + to - from - 1}`;
  const say = ({ frame: { kind, owner, pid }, mappers }: Part): string => {
    const process = pid === null ? undefined : at.processes.find((p) => p.pid === pid);
    const person = owner === null ? '' : at.people.name(owner);
    const whose = process ? ` of ${process.name}${person && ` (${person})`}` : person && ` of ${person}`;
    return `${WORDS[kind]}${whose}${mappers > 1 && pid !== null ? `, shared by ${mappers}` : ''}`;
  };
  const parts = partsOf(map, grid, cell);
  if (parts.length === 1) return `${where}: ${say(parts[0] as Part)}`;
  const shown = parts.slice(0, MOST_PARTS).map((part) => `${part.pages} ${say(part)}`);
  const rest = parts.slice(MOST_PARTS).reduce((sum, part) => sum + part.pages, 0);
  return `${where}: ${[...shown, ...(rest > 0 ? [`${rest} more`] : [])].join('; ')}`;
}
