'use client';
import { useState } from 'react';
import { SectionTitle } from '@/ui/Card.tsx';
import { cx } from '@/ui/cx.ts';
import { TextField } from '@/ui/Field.tsx';
import type { ListRow } from './messages.ts';

const MOST_ROWS = 200;

/** The events of a text by time; one of them is open below. */
export function EventList({
  rows,
  openedIndex,
  onOpen,
}: {
  rows: ListRow[];
  openedIndex: number | null;
  onOpen: (index: number) => void;
}) {
  const [name, setName] = useState('');
  const wanted = name.trim().toLowerCase();
  const fitting =
    wanted === '' ? rows : rows.filter(({ names }) => names.some((one) => one.toLowerCase().includes(wanted)));
  return (
    <section aria-labelledby="oom-events" className="grid gap-3">
      <div className="flex flex-wrap items-end justify-between gap-3">
        <SectionTitle note={wanted === '' ? undefined : `${fitting.length} of that name`}>
          <span id="oom-events">{rows.length} events in this text</span>
        </SectionTitle>
        <TextField
          label="Only with the name"
          value={name}
          spellCheck={false}
          autoComplete="off"
          onChange={(event) => setName(event.target.value)}
        />
      </div>
      <ol className="grid max-h-80 overflow-auto rounded-lg border border-line bg-panel">
        {fitting.slice(0, MOST_ROWS).map((row) => (
          <li key={row.index} className="border-b last:border-b-0">
            <button
              type="button"
              aria-current={row.index === openedIndex}
              className={cx(
                'grid w-full gap-x-4 px-3 py-1.5 text-left hover:bg-sunk/60 sm:grid-cols-[12rem_minmax(0,1fr)]',
                row.index === openedIndex && 'bg-sunk font-medium',
              )}
              onClick={() => onOpen(row.index)}
            >
              <span className="text-xs text-soft tabular-nums">{row.stamp}</span>
              <span className="min-w-0 break-words">
                {row.title} <span className="break-all text-soft">· {row.where}</span>
              </span>
            </button>
          </li>
        ))}
      </ol>
      {fitting.length === 0 && <p className="text-soft">No event has this name.</p>}
      {fitting.length > MOST_ROWS && (
        <p className="text-xs text-soft">
          The first {MOST_ROWS} of {fitting.length} are shown; a name finds the others.
        </p>
      )}
    </section>
  );
}
