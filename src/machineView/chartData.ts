import type { PagingSpaceUse } from '@overcommit/engine';
import { type Marker, type Sample, upTo } from '@overcommit/reading';
import { type FrameMode, KINDS } from './frames/frameStyle.ts';
import type { People } from './people.ts';
import type { Snapshot } from './snapshot.ts';

export type Band = { key: string; name: string; colour: number | null; pattern: number };
export type ChartData = {
  /** From the bottom up; the system's own band is first. */
  bands: Band[];
  /** Entry numbers, ascending. */
  seqs: number[];
  /** Pages of each band at each entry, one list a band. */
  pages: number[][];
  markers: Marker[];
  existsPages: number;
  ramPages: number;
  /** On a kernel that watches its paging space: the slots taken at each entry, and the marks. */
  paging: (PagingSpaceUse & { taken: number[] }) | null;
};

/** More processes than this share one band: forty colours cannot be told apart. */
const MOST_PROCESSES = 14;
const SYSTEM: Band = { key: 'system', name: 'kernel and files', colour: null, pattern: 0 };
const OTHERS: Band = { key: 'others', name: 'other processes', colour: 5, pattern: 3 };

type Part = { band: Band; pages: number };

function partsOf(sample: Sample, mode: FrameMode, people: People): Part[] {
  if (mode === 'person')
    return sample.byOwner.map(({ owner, pages }) => {
      const { name, colour, pattern } = people.look(owner);
      return { pages, band: owner === null ? { ...SYSTEM, name } : { key: owner, name, colour, pattern } };
    });
  if (mode === 'kind')
    return sample.byKind.map(({ kind, pages }) => {
      const { key, label, colour, pattern } = KINDS[kind];
      return { pages, band: { key, name: label, colour, pattern } };
    });
  return sample.byProcess.map(({ pid, name, pages }) => ({
    pages,
    band: pid === null ? SYSTEM : { key: `${pid}`, name, colour: pid % 8, pattern: Math.floor(pid / 8 + pid) % 8 },
  }));
}

/** The bands that are drawn, and the band of each key. */
function bandsOf(rows: Part[][], mode: FrameMode): { bands: Band[]; at: Map<string, number> } {
  const peaks = new Map<string, { band: Band; peak: number }>();
  for (const row of rows)
    for (const { band, pages } of row) {
      const known = peaks.get(band.key);
      if (!known) peaks.set(band.key, { band, peak: pages });
      else known.peak = Math.max(known.peak, pages);
    }
  const all = [...peaks.values()];
  const system = all.filter(({ band }) => band.colour === null);
  const own = all.filter(({ band }) => band.colour !== null);
  const isTooMany = mode === 'process' && own.length > MOST_PROCESSES;
  const large = isTooMany ? [...own].sort((a, b) => b.peak - a.peak).slice(0, MOST_PROCESSES - 1) : own;
  const bands = [...system, ...large].map(({ band }) => band);
  if (isTooMany) bands.push(OTHERS);
  const at = new Map(bands.map((band, i) => [band.key, i]));
  for (const key of peaks.keys()) if (!at.has(key)) at.set(key, bands.length - 1);
  return { bands, at };
}

/** The samples up to the snapshot's entry as equal rows, so that bands can be stacked. */
export function chartData(snapshot: Snapshot, people: People, mode: FrameMode): ChartData {
  const { history, seq, commit } = snapshot;
  const samples = upTo(history.samples, seq);
  const rows = samples.map((sample) => partsOf(sample, mode, people));
  const { bands, at } = bandsOf(rows, mode);
  const seqs = samples.map((sample) => sample.seq);
  const pages = bands.map(() => new Array<number>(rows.length).fill(0));
  rows.forEach((row, i) => {
    for (const part of row) {
      const band = pages[at.get(part.band.key) ?? 0];
      if (band) band[i] = (band[i] ?? 0) + part.pages;
    }
  });
  const taken = samples.map((sample) => sample.pagingPages ?? 0);
  // Nothing changed since the last sample: extend the picture to the entry that is shown.
  if (seqs.length > 0 && (seqs.at(-1) ?? 0) < seq) {
    seqs.push(seq);
    for (const band of pages) band.push(band.at(-1) ?? 0);
    taken.push(taken.at(-1) ?? 0);
  }
  const markers = upTo(history.markers, seq);
  return {
    bands,
    seqs,
    pages,
    markers,
    existsPages: commit.ramPages + commit.swapTotalPages,
    ramPages: commit.ramPages,
    paging: commit.pagingSpace && { ...commit.pagingSpace, taken },
  };
}

/** Kills, refusals and warnings are drawn. Other markers appear in words only. */
export const isMark = ({ kind }: Marker): boolean => kind === 'kill' || kind === 'refusal' || kind === 'warning';

/** Each band plus the bands below it, as a stacked chart draws them. */
export function stacked({ pages, seqs }: ChartData): number[][] {
  const base = new Array<number>(seqs.length).fill(0);
  return pages.map((band) =>
    band.map((value, i) => {
      base[i] = (base[i] ?? 0) + value;
      return base[i] ?? 0;
    }),
  );
}

/** The column of entry `seq`: the last sample at or before it. */
export function columnAt(seqs: readonly number[], seq: number): number {
  let at = 0;
  while (at + 1 < seqs.length && (seqs[at + 1] ?? 0) <= seq) at++;
  return at;
}
