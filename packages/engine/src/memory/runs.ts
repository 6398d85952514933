import { invalidate } from './memo.ts';

/** Sorted, non-overlapping intervals. Everything in the machine is kept by extent, never by page. */
export type Run = { at: number; count: number };

/** What a kind of run must know to be cut and joined. `slice` must return a fresh object. */
export type RunKind<T extends Run> = {
  slice: (run: T, offset: number, count: number) => T;
  joins: (left: T, right: T) => boolean;
};

/** Index of the first run that ends after `at` (runs.length if none). */
export function firstAfter<T extends Run>(runs: readonly T[], at: number): number {
  let low = 0;
  let high = runs.length;
  while (low < high) {
    const mid = (low + high) >>> 1;
    const run = runs[mid] as T;
    if (run.at + run.count <= at) low = mid + 1;
    else high = mid;
  }
  return low;
}

/** Make sure that no run straddles `at`; answers the index of the first run at or after it. */
export function splitAt<T extends Run>(runs: T[], at: number, kind: RunKind<T>): number {
  const i = firstAfter(runs, at);
  const run = runs[i];
  if (!run || run.at >= at) return i;
  invalidate(runs);
  const offset = at - run.at;
  const right = kind.slice(run, offset, run.count - offset);
  run.count = offset;
  runs.splice(i + 1, 0, right);
  return i + 1;
}

/** Cut at both ends of [at, at+count) and answer the index range [from, to) of the runs inside, which the caller may change. */
export function carve<T extends Run>(runs: T[], at: number, count: number, kind: RunKind<T>): [number, number] {
  invalidate(runs);
  const from = splitAt(runs, at, kind);
  let to = from;
  const end = at + count;
  while (to < runs.length && (runs[to] as T).at + (runs[to] as T).count <= end) to++;
  const last = runs[to];
  if (last && last.at < end) to = splitAt(runs, end, kind);
  return [from, to];
}

/** Join equal neighbours around the index range [from, to]. The caller has changed the list, and said so to its memos. */
export function joinAround<T extends Run>(runs: T[], from: number, to: number, kind: RunKind<T>): void {
  const last = Math.min(to, runs.length - 1);
  for (let i = last; i >= Math.max(1, from); i--) {
    const left = runs[i - 1] as T;
    const right = runs[i] as T;
    if (left.at + left.count !== right.at || !kind.joins(left, right)) continue;
    left.count += right.count;
    runs.splice(i, 1);
  }
}

/** Insert a run into a hole; joins it with its neighbours. */
export function insertRun<T extends Run>(runs: T[], run: NoInfer<T>, kind: NoInfer<RunKind<T>>): void {
  if (run.count <= 0) return;
  invalidate(runs);
  const i = firstAfter(runs, run.at);
  const next = runs[i];
  if (next && next.at < run.at + run.count) throw new Error(`run at ${run.at} overlaps one at ${next.at}`);
  const left = runs[i - 1];
  if (left && left.at + left.count === run.at && kind.joins(left, run)) {
    left.count += run.count;
    joinAround(runs, i, i, kind);
    return;
  }
  runs.splice(i, 0, run);
  joinAround(runs, i + 1, i + 1, kind);
}

/** Take everything in [at, at+count) out; answers what was there. */
export function removeRuns<T extends Run>(runs: T[], at: number, count: number, kind: RunKind<T>): T[] {
  if (count <= 0) return [];
  const [from, to] = carve(runs, at, count, kind);
  return from === to ? [] : runs.splice(from, to - from);
}

/** Copies of the parts of runs that lie in [at, at+count), without changing anything. */
export function pick<T extends Run>(runs: readonly T[], at: number, count: number, kind: RunKind<T>): T[] {
  const out: T[] = [];
  const end = at + count;
  for (let i = firstAfter(runs, at); i < runs.length; i++) {
    const run = runs[i] as T;
    if (run.at >= end) break;
    const start = Math.max(run.at, at);
    out.push(kind.slice(run, start - run.at, Math.min(run.at + run.count, end) - start));
  }
  return out;
}

/** The holes between runs within [at, at+count). */
export function holes<T extends Run>(runs: readonly T[], at: number, count: number): Run[] {
  const out: Run[] = [];
  const end = at + count;
  let cursor = at;
  for (let i = firstAfter(runs, at); i < runs.length && cursor < end; i++) {
    const run = runs[i] as T;
    if (run.at >= end) break;
    if (run.at > cursor) out.push({ at: cursor, count: run.at - cursor });
    cursor = Math.max(cursor, run.at + run.count);
  }
  if (cursor < end) out.push({ at: cursor, count: end - cursor });
  return out;
}

/** The sum of the counts: pages, frames or slots, as the runs are. */
export function totalOf(runs: readonly Run[]): number {
  let sum = 0;
  for (const run of runs) sum += run.count;
  return sum;
}
