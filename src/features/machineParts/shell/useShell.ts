'use client';
import { complete } from '@overcommit/engine';
import { type KeyboardEvent, useRef, useState } from 'react';
import type { Outcome, SendLine } from '@/machineView/outcome.ts';
import type { People } from '@/machineView/people.ts';
import { comfortFor } from '@/machineView/shell/comforts.ts';
import { answered, type Typed } from '@/machineView/shell/shellLines.ts';
import type { Snapshot } from '@/machineView/snapshot.ts';

const MOST_PAST = 500;
const MOST_TYPED = 200;

type ShellOf = { snapshot: Snapshot; people: People; sendLine: SendLine; actor: string };

/** The prompt: its text, the lines typed before, and the completions. `after`: the entry up to which all was cleared. */
export function useShell({ snapshot, people, sendLine, actor }: ShellOf) {
  const [text, setText] = useState('');
  const [offers, setOffers] = useState<string[]>([]);
  const [after, setAfter] = useState(0);
  const past = usePast();
  const { typed, add, settle, forget } = useTyped(snapshot.seq);
  const type = (value: string) => {
    setText(value);
    setOffers([]);
  };
  const run = (raw: string) => {
    const line = raw.trim();
    if (line === '') return;
    past.add(line);
    type('');
    const comfort = comfortFor(line, snapshot, people);
    if (comfort?.kind === 'told') return void add(line, { state: 'told', texts: comfort.texts });
    if (comfort?.kind === 'clear') {
      forget();
      return setAfter(snapshot.seq);
    }
    const id = add(line, {});
    void sendLine(line).then((outcome) => settle(id, outcome));
  };
  const completeLine = (words: string) => {
    const found = complete(words, snapshot.machine, actor);
    return found.length === 0 ? null : completed(words, found);
  };
  const onKeyDown = (e: KeyboardEvent<HTMLInputElement>) => {
    if (e.key === 'ArrowUp' || e.key === 'ArrowDown') {
      e.preventDefault();
      const recalled = past.recall(e.key === 'ArrowUp' ? -1 : 1);
      if (recalled !== null) setText(recalled);
    } else if (e.key === 'Tab' && !e.shiftKey && text !== '') {
      // At an empty prompt Tab moves to the next control: the prompt must not trap the keyboard.
      const found = completeLine(text);
      if (!found) return;
      e.preventDefault();
      setText(found.line);
      setOffers(found.rest);
    } else if (e.key === 'Escape') {
      setOffers([]);
    }
  };
  return { text, type, run, onKeyDown, offers, typed, completeLine, after };
}

/** The lines typed before, for the arrow keys. */
function usePast() {
  const lines = useRef<string[]>([]);
  /** Null: below the newest line, at an empty prompt. */
  const at = useRef<number | null>(null);
  return {
    add: (line: string) => {
      if (lines.current.at(-1) !== line) lines.current = [...lines.current, line].slice(-MOST_PAST);
      at.current = null;
    },
    /** The line before (-1) or after (1) the one recalled last; null at the oldest. */
    recall: (step: -1 | 1): string | null => {
      const { length } = lines.current;
      const target = (at.current ?? length) + step;
      if (target < 0) return null;
      at.current = target >= length ? null : target;
      return at.current === null ? '' : (lines.current[at.current] ?? '');
    },
  };
}

/** What was typed on this page and has no entry yet. @param seq the last entry that the page shows */
function useTyped(seq: number) {
  const [typed, setTyped] = useState<Typed[]>([]);
  const nextId = useRef(0);
  const add = (line: string, patch: Partial<Typed>): number => {
    const id = nextId.current++;
    // Each command that is still pending will be one entry before this one.
    const waiting = typed.filter((t) => t.state === 'pending').length;
    const fresh: Typed = {
      id,
      line,
      afterSeq: seq + waiting,
      state: 'pending',
      texts: [],
      tone: 'plain',
      seq: null,
      ...patch,
    };
    setTyped((list) => [...list, fresh].slice(-MOST_TYPED));
    return id;
  };
  const settle = (id: number, outcome: Outcome) =>
    setTyped((list) => list.map((t) => (t.id === id ? answered(t, outcome) : t)));
  const forget = () => setTyped((list) => list.filter(({ state }) => state === 'pending'));
  return { typed, add, settle, forget };
}

/** Replaces the last word by the common start of all candidates. Several are offered; a single one ends in a space. */
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
