import type { WallMember, WallTile } from '@overcommit/protocol/api';

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

/** Widths of a tile's two bars, 0 to 1, on one scale: the larger of what exists and what was promised. */
export function barsOf(tile: WallTile): { promised: number; used: number; limit: number | null; all: number } {
  const allPages = tile.ramPages + tile.swapPages;
  const scale = Math.max(allPages, tile.promisedPages, tile.isEnforced ? tile.limitPages : 0, 1);
  return {
    promised: tile.promisedPages / scale,
    used: tile.usedPages / scale,
    limit: tile.isEnforced ? tile.limitPages / scale : null,
    all: allPages / scale,
  };
}

/** "just now", "4 min ago", "2 h ago". */
export function ago(at: Date, nowMs: number): string {
  const minutes = Math.floor((nowMs - at.getTime()) / 60_000);
  if (minutes < 1) return 'just now';
  return minutes < 60 ? `${minutes} min ago` : `${Math.floor(minutes / 60)} h ago`;
}
