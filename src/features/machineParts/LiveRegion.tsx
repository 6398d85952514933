'use client';
import { killSentence, lastWhere, upTo } from '@overcommit/reading';
import type { People } from '@/machineView/people.ts';
import type { Snapshot } from '@/machineView/snapshot.ts';

/** Tells a screen reader the newest kill in one sentence. Silent about entries up to `sinceSeq`. */
export function LiveRegion({ snapshot, people, sinceSeq }: { snapshot: Snapshot; people: People; sinceSeq: number }) {
  const last = lastWhere(upTo(snapshot.history.decisions, snapshot.seq), (d) => d.kind === 'kill');
  const isNews = last !== undefined && last.seq > sinceSeq;
  return (
    <p role="status" aria-live="assertive" className="sr-only">
      {isNews && last.kind === 'kill' ? killSentence(last, people) : ''}
    </p>
  );
}
