/**
 * A long list of runs in pieces, so that a change moves few of them. Read in order the pieces are one list as `runs.ts`
 * describes it: sorted, apart, equal neighbours joined, also across a cut between pieces. No piece is empty. Where the
 * cuts lie is not state: it depends on the history, is not part of the digest, and must not be read.
 */
import { invalidate } from './memo.ts';
import { carve, firstAfter, insertRun, joinAround, pick, type Run, type RunKind, removeRuns } from './runs.ts';

export type Pieces<T extends Run> = T[][];

/** A piece of more runs is cut in two. */
const MOST_RUNS = 64;

/** The list in pieces, from one in one. */
export function inPieces<T extends Run>(runs: readonly T[]): Pieces<T> {
  const out: Pieces<T> = [];
  for (let i = 0; i < runs.length; i += MOST_RUNS / 2) out.push(runs.slice(i, i + MOST_RUNS / 2));
  return out;
}

function endOf<T extends Run>(piece: readonly T[]): number {
  const last = piece[piece.length - 1] as T;
  return last.at + last.count;
}

/** Index of the first piece that ends after `at` (the number of pieces if none). */
function pieceAfter<T extends Run>(pieces: Pieces<T>, at: number): number {
  let low = 0;
  let high = pieces.length;
  while (low < high) {
    const mid = (low + high) >>> 1;
    if (endOf(pieces[mid] as T[]) <= at) low = mid + 1;
    else high = mid;
  }
  return low;
}

/** What `insertRun` does. */
export function insertInPieces<T extends Run>(pieces: Pieces<T>, run: NoInfer<T>, kind: NoInfer<RunKind<T>>): void {
  if (run.count <= 0) return;
  if (pieces.length === 0) {
    pieces.push([run]);
    return;
  }
  const i = Math.min(pieceAfter(pieces, run.at), pieces.length - 1);
  const piece = pieces[i] as T[];
  insertRun(piece, run, kind);
  tidy(pieces, i, kind);
}

/** What `removeRuns` does. */
export function removeFromPieces<T extends Run>(pieces: Pieces<T>, { at, count }: Run, kind: NoInfer<RunKind<T>>): T[] {
  const first = pieceAfter(pieces, at);
  const out: T[] = [];
  let i = first;
  while (i < pieces.length && startOf(pieces[i] as T[]) < at + count) {
    const piece = pieces[i] as T[];
    const gone = removeRuns(piece, at, count, kind);
    if (out.length === 0) out.push(...gone);
    else for (const run of gone) out.push(run);
    if (piece.length === 0) pieces.splice(i, 1);
    else i += 1;
  }
  const cut = pieces[first];
  if (cut && cut.length > MOST_RUNS) halve(pieces, first);
  return out;
}

function startOf<T extends Run>(piece: readonly T[]): number {
  return (piece[0] as T).at;
}

/** Change every run in a range in place, cutting at its ends and joining afterwards. */
export function changeInPieces<T extends Run>(
  pieces: Pieces<T>,
  { at, count }: Run,
  { kind, change }: { kind: NoInfer<RunKind<T>>; change: (run: T) => void },
): void {
  const first = pieceAfter(pieces, at);
  let i = first;
  for (; i < pieces.length && startOf(pieces[i] as T[]) < at + count; i++) {
    const piece = pieces[i] as T[];
    const [from, to] = carve(piece, at, count, kind);
    for (let k = from; k < to; k++) change(piece[k] as T);
    joinAround(piece, from, to, kind);
  }
  for (let k = i - 1; k >= first; k--) tidy(pieces, k, kind);
}

/** What `pick` does. */
export function pickFromPieces<T extends Run>(pieces: Pieces<T>, { at, count }: Run, kind: NoInfer<RunKind<T>>): T[] {
  const out: T[] = [];
  for (let i = pieceAfter(pieces, at); i < pieces.length; i++) {
    const piece = pieces[i] as T[];
    if (startOf(piece) >= at + count) break;
    const here = pick(piece, at, count, kind);
    if (out.length === 0 && endOf(piece) >= at + count) return here;
    for (const run of here) out.push(run);
  }
  return out;
}

/** Whether all runs that reach into a range are so; nothing is changed. */
export function everyInPieces<T extends Run>(
  pieces: Pieces<T>,
  { at, count }: Run,
  isSo: (run: T) => boolean,
): boolean {
  const end = at + count;
  for (let i = pieceAfter(pieces, at); i < pieces.length; i++) {
    const piece = pieces[i] as T[];
    if (startOf(piece) >= end) return true;
    for (let k = firstAfter(piece, at); k < piece.length; k++) {
      const run = piece[k] as T;
      if (run.at >= end) return true;
      if (!isSo(run)) return false;
    }
  }
  return true;
}

/** After a change in piece `i`: join over its two cuts, and halve it if it has become too long. */
function tidy<T extends Run>(pieces: Pieces<T>, i: number, kind: RunKind<T>): void {
  joinOver(pieces, i, kind);
  if (i > 0) joinOver(pieces, i - 1, kind);
  if ((pieces[i]?.length ?? 0) > MOST_RUNS) halve(pieces, i);
}

/** Join the last run of piece `i` with the first of the next. */
function joinOver<T extends Run>(pieces: Pieces<T>, i: number, kind: RunKind<T>): void {
  const [piece, next] = [pieces[i], pieces[i + 1]];
  if (!piece || !next) return;
  const left = piece[piece.length - 1] as T;
  const right = next[0] as T;
  if (left.at + left.count !== right.at || !kind.joins(left, right)) return;
  invalidate(piece);
  invalidate(next);
  left.count += right.count;
  if (next.length === 1) pieces.splice(i + 1, 1);
  else next.shift();
}

function halve<T extends Run>(pieces: Pieces<T>, i: number): void {
  const piece = pieces[i] as T[];
  invalidate(piece);
  pieces.splice(i + 1, 0, piece.splice(piece.length >>> 1));
}
