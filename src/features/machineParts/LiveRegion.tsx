'use client';
import { killSentence, lastWhere, upTo } from '@overcommit/reading';
import type { People } from '@/machineView/people.ts';
import type { Snapshot } from '@/machineView/snapshot.ts';

/** Says the newest kill in one sentence to who cannot see it. Silent for what had happened before `sinceSeq`. */
export function LiveRegion({ snapshot, people, sinceSeq }: { snapshot: Snapshot; people: People; sinceSeq: number }) {
  const last = lastWhere(upTo(snapshot.history.decisions, snapshot.seq), (d) => d.kind === 'kill');
  const isNews = last !== undefined && last.seq > sinceSeq;
  return (
    <p role="status" aria-live="assertive" className="sr-only">
      {isNews && last.kind === 'kill' ? killSentence(last, people) : ''}
    </p>
  );
}
