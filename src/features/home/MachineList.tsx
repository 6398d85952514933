'use client';
import { KERNEL_NAMES } from '@overcommit/handbook';
import Link from 'next/link';
import { type ReactNode, useState } from 'react';
import type { MachineSummary } from '@/server/api/shapes/index.ts';
import { Card } from '@/ui/Card.tsx';
import { OwnerMark } from '@/ui/OwnerMark.tsx';
import { LINK } from '@/ui/Small.tsx';
import { dateWords } from './dates.ts';

const SHOWN_SEATS = 8;

/** Machines with who sits at them, and the ways in. `gradingHref` adds a third link for staff. */
export function MachineList({
  machines,
  empty,
  gradingHref,
}: {
  machines: MachineSummary[];
  empty: ReactNode;
  gradingHref?: (machine: MachineSummary) => string | null;
}) {
  const [now] = useState(() => new Date());
  if (machines.length === 0) return <>{empty}</>;
  return (
    <ul className="grid gap-2">
      {machines.map((machine) => {
        const grading = gradingHref?.(machine);
        return (
          <Card as="li" key={machine.id} className="grid gap-1.5 p-3">
            <div className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1">
              <Link href={`/machines/${machine.id}`} className={`min-w-0 font-medium break-words ${LINK}`}>
                {machine.title}
              </Link>
              <span className="flex gap-3 text-xs">
                <Link href={`/machines/${machine.id}`} className={LINK} aria-label={`Live: ${machine.title}`}>
                  live
                </Link>
                <Link href={`/machines/${machine.id}/replay`} className={LINK} aria-label={`Replay: ${machine.title}`}>
                  replay
                </Link>
                {grading && (
                  <Link href={grading} className={LINK} aria-label={`Grading: ${machine.title}`}>
                    grading
                  </Link>
                )}
              </span>
            </div>
            <div className="flex flex-wrap items-center gap-x-3 gap-y-1 text-xs text-soft">
              <span>{KERNEL_NAMES[machine.policy]}</span>
              <span>{machine.entries === 1 ? '1 entry' : `${machine.entries} entries`}</span>
              <span>{dateWords(machine.createdAt, now)}</span>
              <Seats seats={machine.seats} />
            </div>
          </Card>
        );
      })}
    </ul>
  );
}

function Seats({ seats }: { seats: MachineSummary['seats'] }) {
  const shown = seats.slice(0, SHOWN_SEATS);
  return (
    <span className="flex items-center gap-1">
      {shown.map((seat) => (
        <OwnerMark
          key={`${seat.displayName} ${seat.colour}`}
          look={{ colour: seat.colour, pattern: seat.colour, initials: seat.initials, name: seat.displayName }}
        />
      ))}
      {seats.length > shown.length && <span>+{seats.length - shown.length}</span>}
    </span>
  );
}
