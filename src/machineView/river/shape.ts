import type { Axis } from './axis.ts';
import type { River } from './river.ts';

/** Where a river is drawn: `end` pages high. Sizes in CSS pixels. */
export type Field = { axis: Axis; end: number; width: number; height: number };

const round = (n: number): number => Math.round(n * 10) / 10;
const xOf = ({ axis, width }: Field, seq: number): number => round(axis.at(seq) * width);
export const yOf = ({ end, height }: Field, pages: number): number =>
  round(height - (Math.min(pages, end) / end) * height);

/** Left and right edge of each column. */
function edges(river: River, field: Field): [number, number][] {
  return river.seqs.map((seq, i) => [xOf(field, seq), xOf(field, river.seqs[i + 1] ?? field.axis.last + 1)]);
}

/** Steps along `tops` and back along `bottoms`, as an SVG path. */
function area(columns: readonly [number, number][], tops: readonly number[], bottoms: readonly number[]): string {
  if (columns.length === 0) return '';
  const up = columns.map(([x1, x2], i) => `${i === 0 ? 'M' : 'L'}${x1} ${tops[i]}H${x2}`);
  const back = columns.map(([x1, x2], i) => `L${x2} ${bottoms[i]}H${x1}`).reverse();
  return `${up.join('')}${back.join('')}Z`;
}

/** One path for each owner, from the bottom up. */
export function bandPaths(river: River, field: Field): { key: string; path: string }[] {
  const columns = edges(river, field);
  const base = river.seqs.map(() => 0);
  return river.bands.map(({ key, pages }) => {
    const bottoms = base.map((sum) => yOf(field, sum));
    for (const [i, more] of pages.entries()) base[i] = (base[i] as number) + more;
    return {
      key,
      path: area(
        columns,
        base.map((sum) => yOf(field, sum)),
        bottoms,
      ),
    };
  });
}

/** What was promised, as a line of steps. */
export function promisedPath(river: River, field: Field): string {
  return edges(river, field)
    .map(([x1, x2], i) => `${i === 0 ? 'M' : 'L'}${x1} ${yOf(field, river.promised[i] as number)}H${x2}`)
    .join('');
}

/** What was promised beyond all that exists. */
export function beyondPath(river: River, field: Field): string {
  const floor = yOf(field, river.existsPages);
  const columns = edges(river, field);
  return columns
    .map(([x1, x2], i) => {
      const top = yOf(field, river.promised[i] as number);
      return top < floor ? `M${x1} ${floor}V${top}H${x2}V${floor}Z` : '';
    })
    .join('');
}

type BandName = { key: string; x: number; y: number; width: number };
/** A name needs this much room, in CSS pixels. */
const LEAST_HEIGHT = 15;
const LEAST_WIDTH = 44;

/** A stretch in which a band is at least as high as between two levels, in CSS pixels from the bottom. */
type Stretch = { from: number; low: number; high: number };

/** The stretch with one more column, or a new one where they have too little height in common; null: too low for a name. */
function longer(open: Stretch | null, next: Stretch): Stretch | null {
  const low = Math.max(open?.low ?? next.low, next.low);
  const high = Math.min(open?.high ?? next.high, next.high);
  if (open && high - low >= LEAST_HEIGHT) return { from: open.from, low, high };
  return next.high - next.low >= LEAST_HEIGHT ? next : null;
}

/** Where each owner’s name fits: the widest stretch in which their band is high enough. */
export function bandNames(river: River, field: Field): BandName[] {
  const columns = edges(river, field);
  const perPage = field.height / field.end;
  const base = river.seqs.map(() => 0);
  return river.bands.flatMap(({ key, pages }) => {
    let best = { x: 0, y: 0, width: 0 };
    let open: Stretch | null = null;
    for (const [i, [x1, x2]] of columns.entries()) {
      const low = (base[i] as number) * perPage;
      open = longer(open, { from: x1, low, high: low + (pages[i] as number) * perPage });
      if (open && x2 - open.from > best.width)
        best = { x: (open.from + x2) / 2, y: field.height - (open.low + open.high) / 2, width: x2 - open.from };
    }
    for (const [i, more] of pages.entries()) base[i] = (base[i] as number) + more;
    return best.width >= LEAST_WIDTH ? [{ key, ...best }] : [];
  });
}

type BeyondLabel = { x: number; y: number; width: number; pages: number };

/** Where "promised that no one has" fits: the widest stretch in which as much is promised beyond what exists. */
export function beyondLabel(river: River, field: Field): BeyondLabel | null {
  const floor = yOf(field, river.existsPages);
  let best: BeyondLabel | null = null;
  let open: BeyondLabel | null = null;
  for (const [i, [x1, x2]] of edges(river, field).entries()) {
    const pages = (river.promised[i] as number) - river.existsPages;
    const height = floor - yOf(field, river.promised[i] as number);
    const from: number = open?.pages === pages ? open.x : x1;
    open = height < LEAST_HEIGHT + 3 ? null : { x: from, y: floor - height / 2, width: x2 - from, pages };
    if (open && (best === null || open.width > best.width)) best = open;
  }
  return best;
}
