import type { Marker, Sample } from '@overcommit/reading';
import type { OwnerLook } from '@/ui/OwnerMark.tsx';
import type { People } from '../people.ts';
import { scaleEnd } from '../scale.ts';

/** What a river is drawn from. Sizes in pages. */
export type RiverSource = {
  samples: readonly Pick<Sample, 'seq' | 'promisedPages' | 'byOwner'>[];
  markers: readonly Marker[];
  ramPages: number;
  existsPages: number;
};

export type RiverBand = { key: string; look: OwnerLook; pages: number[] };
/** Used memory by owner, stacked from the bottom, and what was promised. Each column holds until the next one. */
export type River = Pick<RiverSource, 'markers' | 'ramPages' | 'existsPages'> & {
  seqs: number[];
  bands: RiverBand[];
  promised: number[];
};

/** Owners in the order of their seats, the system first: the same in every lane. */
export function riverOf(source: RiverSource, people: People): River {
  const { samples, markers, ramPages, existsPages } = source;
  const order = new Map<string | null, number>([
    [null, -1],
    ...people.seats.map((seat, i) => [seat.actorId, i] as const),
  ]);
  const owners = new Set<string | null>([null]);
  for (const { byOwner } of samples) for (const { owner, pages } of byOwner) if (pages > 0) owners.add(owner);
  const sorted = [...owners].sort((a, b) => (order.get(a) ?? order.size) - (order.get(b) ?? order.size));
  const bands = sorted.map((owner) => ({
    key: owner ?? 'system',
    look: people.look(owner),
    pages: samples.map(({ byOwner }) => byOwner.find((use) => use.owner === owner)?.pages ?? 0),
  }));
  return {
    seqs: samples.map(({ seq }) => seq),
    bands,
    promised: samples.map(({ promisedPages }) => promisedPages),
    ...{ markers, ramPages, existsPages },
  };
}

/** A promise of many times what exists would press everything else to the bottom: it ends above the picture. */
const MOST_TIMES = 3;

/** The end of one scale for all of these rivers, in pages. */
export function riverScale(rivers: readonly River[]): number {
  const exists = Math.max(1, ...rivers.map(({ existsPages }) => existsPages));
  const most = Math.max(0, ...rivers.flatMap(({ promised }) => promised));
  return scaleEnd(exists, Math.min(most, exists * MOST_TIMES));
}

/** All that is used at a column, in pages. */
export const usedAt = ({ bands }: River, column: number): number =>
  bands.reduce((sum, { pages }) => sum + (pages[column] ?? 0), 0);

/** The column that holds at an entry: the last one at or before it. */
export function columnOf({ seqs }: River, seq: number): number {
  let low = 0;
  let high = seqs.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((seqs[middle] as number) <= seq) low = middle + 1;
    else high = middle;
  }
  return Math.max(0, low - 1);
}

/** A lane as it goes: the main line up to where it parts, then its own way. */
export function branched(main: RiverSource, lane: RiverSource, from: number): RiverSource {
  return {
    ...lane,
    samples: [...main.samples.filter(({ seq }) => seq <= from), ...lane.samples.filter(({ seq }) => seq > from)],
    markers: [...main.markers.filter(({ seq }) => seq <= from), ...lane.markers.filter(({ seq }) => seq > from)],
  };
}
