'use client';
import { lastKillMoment } from '@/machineView/killMoment.ts';
import type { People, SeatLike } from '@/machineView/people.ts';
import type { Snapshot } from '@/machineView/snapshot.ts';

type Props = { snapshot: Snapshot; people: People; mySeat: SeatLike | null; sinceSeq: number };

/** Tells a screen reader the newest kills in the words of the band. Silent about entries up to `sinceSeq`. */
export function LiveRegion({ snapshot, people, mySeat, sinceSeq }: Props) {
  const last = lastKillMoment(snapshot, people, mySeat);
  return (
    <p role="status" aria-live="polite" className="sr-only">
      {last && last.seq > sinceSeq ? `${last.title} ${last.why}` : ''}
    </p>
  );
}
