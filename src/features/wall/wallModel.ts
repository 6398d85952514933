import type { WallMember, WallTile } from '@overcommit/protocol/api';
import type { People } from '@/machineView/people.ts';
import { type River, riverOf } from '@/machineView/river/river.ts';
import { scaleEnd } from '@/machineView/scale.ts';

/** With this many failed commands in a row a student counts as stuck. */
const STUCK_FROM = 3;
const WINDOW_MS = 60_000;
const LEAST_SPAN_MS = 4000;

/** The length of each machine's log at some moments of the last minute, oldest first. */
export type Samples = { at: number; seqs: Record<string, number> }[];

export function withSample(samples: Samples, at: number, tiles: readonly Pick<WallTile, 'id' | 'seq'>[]): Samples {
  const seqs = Object.fromEntries(tiles.map(({ id, seq }) => [id, seq]));
  return [...samples.filter((one) => at - one.at <= WINDOW_MS), { at, seqs }];
}

/** Entries a minute of one machine, from the samples of the last minute; null = too few samples. */
export function entriesPerMinute(samples: Samples, machineId: string): number | null {
  const seen = samples.filter(({ seqs }) => seqs[machineId] !== undefined);
  const [first, last] = [seen[0], seen.at(-1)];
  if (!first || !last || last.at - first.at < LEAST_SPAN_MS) return null;
  const entries = (last.seqs[machineId] ?? 0) - (first.seqs[machineId] ?? 0);
  return Math.round((entries * 60_000) / (last.at - first.at));
}

/** A student who is here and whose commands fail again and again. A student who has left is not stuck any more. */
export const isStuck = ({ role, isHere, failedInARow }: WallMember): boolean =>
  role === 'student' && isHere && failedInARow >= STUCK_FROM;

/** Who needs help: raised hands first, then those whose commands fail again and again. */
export function whoNeedsHelp(tile: Pick<WallTile, 'members'>): { raised: WallMember[]; stuck: WallMember[] } {
  return {
    raised: tile.members.filter(({ isHandRaised }) => isHandRaised),
    stuck: tile.members.filter((member) => isStuck(member) && !member.isHandRaised),
  };
}

/** Memory and swap of a machine, in pages. */
export const existsOf = ({ ramPages, swapPages }: Pick<WallTile, 'ramPages' | 'swapPages'>): number =>
  ramPages + swapPages;

/** One scale for all machines, in pages: to the most that was promised on any of them while one looks. */
export function wallScale(tiles: readonly WallTile[]): number {
  const exists = Math.max(1, ...tiles.map(existsOf));
  const most = Math.max(0, ...tiles.flatMap(({ trail }) => trail.map(({ promisedPages }) => promisedPages)));
  return scaleEnd(exists, Math.min(most, exists * MOST_TIMES));
}

/** A promise of many times what exists would press all machines to the bottom. */
const MOST_TIMES = 2.5;

/** Pages that can still be used, or promised where the kernel refuses: then this machine kills or refuses. */
export const toGo = (tile: WallTile): number =>
  Math.max(
    0,
    Math.min(
      existsOf(tile) - tile.usedPages,
      tile.isEnforced ? tile.limitPages - tile.promisedPages : Number.MAX_VALUE,
    ),
  );

/** The most urgent first; of equals in the order that they came in. Machines on which nothing runs come last. */
export function byUrgency(tiles: readonly WallTile[]): WallTile[] {
  const idle = (tile: WallTile): number => Number(tile.processes === 0);
  return [...tiles].sort((a, b) => idle(a) - idle(b) || toGo(a) - toGo(b));
}

/** A tile's machine over the moments at which it was looked at, oldest first. */
export function trailRiver(tile: WallTile, people: People): River {
  const samples = tile.trail.map(({ promisedPages, usedBy }, seq) => ({ seq, promisedPages, byOwner: usedBy }));
  const at = tile.trail.findIndex(({ seq }) => seq >= (tile.lastKill?.seq ?? Number.POSITIVE_INFINITY));
  // A kill before the first look has no place in the picture.
  const markers = tile.lastKill && at > 0 ? [{ seq: at, kind: 'kill' as const, label: tile.lastKill.victim }] : [];
  return riverOf({ samples, markers, ramPages: tile.ramPages, existsPages: existsOf(tile) }, people);
}

export type FreshKill = { tile: WallTile; kill: NonNullable<WallTile['lastKill']> };

/** The newest kill that the wall has not shown, by what it knew at its last look: the last kill of each machine. */
export function freshKill(tiles: readonly WallTile[], known: ReadonlyMap<string, number> | null): FreshKill | null {
  if (known === null) return null;
  const fresh = tiles.flatMap((tile): FreshKill[] => {
    const kill = tile.lastKill;
    return kill && kill.seq > (known.get(tile.id) ?? 0) ? [{ tile, kill }] : [];
  });
  return fresh.sort((a, b) => b.kill.at.getTime() - a.kill.at.getTime())[0] ?? null;
}

export const killsOf = (tiles: readonly WallTile[]): Map<string, number> =>
  new Map(tiles.map(({ id, lastKill }) => [id, lastKill?.seq ?? 0]));

/** Columns with which so many tiles fill a screen, wider than high. */
export function columnsFor(tiles: number, { width, height }: { width: number; height: number }): number {
  const ratio = width / Math.max(1, height);
  return Math.max(1, Math.min(tiles, Math.ceil(Math.sqrt((tiles * ratio) / WIDE))));
}

/** How much wider than high a tile is drawn best. */
const WIDE = 1.7;

/** "just now", "4 min ago", "2 h ago". */
export function ago(at: Date, nowMs: number): string {
  const minutes = Math.floor((nowMs - at.getTime()) / 60_000);
  if (minutes < 1) return 'just now';
  return minutes < 60 ? `${minutes} min ago` : `${Math.floor(minutes / 60)} h ago`;
}
