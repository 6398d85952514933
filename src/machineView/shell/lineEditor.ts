/** A line that is being typed in a terminal: text, cursor, what was typed before, a search through it. */
export type LineEditor = {
  text: string;
  cursor: number;
  past: readonly string[];
  /** Which of `past` is shown; null = a line of its own. */
  at: number | null;
  /** The text before the reader went through the history. */
  draft: string;
  /** The search text of ctrl-r; null = no search. */
  query: string | null;
};
export type LineEffect =
  | { kind: 'run'; line: string }
  | { kind: 'complete' }
  | { kind: 'clear' }
  | { kind: 'interrupt' };
export type Keyed = { editor: LineEditor; effect: LineEffect | null };

const MOST_PAST = 500;
const MOST_TEXT = 500;

export const emptyLine = (past: readonly string[] = []): LineEditor => ({
  text: '',
  cursor: 0,
  past,
  at: null,
  draft: '',
  query: null,
});

/** The editor with another line, the cursor at its end. */
export const withText = (editor: LineEditor, text: string): LineEditor => ({
  ...editor,
  text: text.slice(0, MOST_TEXT),
  cursor: Math.min(MOST_TEXT, text.length),
  query: null,
});

type Move = (editor: LineEditor) => LineEditor;
const go = (editor: LineEditor, cursor: number): LineEditor => ({
  ...editor,
  cursor: Math.max(0, Math.min(editor.text.length, cursor)),
});
const cut = (editor: LineEditor, from: number, to: number): LineEditor => ({
  ...editor,
  text: editor.text.slice(0, from) + editor.text.slice(to),
  cursor: from,
});
const wordStart = ({ text, cursor }: LineEditor): number => text.slice(0, cursor).search(/\S+\s*$/);

function recall(editor: LineEditor, step: -1 | 1): LineEditor {
  const { past, text } = editor;
  const target = (editor.at ?? past.length) + step;
  if (target < 0 || (editor.at === null && step === 1)) return editor;
  const draft = editor.at === null ? text : editor.draft;
  if (target >= past.length) return { ...withText(editor, draft), at: null };
  return { ...withText(editor, past[target] ?? ''), at: target, draft };
}

/** As a terminal sends them: xterm's names for keys, and the control characters of a Unix line editor. */
const MOVES: Readonly<Record<string, Move>> = {
  '\x1b[A': (e) => recall(e, -1),
  '\x10': (e) => recall(e, -1),
  '\x1b[B': (e) => recall(e, 1),
  '\x0e': (e) => recall(e, 1),
  '\x1b[C': (e) => go(e, e.cursor + 1),
  '\x06': (e) => go(e, e.cursor + 1),
  '\x1b[D': (e) => go(e, e.cursor - 1),
  '\x02': (e) => go(e, e.cursor - 1),
  '\x1b[H': (e) => go(e, 0),
  '\x01': (e) => go(e, 0),
  '\x1b[F': (e) => go(e, e.text.length),
  '\x05': (e) => go(e, e.text.length),
  '\x1b[1;5C': (e) => go(e, e.cursor + (/^\s*\S+/.exec(e.text.slice(e.cursor))?.[0].length ?? 0)),
  '\x1b[1;5D': (e) => go(e, wordStart(e)),
  '\x7f': (e) => (e.cursor > 0 ? cut(e, e.cursor - 1, e.cursor) : e),
  '\x08': (e) => (e.cursor > 0 ? cut(e, e.cursor - 1, e.cursor) : e),
  '\x1b[3~': (e) => cut(e, e.cursor, e.cursor + 1),
  '\x0b': (e) => cut(e, e.cursor, e.text.length),
  '\x15': (e) => cut(e, 0, e.cursor),
  '\x17': (e) => cut(e, Math.max(0, wordStart(e)), e.cursor),
};

/** The newest line typed that contains the query, at or before index `from`. */
function found(past: readonly string[], query: string, from = past.length - 1): number {
  for (let i = from; i >= 0; i--) if (past[i]?.includes(query)) return i;
  return -1;
}

/** One key, or some characters at once, as a terminal sends them. */
export function pressKey(editor: LineEditor, key: string): Keyed {
  const quiet = (next: LineEditor): Keyed => ({ editor: next, effect: null });
  if (key === '\r') return enter(editor);
  if (key === '\x12') return quiet(searchAgain(editor));
  if (key === '\x03') return { editor: emptyLine(editor.past), effect: { kind: 'interrupt' } };
  if (key === '\x0c') return { editor, effect: { kind: 'clear' } };
  if (editor.query !== null) {
    if (key === '\x7f' || key === '\x08') return quiet(search(editor, editor.query.slice(0, -1)));
    if (isText(key)) return quiet(search(editor, editor.query + key));
    // Any other key ends the search and keeps what was found.
    return key === '\x1b' ? quiet({ ...editor, query: null }) : pressKey({ ...editor, query: null }, key);
  }
  if (key === '\t') return { editor, effect: { kind: 'complete' } };
  const move = MOVES[key];
  if (move) return quiet(move(editor));
  return quiet(isText(key) ? insert(editor, key) : editor);
}

/** Control characters: C0, DEL and C1. */
export const isControl = (character: string): boolean => {
  const code = character.codePointAt(0) ?? 0;
  return code < 0x20 || (code >= 0x7f && code < 0xa0);
};
const isText = (key: string): boolean => key !== '' && ![...key].some(isControl);

const ESCAPE = '\x1b';
const SEQUENCE = /^\[[\d;]*[A-Za-z~]|^O[A-Z]/;

/** Splits what a terminal sent into keys: an escape sequence is one key, any other character too. */
export function keysOf(data: string): string[] {
  const [first = '', ...sequences] = data.split(ESCAPE);
  const after = sequences.flatMap((rest) => {
    const sequence = SEQUENCE.exec(rest)?.[0] ?? '';
    return [ESCAPE + sequence, ...rest.slice(sequence.length)];
  });
  return [...first, ...after];
}

function insert(editor: LineEditor, words: string): LineEditor {
  const { text, cursor } = editor;
  const fits = words.slice(0, Math.max(0, MOST_TEXT - text.length));
  return { ...editor, text: text.slice(0, cursor) + fits + text.slice(cursor), cursor: cursor + fits.length };
}

function enter({ text, past }: LineEditor): Keyed {
  const line = text.trim();
  if (line === '') return { editor: emptyLine(past), effect: null };
  const longer = past.at(-1) === line ? past : [...past, line].slice(-MOST_PAST);
  return { editor: emptyLine(longer), effect: { kind: 'run', line } };
}

function search(editor: LineEditor, query: string, from?: number): LineEditor {
  const index = query === '' ? -1 : found(editor.past, query, from);
  const shown = index < 0 ? editor : { ...withText(editor, editor.past[index] ?? ''), at: index };
  return { ...shown, query };
}

function searchAgain(editor: LineEditor): LineEditor {
  if (editor.query === null) return { ...editor, query: '', draft: editor.text };
  return search(editor, editor.query, (editor.at ?? editor.past.length) - 1);
}
