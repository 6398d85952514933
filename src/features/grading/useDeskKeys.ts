'use client';
import { useEffect, useRef } from 'react';
import type { Desk } from './useDesk.ts';

const isIn = (target: EventTarget | null, selector: string): boolean =>
  target instanceof HTMLElement && target.closest(selector) !== null;
const TYPED_IN = 'input:not([type="range"]), textarea, select, [contenteditable], [role="dialog"], [role="menu"]';

export type DeskKeys = { desk: Desk; onHelp: () => void; onEntry: (by: 1 | -1) => void };

/** The desk's keys work anywhere on the page, except where text is typed; ctrl+enter saves from there too. */
export function useDeskKeys(keys: DeskKeys): void {
  const latest = useRef(keys);
  latest.current = keys;
  // The desk listens on the whole page: its keys work wherever the focus is.
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (isIn(event.target, '[role="dialog"]')) return;
      const isCtrl = event.ctrlKey || event.metaKey;
      if (event.key === 'Enter' && isCtrl) {
        event.preventDefault();
        leaveField(event.target);
        latest.current.desk.act.save(event.shiftKey ? 'team' : 'row');
        return;
      }
      if (isCtrl || event.altKey) return;
      // No points are written with letters: there a letter is the desk's, so that `4 c` goes on to the note.
      const isLetter = isIn(event.target, '[data-grade="points"]') && /^[a-z?]$/i.test(event.key);
      if (isLetter) leaveField(event.target);
      if (isLetter || !isIn(event.target, TYPED_IN)) onPlainKey(event, latest.current);
      else if (event.key === 'Escape') leaveField(event.target);
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);
}

function leaveField(target: EventTarget | null): void {
  if (target instanceof HTMLElement && isIn(target, '[data-grade]')) target.blur();
}

function onPlainKey(event: KeyboardEvent, { desk, onHelp, onEntry }: DeskKeys): void {
  const { act, item } = desk;
  const actions = new Map<string, () => void>([
    ['j', () => act.row(1)],
    ['k', () => act.row(-1)],
    ['J', () => act.item(1)],
    ['K', () => act.item(-1)],
    ['n', act.next],
    ['s', act.skip],
    ['g', act.flag],
    ['u', act.undo],
    ['c', () => focusField('note')],
    ['?', onHelp],
    [',', () => onEntry(-1)],
    ['.', () => onEntry(1)],
  ]);
  const action = actions.get(event.key);
  if (action) {
    event.preventDefault();
    action();
  } else if (/^\d$/.test(event.key) && item.levels.length > 0) {
    event.preventDefault();
    act.level(Number(event.key));
  } else if (/^\d$/.test(event.key)) focusField('points');
}

/** The digit itself is then typed there, over what stood there. */
function focusField(field: 'points' | 'note'): void {
  const input = document.querySelector<HTMLInputElement | HTMLTextAreaElement>(`[data-grade="${field}"]`);
  input?.focus();
  if (field === 'points') input?.select();
}
