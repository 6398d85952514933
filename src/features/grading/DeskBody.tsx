'use client';
import type { GradingDesk } from '@overcommit/protocol/api';
import { useSearchParams } from 'next/navigation';
import { useEffect, useMemo, useState } from 'react';
import { Kbd } from '@/ui/Small.tsx';
import { nextUngraded, type Place, placesOf, type Selection, stepItem } from './deskModel.ts';
import { EvidencePanel } from './EvidencePanel.tsx';
import { Queue } from './Queue.tsx';
import { RubricPanel } from './RubricPanel.tsx';
import type { Desk } from './useDesk.ts';

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  target.closest('input, textarea, select, [contenteditable], [role="dialog"]') !== null;

/** Starts at the machine in the address, at its first item without points. */
function startOf(places: Place[], machineId: string | null, items: number): Selection {
  const named = places.findIndex((place) => place.machineId === machineId);
  const place = Math.max(0, named);
  const open = places[place]?.rows.findIndex((row) => row.points === null) ?? -1;
  if (open >= 0) return { place, item: open };
  return (named < 0 && nextUngraded(places, { place, item: 0 }, items)) || { place, item: 0 };
}

/** Queue, evidence and rubric side by side, driven by the keyboard. */
export function DeskBody({ desk, loaded, isNamed }: { desk: Desk; loaded: GradingDesk; isNamed: boolean }) {
  const places = useMemo(() => placesOf(loaded), [loaded]);
  const machineId = useSearchParams().get('machine');
  const items = loaded.rubric.length;
  const [at, setAt] = useState<Selection>(() => startOf(places, machineId, items));
  const [status, setStatus] = useState('');
  function move(key: string): void {
    if (key === 'j' || key === 'k') setAt(stepItem(at, key === 'j' ? 1 : -1, { places: places.length, items }));
    if (key !== 'n') return;
    const next = nextUngraded(places, at, items);
    setStatus(next ? '' : 'Everything is graded.');
    if (next) setAt(next);
  }
  useDeskKeys(move);
  const place = places[at.place] ?? places[0];
  if (!place) return null;
  return (
    <>
      <div className="grid min-h-0 items-stretch lg:grid-cols-[15rem_minmax(0,1fr)_25rem] lg:grid-rows-[minmax(0,1fr)]">
        <Queue
          places={places}
          at={at.place}
          isNamed={isNamed}
          onSelect={(index) => setAt({ place: index, item: at.item })}
        />
        <EvidencePanel
          key={place.key}
          place={place}
          rubric={loaded.rubric}
          selected={place.rows[at.item]?.itemId ?? ''}
          isNamed={isNamed}
        />
        <RubricPanel
          desk={desk}
          place={place}
          rubric={loaded.rubric}
          selected={at.item}
          onSelect={(item) => setAt({ ...at, item })}
          onNext={() => move('n')}
        />
      </div>
      <KeysFooter status={status || savingText(desk)} />
    </>
  );
}

/** Digits and `c` move the focus to the fields of the selected item. A digit is then typed there. */
function focusField(event: KeyboardEvent): void {
  const field = /^\d$/.test(event.key) ? 'points' : event.key === 'c' ? 'note' : null;
  const input = field && document.querySelector<HTMLInputElement>(`[data-grade="${field}"]`);
  if (!input) return;
  input.focus();
  if (field === 'points') input.select();
  else event.preventDefault();
}

function useDeskKeys(move: (key: string) => void): void {
  // The desk listens on the whole page: its keys work wherever the focus is, except in a field.
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      if (!isTyping(event.target)) {
        move(event.key);
        focusField(event);
      } else if (event.key === 'Escape' && event.target instanceof HTMLElement && event.target.closest('[data-grade]'))
        event.target.blur();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  });
}

function savingText({ isSaving, hasSaved, saveError }: Desk): string {
  if (isSaving) return 'saving…';
  return hasSaved && !saveError ? 'saved' : '';
}

function KeysFooter({ status }: { status: string }) {
  return (
    <footer className="flex flex-wrap items-center gap-x-4 gap-y-1 border-t border-line bg-panel px-3.5 py-2 text-soft">
      <span>
        <Kbd>j</Kbd> <Kbd>k</Kbd> item
      </span>
      <span>
        <Kbd>n</Kbd> next ungraded
      </span>
      <span>
        <Kbd>0</Kbd>–<Kbd>9</Kbd> points
      </span>
      <span>
        <Kbd>c</Kbd> note
      </span>
      <span>
        <Kbd>esc</Kbd> leave the field
      </span>
      <span>
        <Kbd>ctrl ↵</Kbd> save and next
      </span>
      <span role="status" className="ml-auto text-ok">
        {status}
      </span>
    </footer>
  );
}
