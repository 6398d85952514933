'use client';
import { useEffect, useMemo, useState } from 'react';
import { type KillMoment, lastKillMoment } from '@/machineView/killMoment.ts';
import type { People, SeatLike } from '@/machineView/people.ts';
import type { Snapshot } from '@/machineView/snapshot.ts';

/** How long a kill is announced before it is only a card and a tombstone. */
export const ANNOUNCED_MS = 5000;

export type Announced = {
  moment: KillMoment;
  /** How long its band stands, in milliseconds; null = no band, and the frames are hollow as long as this entry is shown. */
  ms: number | null;
  /** The reader points at it: it stays. */
  hold: (isHeld: boolean) => void;
};

/** The kill that is being announced on a live page; null once it is over. Kills up to `sinceSeq` are not news. */
export function useKillMoment(
  { snapshot, people, mySeat }: { snapshot: Snapshot; people: People; mySeat: SeatLike | null },
  sinceSeq: number,
): Announced | null {
  const { history, seq } = snapshot;
  const kills = history.decisions.length;
  // A history grows in place: the number of its decisions tells that there is news.
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above
  const moment = useMemo(() => lastKillMoment({ history, seq }, people, mySeat), [history, kills, seq, people, mySeat]);
  const news = moment && moment.seq > sinceSeq ? moment.seq : null;
  const [over, setOver] = useState<number | null>(null);
  const [isHeld, setHeld] = useState(false);
  // Time ends the announcement.
  useEffect(() => {
    if (news === null || isHeld) return;
    const timer = setTimeout(() => setOver(news), ANNOUNCED_MS);
    return () => clearTimeout(timer);
  }, [news, isHeld]);
  return moment && news !== null && news !== over ? { moment, ms: ANNOUNCED_MS, hold: setHeld } : null;
}
