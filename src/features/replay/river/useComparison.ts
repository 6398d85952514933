'use client';
import type { VariationShape } from '@overcommit/protocol/api';
import { parseAsArrayOf, parseAsString, useQueryState } from 'nuqs';
import { useEffect, useMemo } from 'react';
import type { People } from '@/machineView/people.ts';
import type { River, RiverSource } from '@/machineView/river/river.ts';
import { type OpenLane, useLane } from '../variations/useVariations.ts';
import type { LaneRiver, LaneSource } from '../worker/messages.ts';
import { useLaneRiver } from './useRivers.ts';

type ComparedLane = { id: string; variation: VariationShape; river: River | null };
/** Beside the main line and the variation that is open. */
const MOST_MORE = 2;

type Options = {
  machineId: string;
  /** The variation that is open, and its rows. */
  openId: string | null;
  lane: OpenLane;
  all: readonly VariationShape[];
  main: RiverSource;
  people: People;
  rivers: Readonly<Record<string, LaneRiver>>;
  askRiver: (lane: LaneSource) => void;
};

/** The lanes of a comparison: the open variation and up to two more, which the address keeps. */
export function useComparison({ machineId, openId, lane, all, main, people, rivers, askRiver }: Options) {
  const [asked, setMore] = useQueryState(
    'with',
    parseAsArrayOf(parseAsString).withOptions({ history: 'replace', scroll: false }),
  );
  const more = openId === null ? [] : (asked ?? []).filter((id) => id !== openId).slice(0, MOST_MORE);
  const [second = null, third = null] = more;
  const lanes = [lane, useLane(machineId, second), useLane(machineId, third)];
  const sources = lanes.map((one) => (one.phase === 'open' ? one.source : null));
  const [a = null, b = null, c = null] = sources;
  // Each lane is folded by the worker once.
  useEffect(() => {
    for (const source of [a, b, c]) if (source && !rivers[source.id]) askRiver(source);
  }, [a, b, c, rivers, askRiver]);
  const of = (id: string | null) => (id === null ? undefined : rivers[id]);
  const drawn = [
    useLaneRiver(main, of(openId), people),
    useLaneRiver(main, of(second), people),
    useLaneRiver(main, of(third), people),
  ];
  const shown = [openId, second, third].flatMap((id, i): ComparedLane[] => {
    const variation = all.find((one) => one.id === id);
    return id !== null && variation ? [{ id, variation, river: drawn[i] ?? null }] : [];
  });
  const gone = of(openId)?.skipped;
  return {
    lanes: shown,
    /** Inputs that could no longer happen in the open variation. */
    skipped: useMemo(() => new Set(gone), [gone]),
    hasRoom: more.length < MOST_MORE,
    add: (id: string) => void setMore([...more, id]),
    remove: (id: string) => void setMore(more.filter((one) => one !== id)),
  };
}
