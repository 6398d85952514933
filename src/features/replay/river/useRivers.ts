'use client';
import type { CommitView } from '@overcommit/engine';
import type { History } from '@overcommit/reading';
import { useMemo } from 'react';
import type { People } from '@/machineView/people.ts';
import { type Axis, foldedAxis } from '@/machineView/river/axis.ts';
import { branched, type River, type RiverSource, riverOf } from '@/machineView/river/river.ts';
import type { ReadLog } from '../useLog.ts';
import type { LaneRiver } from '../worker/messages.ts';

/** The main line as a river, and the axis of this log: quiet ticks are folded. */
export function useMainRiver({
  log: { history, last },
  markers,
  commit,
  people,
}: {
  log: Pick<ReadLog, 'history' | 'last'>;
  markers: readonly { seq: number }[];
  /** Null before the first moment is there. */
  commit: CommitView | null;
  people: People;
}): { axis: Axis; river: River; source: RiverSource } {
  const ramPages = commit?.ramPages ?? 0;
  const existsPages = ramPages + (commit?.swapTotalPages ?? 0);
  const axis = useMemo(() => foldedAxis(loudOf(history, markers), last), [history, markers, last]);
  const source = useMemo(
    () => ({ samples: history.samples, markers: history.markers, ramPages, existsPages }),
    [history, ramPages, existsPages],
  );
  const river = useMemo(() => riverOf(source, people), [source, people]);
  return { axis, river, source };
}

/** A variation as a river: the main line up to where it parts. Null until the worker has folded it. */
export function useLaneRiver(main: RiverSource, lane: LaneRiver | undefined, people: People): River | null {
  return useMemo(() => (lane ? riverOf(branched(main, lane, lane.from), people) : null), [main, lane, people]);
}

/** Entries at which something was typed or decided. */
function loudOf(history: History, markers: readonly { seq: number }[]): number[] {
  const loud = new Set<number>();
  for (const { seq } of history.shell) loud.add(seq);
  for (const { seq } of markers) loud.add(seq);
  return [...loud].sort((a, b) => a - b);
}
