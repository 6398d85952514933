'use client';
import { useEffect } from 'react';
import type { LaneSource } from '../worker/messages.ts';
import type { OpenLane } from './useVariations.ts';

type Ports = {
  seq: number;
  setLane: (lane: LaneSource | null) => void;
  goTo: (seq: number) => void;
  askReport: () => void;
};

/** Passes the open variation to the worker, and asks for the moment again, with both lanes. */
export function useOpenLane(lane: OpenLane, { seq, setLane, goTo, askReport }: Ports): void {
  const source = lane.phase === 'open' ? lane.source : null;
  // The worker must know the lane before a moment can show it. A new `seq` alone is no reason to run this again.
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above
  useEffect(() => {
    setLane(source);
    if (source) askReport();
    goTo(seq);
  }, [source, setLane, goTo, askReport]);
}
