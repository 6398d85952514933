import type { Machine, FrameRun as State } from '../state.ts';
import type { FrameKind, FrameMapView, FrameRun } from './types.ts';

type Mapper = { at: number; end: number; pid: number; owner: string | null };

/** Who maps what, sorted by where it begins: private and shared frames in one list, swap slots in another. */
function mappers(m: Machine): { frames: Mapper[]; slots: Mapper[] } {
  const owners = new Map(m.seats.map((seat) => [seat.uid, seat.actor]));
  const out = { frames: [] as Mapper[], slots: [] as Mapper[] };
  const seen = new Set<number>();
  for (const process of m.processes) {
    const space = seen.has(process.space ?? -1) ? undefined : m.spaces.find((s) => s.id === process.space);
    if (!space) continue;
    seen.add(space.id);
    const owner = owners.get(process.uid) ?? null;
    for (const run of space.pages) {
      if (run.state === 'zero') continue;
      const list = run.state === 'swap' ? out.slots : out.frames;
      list.push({ at: run.ref, end: run.ref + run.count, pid: process.pid, owner });
    }
    for (const table of [...space.tables, ...space.upperTables]) {
      out.frames.push({ at: table.ref, end: table.ref + table.count, pid: process.pid, owner });
    }
  }
  return out;
}

/** Cut [at, end) where its mappers change; each piece belongs to the oldest process that maps it. */
function pieces(at: number, end: number, list: readonly Mapper[]): { at: number; end: number; first: Mapper | null }[] {
  const inside = list.filter((x) => x.at < end && x.end > at);
  const cuts = new Set([at, end]);
  for (const x of inside) {
    if (x.at > at) cuts.add(x.at);
    if (x.end < end) cuts.add(x.end);
  }
  const sorted = [...cuts].sort((a, b) => a - b);
  return sorted.slice(0, -1).map((from, i) => ({
    at: from,
    end: sorted[i + 1] as number,
    first: inside.find((x) => x.at <= from && x.end > from) ?? null,
  }));
}

/** All RAM in frame order, then all swap slots, as runs of equal pages. */
export function frameMap(m: Machine): FrameMapView {
  const who = mappers(m);
  const runs: FrameRun[] = [];
  let cursor = 0;
  for (const run of m.frames.flat()) {
    if (run.at > cursor) runs.push(free(cursor, run.at - cursor, false));
    pushRun(runs, run, run.use, who.frames);
    cursor = run.at + run.count;
  }
  if (cursor < m.ramPages) runs.push(free(cursor, m.ramPages - cursor, false));
  cursor = 0;
  for (const run of m.slots) {
    if (run.at > cursor) runs.push(free(cursor, run.at - cursor, true));
    for (const piece of pieces(run.at, run.at + run.count, who.slots)) {
      runs.push(used(piece, { kind: 'swap', isInSwap: true, mappers: run.refs }));
    }
    cursor = run.at + run.count;
  }
  if (cursor < m.swapPages) runs.push(free(cursor, m.swapPages - cursor, true));
  return { ramPages: m.ramPages, swapPages: m.swapPages, runs };
}

function pushRun(runs: FrameRun[], run: State, kind: FrameKind, list: readonly Mapper[]): void {
  const isOwned = kind === 'anon' || kind === 'shm' || kind === 'tables';
  for (const piece of pieces(run.at, run.at + run.count, isOwned ? list : [])) {
    runs.push(used(piece, { kind, isInSwap: false, mappers: run.shares }));
  }
}

type Piece = { at: number; end: number; first: Mapper | null };

function used({ at, end, first }: Piece, rest: Pick<FrameRun, 'kind' | 'isInSwap' | 'mappers'>): FrameRun {
  return { first: at, count: end - at, ...rest, owner: first?.owner ?? null, pid: first?.pid ?? null };
}

function free(first: number, count: number, isInSwap: boolean): FrameRun {
  return { first, count, kind: 'free', isInSwap, owner: null, pid: null, mappers: 0 };
}
