import {
  boot,
  commandText,
  commitStatement,
  deserialise,
  differenceOf,
  type Entry,
  evolve,
  type LaneRow,
  serialise,
} from '@overcommit/engine';
import { answerWord } from '@overcommit/reading';
import { type Snapshot, takeSnapshot } from '@/machineView/snapshot.ts';
import { createLogPlayer, type LogPlayer } from './logPlayer.ts';
import type { LaneLine, LaneMoment, LaneRiver, LaneSource } from './messages.ts';

/** Lines of a lane shown before and after its position. */
const AROUND = 6;

/** A variation beside its main line. Both are at the same input, by the main line's entry numbers. */
export type LanePlayer = { at: (seq: number) => LaneMoment; river: () => LaneRiver };

export function createLanePlayer(main: LogPlayer, { from, spec, onset, rows }: Omit<LaneSource, 'id'>): LanePlayer {
  const start = from === 0 ? boot(spec) : deserialise(serialise(main.seek(from)));
  for (const fact of onset) evolve(start, fact);
  const player = createLogPlayer(spec, { total: rows.length, start });
  for (const row of rows) if (row.state === 'done') player.add(JSON.stringify(row.entry));

  /** Index after the last row at or before the main line's entry `seq`. */
  const rowsUpTo = (seq: number): number => {
    let low = 0;
    let high = rows.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((rows[middle] as LaneRow).at <= seq) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  const lineOf = (row: LaneRow): LaneLine => laneLine(row, isExtra(row) ? null : main.entryAt(row.at));
  return {
    at: (seq) => {
      const end = rowsUpTo(seq);
      const done = lastDone(rows, end);
      const { history: _none, ...snapshot }: Snapshot = takeSnapshot(player.seek(done ?? from), player.history);
      const near = rows.slice(Math.max(0, end - AROUND), end + AROUND).map(lineOf);
      const isShared = seq <= from;
      return { snapshot, near, isShared };
    },
    river: () => {
      const place = placesOf(rows);
      const placed = <T extends { seq: number }>(list: readonly T[]): T[] =>
        list.flatMap((one) => ((at) => (at === undefined ? [] : [{ ...one, seq: at }]))(place.get(one.seq)));
      const { ramPages, swapTotalPages } = commitStatement(player.seek(player.lastSeq()));
      return {
        from,
        skipped: rows.filter(({ state }) => state === 'skipped').map(({ at }) => at),
        samples: lastOfEach(placed(player.history.samples)),
        markers: placed(player.history.markers),
        ramPages,
        existsPages: ramPages + swapTotalPages,
      };
    },
  };
}

/** The main line's entry number of each entry of the lane. */
const placesOf = (rows: readonly LaneRow[]): ReadonlyMap<number, number> =>
  new Map(rows.flatMap((row) => (row.state === 'done' ? [[row.entry.seq, row.at] as const] : [])));

/** Inserted inputs stand at the entry that they follow: what holds there is the last. */
const lastOfEach = <T extends { seq: number }>(list: readonly T[]): T[] =>
  list.filter(({ seq }, i) => list[i + 1]?.seq !== seq);

function lastDone(rows: readonly LaneRow[], end: number): number | null {
  for (let i = end - 1; i >= 0; i--) {
    const row = rows[i] as LaneRow;
    if (row.state === 'done') return row.entry.seq;
  }
  return null;
}

/** An input of the variation only: the main line has no entry for it. */
const isExtra = ({ mark }: LaneRow): boolean => mark === 'inserted' || mark === 'adjusted';

function laneLine(row: LaneRow, main: Entry | null): LaneLine {
  const { at, mark, actor, command } = row;
  const here = row.state === 'done' ? answerWord(row.entry) : null;
  const reason = row.state === 'skipped' ? row.reason : row.state === 'dropped' ? 'left out' : null;
  const differs = main && differenceOf(main, row);
  return { at, mark, actor, line: commandText(command), main: main && answerWord(main), here, reason, differs };
}
