import { isControl, type LineEditor } from './lineEditor.ts';
import type { ShellLine } from './shellLines.ts';

/** Colours of the terminal's palette. The theme maps them to the page's colours. */
const SGR = { command: '', plain: '\x1b[90m', warn: '\x1b[33m', kill: '\x1b[31m' } as const;
const SOFT = '\x1b[90m';
const RESET = '\x1b[0m';

/** Terminal cells of a text: East Asian characters and pictographs take two each. */
export function cellsOf(text: string): number {
  let cells = 0;
  for (const character of text) cells += (character.codePointAt(0) ?? 0) >= 0x1100 ? 2 : 1;
  return cells;
}

/** A line of the log without colours, as it stands on the screen. */
export function plainText(line: ShellLine): string {
  const prompt = line.tone === 'command' ? `${line.who ? `${line.who} ` : ''}$ ` : '';
  const text = `${prompt}${line.text}${line.isPending ? ' … sent, not confirmed' : ''}`;
  // Typed text must not move the cursor.
  return [...text].filter((character) => !isControl(character)).join('');
}

/** Replaces a blank by a line break where a word would cross the right edge. The length stays the same. */
export function brokenAtWords(text: string, columns: number): string {
  const characters = [...text];
  let [used, blankAt, sinceBlank] = [0, -1, 0];
  for (const [at, character] of characters.entries()) {
    const cells = cellsOf(character);
    if (character === ' ' && used > 0) [blankAt, sinceBlank] = [at, 0];
    else sinceBlank += cells;
    used += cells;
    if (used <= columns) continue;
    // A word longer than the line is cut by the terminal itself.
    if (blankAt >= 0) characters[blankAt] = '\n';
    [used, blankAt] = [blankAt >= 0 ? sinceBlank : cells, -1];
  }
  return characters.join('');
}

type Piece = { text: string; cells: number[] };

/** A line of the log as it is written, and the cells of each of its rows. */
function pieceOf(line: ShellLine, columns: number): Piece {
  const plain = plainText(line);
  const text = brokenAtWords(plain, columns);
  const cells = text.split('\n').map(cellsOf);
  return { text: coloured(line, { text, words: plain.indexOf('$ ') + 2 }).replaceAll('\n', '\r\n'), cells };
}

function coloured(line: ShellLine, { text, words }: { text: string; words: number }): string {
  if (line.isPending) return `${SOFT}${text}${RESET}`;
  if (line.tone !== 'command') return `${SGR[line.tone]}${text}${RESET}`;
  return `${SOFT}${text.slice(0, words)}${RESET}${text.slice(words)}`;
}

export type Screen = { columns: number; rows: number };
export type Prompt = { editor: LineEditor; offers: readonly string[] };

/** The part that is redrawn each time. `cursorRow`: rows from its top to the cursor. */
type Tail = { text: string; cursorRow: number };
const rowsOf = (cells: number, columns: number) => Math.max(1, Math.ceil(cells / columns));
const rowsOfPiece = ({ cells }: Piece, columns: number) => cells.reduce((sum, n) => sum + rowsOf(n, columns), 0);

function promptText({ editor }: Prompt): { lead: string; text: string } {
  if (editor.query === null) return { lead: '$ ', text: editor.text };
  return { lead: `(search) ${editor.query}: `, text: editor.text };
}

/** Lines that may still change, the completions, and the prompt with its cursor. Never more than the screen holds. */
function tailOf(loose: readonly ShellLine[], prompt: Prompt, { columns, rows }: Screen): Tail {
  const { lead, text } = promptText(prompt);
  // The last cell is blank: the cursor needs a cell to stand on.
  const promptCells = cellsOf(lead) + cellsOf(text) + 1;
  const offers =
    prompt.offers.length > 0
      ? prompt.offers
          .slice(0, 60)
          .join('  ')
          .slice(0, columns * 3)
      : null;
  const above = [
    ...loose.map((line) => pieceOf(line, columns)),
    ...(offers ? [{ text: `${SOFT}${offers}${RESET}`, cells: [cellsOf(offers)] }] : []),
  ];
  let room = rows - 1 - rowsOf(promptCells, columns);
  const kept: typeof above = [];
  for (const piece of above.reverse()) {
    room -= rowsOfPiece(piece, columns);
    if (room < 0) break;
    kept.unshift(piece);
  }
  const rowsAbove = kept.reduce((sum, piece) => sum + rowsOfPiece(piece, columns), 0);
  const at = cellsOf(lead) + cellsOf(text.slice(0, prompt.editor.cursor));
  const [row, column] = [Math.floor(at / columns), at % columns];
  const up = rowsOf(promptCells, columns) - 1 - row;
  const back = `${up > 0 ? `\x1b[${up}A` : ''}\r${column > 0 ? `\x1b[${column}C` : ''}`;
  const body = `${kept.map((piece) => `${piece.text}\r\n`).join('')}${SOFT}${lead}${RESET}${text} ${back}`;
  return { text: body, cursorRow: rowsAbove + row };
}

/** Knows what a terminal shows, and what to write so that it shows the newest lines. */
export type TerminalPaper = {
  paint: (lines: readonly ShellLine[], prompt: Prompt, screen: Screen) => string;
  /** The screen was cleared or resized: write everything again next time. */
  invalidate: () => void;
};

/**
 * Settled lines are written once and scroll away. Below them, lines that may still change (pending commands, the
 * prompt) are redrawn each time. If new lines belong between lines that are already written, everything is written again.
 */
export function terminalPaper(): TerminalPaper {
  let lastKey: string | null = null;
  let cursorRow: number | null = null;
  return {
    invalidate: () => {
      lastKey = null;
      cursorRow = null;
    },
    paint: (lines, prompt, screen) => {
      const firstLoose = lines.findIndex((line) => line.isLoose);
      const settled = firstLoose < 0 ? lines : lines.slice(0, firstLoose);
      const loose = firstLoose < 0 ? [] : lines.slice(firstLoose);
      let known = settled.length - 1;
      while (known >= 0 && settled[known]?.key !== lastKey) known--;
      const isAnew = cursorRow === null || (lastKey !== null && known < 0);
      const clear = isAnew ? '\x1b[H\x1b[2J\x1b[3J' : `${cursorRow ? `\x1b[${cursorRow}A` : ''}\r\x1b[J`;
      const fresh = (isAnew ? settled : settled.slice(known + 1))
        .map((line) => `${pieceOf(line, screen.columns).text}\r\n`)
        .join('');
      const tail = tailOf(loose, prompt, screen);
      lastKey = settled.at(-1)?.key ?? null;
      cursorRow = tail.cursorRow;
      return clear + fresh + tail.text;
    },
  };
}
