import { unitOf } from '@overcommit/reading';
import { TriangleAlert } from 'lucide-react';
import { dangerOf, dangerSentence } from '@/machineView/danger.ts';
import type { People, SeatLike } from '@/machineView/people.ts';
import type { Snapshot } from '@/machineView/snapshot.ts';
import { cx } from '@/ui/cx.ts';

/** Warns me while one of my processes is next to die. A screen reader speaks it once, not at each new figure. */
export function DangerNote({
  snapshot,
  people,
  mySeat,
  className,
}: {
  snapshot: Snapshot;
  people: People;
  mySeat: SeatLike | null;
  className?: string;
}) {
  const danger = dangerOf(snapshot.processes, mySeat);
  return (
    <div className={cx(danger ? 'px-1 text-xs text-warn' : 'contents', className)}>
      <p role="status" className="sr-only">
        {danger ? `Your ${danger.process.name} is next to die.` : ''}
      </p>
      {danger && (
        <p className="flex gap-1.5 text-pretty wrap-anywhere">
          <TriangleAlert className="mt-0.5 size-3.5 shrink-0" aria-hidden />
          {dangerSentence(danger, {
            freePages: snapshot.commit.freePages,
            pagingSpace: snapshot.commit.pagingSpace,
            isInPages: unitOf(snapshot.machine.spec) === 'pages',
            people,
          })}
        </p>
      )}
    </div>
  );
}
