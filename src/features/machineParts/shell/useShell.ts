'use client';
import { complete } from '@overcommit/engine';
import { type KeyboardEvent, useRef, useState } from 'react';
import type { Submit } from '@/machineView/outcome.ts';
import { answered, helpLines, type Typed } from '@/machineView/shell/shellLines.ts';
import type { Snapshot } from '@/machineView/snapshot.ts';

const MOST_PAST = 500;

/** The prompt: what is typed, what was typed before, what could follow. */
export function useShell({ snapshot, submit, actor }: { snapshot: Snapshot; submit: Submit; actor: string }) {
  const [text, setText] = useState('');
  const [typed, setTyped] = useState<Typed[]>([]);
  const [offers, setOffers] = useState<string[]>([]);
  const past = useRef<string[]>([]);
  const at = useRef<number | null>(null);
  const nextId = useRef(0);

  const say = (line: string, patch: Partial<Typed>): number => {
    const id = nextId.current++;
    // What was sent before and is not confirmed yet will be an entry each, before this.
    const waiting = typed.filter((t) => t.state === 'pending').length;
    const fresh: Typed = {
      id,
      line,
      afterSeq: snapshot.seq + waiting,
      state: 'pending',
      texts: [],
      tone: 'plain',
      seq: null,
      ...patch,
    };
    setTyped((list) => [...list, fresh].slice(-200));
    return id;
  };
  const run = (raw: string) => {
    const line = raw.trim();
    if (line === '') return;
    if (past.current.at(-1) !== line) past.current = [...past.current, line].slice(-MOST_PAST);
    at.current = null;
    setText('');
    setOffers([]);
    const help = helpLines(line);
    if (help) return void say(line, { state: 'told', texts: help });
    const id = say(line, {});
    void submit(line).then((outcome) => setTyped((list) => list.map((t) => (t.id === id ? answered(t, outcome) : t))));
  };
  const completeLine = (words: string) => {
    const found = complete(words, snapshot.machine, actor);
    return found.length === 0 ? null : completed(words, found);
  };
  const recall = (step: -1 | 1) => {
    const length = past.current.length;
    const target = (at.current ?? length) + step;
    if (target < 0) return;
    at.current = target >= length ? null : target;
    setText(at.current === null ? '' : (past.current[at.current] ?? ''));
  };
  const onKeyDown = (e: KeyboardEvent<HTMLInputElement>) => {
    if (e.key === 'ArrowUp' || e.key === 'ArrowDown') {
      e.preventDefault();
      recall(e.key === 'ArrowUp' ? -1 : 1);
    } else if (e.key === 'Tab' && !e.shiftKey && text !== '') {
      // With an empty prompt, Tab goes on to the next control: nobody is trapped here.
      const found = completeLine(text);
      if (!found) return;
      e.preventDefault();
      setText(found.line);
      setOffers(found.rest);
    } else if (e.key === 'Escape') {
      setOffers([]);
    }
  };
  const type = (value: string) => {
    setText(value);
    setOffers([]);
  };
  return { text, type, run, onKeyDown, offers, typed, completeLine };
}

/** Replaces the last word by what all candidates begin with; several are offered, a single one ends in a space. */
export function completed(text: string, found: string[]): { line: string; rest: string[] } {
  const start = text.lastIndexOf(' ') + 1;
  const words = found.map((f) => (f.startsWith(text.slice(0, start)) && start > 0 ? f.slice(start) : f).trimEnd());
  const [only] = words;
  if (words.length === 1 && only !== undefined) return { line: `${text.slice(0, start)}${only} `, rest: [] };
  return { line: text.slice(0, start) + longer(text.slice(start), commonStart(words)), rest: words };
}

const longer = (a: string, b: string) => (b.length > a.length ? b : a);

function commonStart(words: string[]): string {
  const [first = ''] = words;
  let length = first.length;
  for (const w of words) while (!w.startsWith(first.slice(0, length))) length--;
  return first.slice(0, length);
}
