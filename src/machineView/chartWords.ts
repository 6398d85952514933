import { entryNumber, mib } from '@overcommit/reading';
import { type ChartData, columnAt, isMark } from './chartData.ts';

/** The column of the next kill or refusal before (-1) or after (1) column `from`; `from` itself when there is none. */
export function nextMark(data: ChartData, from: number, step: -1 | 1): number {
  const seq = data.seqs[from] ?? 0;
  const marks = data.markers.filter(isMark).map((m) => m.seq);
  const found = step > 0 ? marks.find((m) => m > seq) : marks.filter((m) => m < seq).at(-1);
  return found === undefined ? from : columnAt(data.seqs, found);
}

/** What happened from the entry of a column up to the next column. */
export function marksAt({ seqs, markers }: ChartData, column: number): string[] {
  const from = seqs[column] ?? 0;
  const to = seqs[column + 1] ?? Number.POSITIVE_INFINITY;
  return markers.filter((m) => m.seq >= from && m.seq < to).map((m) => m.label);
}

/** A column in words: what happened, then who holds how much, most first. */
export function describeColumn(data: ChartData, column: number): string {
  const seq = data.seqs[column];
  if (seq === undefined) return 'No entries yet';
  const parts = data.bands
    .map((band, i) => ({ name: band.name, pages: data.pages[i]?.[column] ?? 0 }))
    .filter(({ pages }) => pages > 0)
    .sort((a, b) => b.pages - a.pages)
    .map(({ name, pages }) => `${name} ${mib(pages)}`);
  const { paging } = data;
  const slots = paging ? [`paging space ${mib(paging.taken[column] ?? 0)} of ${mib(paging.total)}`] : [];
  return `${entryNumber(seq)}: ${[...marksAt(data, column), ...slots, ...parts].join(', ')}`;
}
