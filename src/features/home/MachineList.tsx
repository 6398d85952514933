'use client';
import { kernelName } from '@overcommit/handbook';
import type { MachineSummary } from '@overcommit/protocol/api';
import { count } from '@overcommit/reading';
import Link from 'next/link';
import { type ReactNode, useState } from 'react';
import { Button } from '@/ui/Button.tsx';
import { OwnerMark } from '@/ui/OwnerMark.tsx';
import { Row, RowList } from '@/ui/RowList.tsx';
import { LINK } from '@/ui/Small.tsx';
import { dateWords } from './dates.ts';

const SHOWN_SEATS = 8;
/** A longer list is folded to this many rows. */
const SHOWN_ROWS = 8;
const MOST_UNFOLDED = 12;

type GradingHref = (machine: MachineSummary) => string | null;
/** What can be done with a machine, beside its links. */
type Actions = (machine: MachineSummary) => ReactNode;

/** Machines with who sits at them, and the ways in. `gradingHref` adds a link for staff, `actions` what its owner may do. */
export function MachineList({
  machines,
  empty,
  gradingHref,
  actions,
}: {
  machines: MachineSummary[];
  empty: ReactNode;
  gradingHref?: GradingHref;
  actions?: Actions;
}) {
  const [now] = useState(() => new Date());
  const [isWhole, setWhole] = useState(false);
  if (machines.length === 0) return <>{empty}</>;
  const isFolded = machines.length > MOST_UNFOLDED && !isWhole;
  return (
    <div className="grid justify-items-start gap-2">
      <RowList className="w-full">
        {machines.slice(0, isFolded ? SHOWN_ROWS : undefined).map((machine) => (
          <MachineRow
            key={machine.id}
            machine={machine}
            now={now}
            grading={gradingHref?.(machine) ?? null}
            actions={actions}
          />
        ))}
      </RowList>
      {isFolded && <Button onClick={() => setWhole(true)}>Show all {machines.length} machines</Button>}
    </div>
  );
}

type RowProps = { machine: MachineSummary; now: Date; grading: string | null; actions: Actions | undefined };

function MachineRow({ machine, now, grading, actions }: RowProps) {
  const { id, title, policy, entries, createdAt, seats } = machine;
  return (
    <Row>
      <div className="flex items-baseline justify-between gap-4">
        <Link href={`/machines/${id}`} className={`min-w-0 font-medium break-words ${LINK}`}>
          {title}
        </Link>
        <span className="flex shrink-0 gap-3 text-xs">
          <Link href={`/machines/${id}/replay`} className={LINK} aria-label={`Replay: ${title}`}>
            Replay
          </Link>
          {grading && (
            <Link href={grading} className={LINK} aria-label={`Grading: ${title}`}>
              Grading
            </Link>
          )}
          {actions?.(machine)}
        </span>
      </div>
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1 text-xs text-soft">
        <span>{kernelName(policy)}</span>
        <span>{count(entries, 'entry', 'entries')}</span>
        <span>{dateWords(createdAt, now)}</span>
        <Seats seats={seats} />
      </div>
    </Row>
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
