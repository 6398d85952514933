/** Kept however near they are: a snapshot that is found to be wrong has others before it. */
const NEWEST_KEPT = 3;

/**
 * Which of a stream's snapshots may go. The newest stay; of older ones those stay whose absence would leave a gap of more
 * than half the distance to the newest. Of n snapshots about log n stay, and from any entry one is near, in proportion to
 * how far back it is.
 * @param versions in any order
 * @returns those to drop
 */
export function snapshotsToDrop(versions: readonly number[]): number[] {
  const newestFirst = [...versions].sort((a, b) => b - a);
  const newest = newestFirst[0] ?? 0;
  const dropped: number[] = [];
  let kept = newest;
  for (const [i, version] of newestFirst.entries()) {
    const before = newestFirst[i + 1] ?? 0;
    const mayGo = i >= NEWEST_KEPT && kept - before < (newest - version) / 2;
    if (mayGo) dropped.push(version);
    else kept = version;
  }
  return dropped;
}
