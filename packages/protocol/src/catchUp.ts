import type { JoinAnswer, SeenEntry, SentEntry, SnapshotHead } from './messages.ts';

/**
 * A client's view of the sequence numbers: which entry comes next, and what to request if it is missing. Pure: the caller owns the
 * socket, carries out the effects in order, and returns their results. Entries are folded in order, each once,
 * and a gap is always requested, never guessed.
 */
export type CatchUp = {
  /** The last entry that was given to fold. */
  seq: number;
  phase: 'offline' | 'asking' | 'fetching' | 'live' | 'gone';
  /** Entries after `seq`, in order, that cannot be folded yet: there is a gap before the first, or it is being fetched. */
  waiting: SentEntry[];
  /** A snapshot that is being fetched. */
  snapshot: SnapshotHead | null;
  /** The highest number known to exist. If an answer ends before it, the client asks again. */
  knownSeq: number;
};

export type CatchUpInput =
  | { type: 'connected' }
  | { type: 'disconnected' }
  /** `machine:entry`, or the entry in the answer to an own command. */
  | { type: 'entry'; entry: SentEntry }
  /** The answer to an `ask`. */
  | { type: 'answer'; answer: JoinAnswer }
  /** The answer to a `fetch`: all parts joined; `state` is the snapshot's text. */
  | { type: 'entryFetched'; entry: SeenEntry }
  | { type: 'snapshotFetched'; seq: number }
  /** An `ask` or `fetch` failed (timeout, server error): ask again. */
  | { type: 'failed' }
  | { type: 'gone' };

export type CatchUpEffect =
  /** Send `machine:join` with this number. */
  | { type: 'ask'; afterSeq: number }
  /** Fetch all parts with `machine:part`. */
  | { type: 'fetch'; what: 'entry' | 'snapshot'; seq: number; parts: number }
  /** Forget the folded machine: start from the fetched snapshot at `seq`, or from boot if that is 0. */
  | { type: 'reset'; seq: number }
  /** Fold these, in order. */
  | { type: 'fold'; entries: SeenEntry[] }
  /** The server refuses for good (no seat, no machine): show the reason and stop. */
  | { type: 'stop'; message: string };

export type CatchUpStep = { state: CatchUp; effects: CatchUpEffect[] };

/** Entries that may wait behind a gap. More are dropped and asked for again. */
const MOST_WAITING = 1000;
const FINAL = new Set(['UNAUTHORIZED', 'FORBIDDEN', 'NOT_FOUND', 'BAD_INPUT']);

/** A client that has folded up to `seq` (0 = only booted). */
export function startCatchUp(seq = 0): CatchUp {
  return { seq, phase: 'offline', waiting: [], snapshot: null, knownSeq: seq };
}

/** The number of entries that are known to exist and are not folded yet. */
export function behindBy(state: CatchUp): number {
  return Math.max(0, state.knownSeq - state.seq);
}

/** The next state and the effects to carry out. Does not change its arguments. */
export function stepCatchUp(state: CatchUp, input: CatchUpInput): CatchUpStep {
  if (state.phase === 'gone') return { state, effects: [] };
  switch (input.type) {
    case 'connected':
    case 'failed':
      return input.type === 'failed' && state.phase === 'offline' ? { state, effects: [] } : ask(state);
    case 'disconnected':
      return { state: { ...state, phase: 'offline', waiting: [], snapshot: null }, effects: [] };
    case 'gone':
      return { state: { ...state, phase: 'gone', waiting: [] }, effects: [] };
    case 'entry':
      return takeEntries(state, [input.entry]);
    case 'entryFetched':
      return takeFetched(state, input.entry);
    case 'snapshotFetched':
      return takeSnapshot(state, input.seq);
    case 'answer':
      return takeAnswer(state, input.answer);
  }
}

function ask(state: CatchUp): CatchUpStep {
  return { state: { ...state, phase: 'asking', snapshot: null }, effects: [{ type: 'ask', afterSeq: state.seq }] };
}

function takeAnswer(state: CatchUp, answer: JoinAnswer): CatchUpStep {
  if (state.phase !== 'asking') return { state, effects: [] };
  if (!answer.ok) {
    if (!FINAL.has(answer.code)) return { state, effects: [] };
    return { state: { ...state, phase: 'gone', waiting: [] }, effects: [{ type: 'stop', message: answer.message }] };
  }
  const live: CatchUp = { ...state, phase: 'live', knownSeq: Math.max(state.knownSeq, answer.seq) };
  if (answer.kind === 'upToDate') return takeEntries({ ...live, knownSeq: answer.seq }, []);
  if (answer.kind === 'entries') return takeEntries(live, answer.entries);
  const { snapshot, entries } = answer;
  const reset: CatchUp = { ...live, seq: 0, waiting: merge(state.waiting, entries, 0), knownSeq: answer.seq, snapshot };
  if (snapshot.parts === 0) return takeSnapshot({ ...reset, phase: 'fetching' }, snapshot.seq);
  return { state: { ...reset, phase: 'fetching' }, effects: [{ type: 'fetch', what: 'snapshot', ...snapshot }] };
}

function takeSnapshot(state: CatchUp, seq: number): CatchUpStep {
  if (state.snapshot?.seq !== seq) return { state, effects: [] };
  const { state: next, effects } = takeEntries({ ...state, phase: 'live', snapshot: null, seq }, []);
  return { state: next, effects: [{ type: 'reset', seq }, ...effects] };
}

function takeFetched(state: CatchUp, entry: SeenEntry): CatchUpStep {
  if (state.phase !== 'fetching' || state.snapshot) return { state, effects: [] };
  const rest = state.waiting.filter((waiting) => waiting.seq !== entry.seq);
  return takeEntries({ ...state, phase: 'live', waiting: rest }, [entry]);
}

/** Folds the entries that follow without a gap, fetches large ones, and requests from its own number where a gap is left. */
function takeEntries(state: CatchUp, entries: readonly SentEntry[]): CatchUpStep {
  const waiting = merge(state.waiting, entries, state.seq);
  const knownSeq = Math.max(state.knownSeq, waiting.at(-1)?.seq ?? 0);
  if (state.phase !== 'live') return { state: { ...state, waiting, knownSeq }, effects: [] };

  const foldable: SeenEntry[] = [];
  let seq = state.seq;
  for (const entry of waiting) {
    if (entry.seq !== seq + 1 || 'parts' in entry) break;
    foldable.push(entry);
    seq = entry.seq;
  }
  const effects: CatchUpEffect[] = foldable.length > 0 ? [{ type: 'fold', entries: foldable }] : [];
  const left = waiting.slice(foldable.length);
  const next: CatchUp = { ...state, seq, waiting: left, knownSeq };
  const first = left[0];
  if (first && first.seq === seq + 1 && 'parts' in first) {
    return { state: { ...next, phase: 'fetching' }, effects: [...effects, { type: 'fetch', what: 'entry', ...first }] };
  }
  if (knownSeq <= seq) return { state: next, effects };
  const asked = ask(next);
  return { state: asked.state, effects: [...effects, ...asked.effects] };
}

/** Both lists merged in order, each number once, only numbers above `after`. */
function merge(waiting: readonly SentEntry[], entries: readonly SentEntry[], after: number): SentEntry[] {
  const bySeq = new Map<number, SentEntry>();
  for (const entry of [...waiting, ...entries]) if (entry.seq > after) bySeq.set(entry.seq, entry);
  return [...bySeq.values()].sort((a, b) => a.seq - b.seq).slice(0, MOST_WAITING);
}
