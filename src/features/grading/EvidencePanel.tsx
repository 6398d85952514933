'use client';
import type { Entry } from '@overcommit/engine';
import type { RubricItemShape } from '@overcommit/protocol/api';
import { activityIn } from '@overcommit/reading';
import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useEffect, useRef } from 'react';
import { indexPeople, type People } from '@/machineView/people.ts';
import { useTRPC } from '@/trpc/client.tsx';
import { Badge } from '@/ui/Badge.tsx';
import { Card, SectionTitle } from '@/ui/Card.tsx';
import { cx } from '@/ui/cx.ts';
import { OwnerMark } from '@/ui/OwnerMark.tsx';
import { LINK, Mono } from '@/ui/Small.tsx';
import { EmptyState } from '@/ui/States.tsx';
import { Loaded } from '../home/Loaded.tsx';
import type { Place } from './deskModel.ts';
import { type EvidenceLine, evidenceLines } from './evidence.ts';
import { useEntries } from './useEntries.ts';

/** Scrolls the panel to the first evidence. Where the page scrolls instead, it stays. @param key changes with the evidence */
function useEvidenceInView(key: string) {
  const panel = useRef<HTMLDivElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `key` says when the evidence changed
  useEffect(() => {
    const box = panel.current;
    const first = box?.querySelector<HTMLElement>('[data-evidence]');
    if (!box || !first || box.scrollHeight <= box.clientHeight) return;
    const [line, view] = [first.getBoundingClientRect(), box.getBoundingClientRect()];
    if (line.top < view.top || line.bottom > view.bottom) box.scrollTop += line.top - view.top - view.height / 3;
  }, [key]);
  return panel;
}

/** The entries that decided the selected item, with their neighbours, and how much each person did. */
export function EvidencePanel({
  place,
  rubric,
  selected,
  isNamed,
}: {
  place: Place;
  rubric: RubricItemShape[];
  selected: string;
  isNamed: boolean;
}) {
  const trpc = useTRPC();
  const { machineId } = place;
  const log = useEntries(machineId);
  const machine = useQuery(trpc.machines.get.queryOptions({ machineId }));
  const row = place.rows.find((one) => one.itemId === selected);
  const title = rubric.find((item) => item.id === selected)?.title ?? '';
  const seats = (machine.data?.seats ?? []).map((seat, index) =>
    isNamed || seat.role === 'staff'
      ? seat
      : { ...seat, displayName: `Person ${index + 1}`, initials: `P${index + 1}` },
  );
  const people = indexPeople(seats);
  const panel = useEvidenceInView(`${selected} ${log.data !== undefined}`);
  return (
    <div ref={panel} className="grid min-w-0 grid-cols-1 content-start gap-3 overflow-y-auto p-3.5">
      <Card as="section" className="grid gap-2.5 px-3.5 py-3" aria-label="Evidence in the log">
        <div className="flex flex-wrap items-baseline justify-between gap-2">
          <SectionTitle note={title}>Evidence in the log</SectionTitle>
          <Link href={`/machines/${machineId}/replay`} className={`text-xs ${LINK}`}>
            Open in replay
          </Link>
        </div>
        <Loaded query={log}>
          {(entries) => (
            <Evidence
              lines={evidenceLines(entries, row?.automatic?.evidence ?? [])}
              machineId={machineId}
              people={people}
            />
          )}
        </Loaded>
      </Card>
      <Card as="section" className="grid gap-2 px-3.5 py-3" aria-label="Who did what">
        <SectionTitle>Who did what</SectionTitle>
        <Loaded query={log}>
          {(entries) => <Doers entries={entries} people={people} graded={row?.actorId ?? null} />}
        </Loaded>
      </Card>
    </div>
  );
}

function Evidence({ lines, machineId, people }: { lines: EvidenceLine[]; machineId: string; people: People }) {
  if (lines.length === 0) return <EmptyState title="Nothing has happened on this machine." />;
  return (
    <ol className="grid">
      {lines.map((line) => (
        <li
          key={line.seq}
          data-evidence={line.isEvidence || undefined}
          className={cx(
            'grid grid-cols-[3.5rem_1.5rem_minmax(0,1fr)] items-baseline gap-2 border-t border-line py-1 first:border-t-0',
            line.isEvidence &&
              '-mx-2 rounded-md border-transparent! bg-[color-mix(in_srgb,var(--focus)_9%,transparent)] px-2',
          )}
        >
          <Link
            href={`/machines/${machineId}/replay?at=${line.seq}`}
            className="text-soft tabular-nums hover:text-ink"
            aria-label={`Replay at entry ${line.seq}`}
          >
            #{line.seq}
          </Link>
          <OwnerMark look={people.look(line.actor)} />
          <span className="min-w-0 break-words">
            <Mono>{line.text}</Mono>{' '}
            {line.result !== 'ok' && line.kill === null && <span className="text-warn">{line.result}</span>}
            {line.kill && <b className="font-semibold text-kill">✖ {line.kill}</b>}
          </span>
        </li>
      ))}
    </ol>
  );
}

function Doers({ entries, people, graded }: { entries: Entry[]; people: People; graded: string | null }) {
  const doers = activityIn(entries);
  const students = people.seats.filter((seat) => seat.role === 'student');
  if (students.length === 0) return <p className="text-soft">No student sat at this machine.</p>;
  return (
    <ul className="grid gap-1.5">
      {students.map((seat) => {
        const one = doers.get(seat.actorId);
        return (
          <li key={seat.actorId} className="flex flex-wrap items-center gap-x-2">
            <OwnerMark look={people.look(seat.actorId)} />
            <span className="font-medium break-words">{seat.displayName}</span>
            {seat.actorId === graded && <Badge tone="soft">graded now</Badge>}
            <span className="text-soft">
              {one ? `${one.commands} ${one.commands === 1 ? 'command' : 'commands'}` : 'no command'}
              {one && one.refusals > 0 && `, ${one.refusals} refused`}
              {one && one.errors > 0 && `, ${one.errors} failed`}
              {one && one.killsCaused > 0 && `, ${one.killsCaused} ${one.killsCaused === 1 ? 'kill' : 'kills'} caused`}
            </span>
          </li>
        );
      })}
    </ul>
  );
}
