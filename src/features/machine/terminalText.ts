import { isControl, type LineEditor } from './lineEditor.ts';
import type { ShellLine } from './shellLines.ts';

/** Colours of the terminal's palette; the theme gives them the page's own. */
const SGR = { command: '', plain: '\x1b[90m', warn: '\x1b[33m', kill: '\x1b[31m' } as const;
const SOFT = '\x1b[90m';
const RESET = '\x1b[0m';

/** Cells that a text takes: East Asian characters and pictographs take two. */
export function cellsOf(text: string): number {
  let cells = 0;
  for (const character of text) cells += (character.codePointAt(0) ?? 0) >= 0x1100 ? 2 : 1;
  return cells;
}

/** A line of the log without colours, as it stands on the screen. */
export function plainText(line: ShellLine): string {
  const prompt = line.tone === 'command' ? `${line.who ? `${line.who} ` : ''}$ ` : '';
  const text = `${prompt}${line.text}${line.isPending ? ' … sent, not confirmed' : ''}`;
  // Nothing that people type may move the cursor.
  return [...text].filter((character) => !isControl(character)).join('');
}

function coloured(line: ShellLine): string {
  const text = plainText(line);
  if (line.isPending) return `${SOFT}${text}${RESET}`;
  if (line.tone !== 'command') return `${SGR[line.tone]}${text}${RESET}`;
  const words = text.indexOf('$ ') + 2;
  return `${SOFT}${text.slice(0, words)}${RESET}${text.slice(words)}`;
}

export type Screen = { columns: number; rows: number };
export type Prompt = { editor: LineEditor; offers: readonly string[] };

/** Rows from the top of what is redrawn each time down to the row of the cursor. */
type Tail = { text: string; cursorRow: number };
const rowsOf = (cells: number, columns: number) => Math.max(1, Math.ceil(cells / columns));

function promptText({ editor }: Prompt): { lead: string; text: string } {
  if (editor.query === null) return { lead: '$ ', text: editor.text };
  return { lead: `(search) ${editor.query}: `, text: editor.text };
}

/** What is not settled yet, what could follow, and the prompt with its cursor. Never more than the screen holds. */
function tailOf(loose: readonly ShellLine[], prompt: Prompt, { columns, rows }: Screen): Tail {
  const { lead, text } = promptText(prompt);
  // The last cell is blank, so that the cursor always has one to stand on.
  const promptCells = cellsOf(lead) + cellsOf(text) + 1;
  const offers =
    prompt.offers.length > 0
      ? prompt.offers
          .slice(0, 60)
          .join('  ')
          .slice(0, columns * 3)
      : null;
  const above = [
    ...loose.map((line) => ({ text: coloured(line), cells: cellsOf(plainText(line)) })),
    ...(offers ? [{ text: `${SOFT}${offers}${RESET}`, cells: cellsOf(offers) }] : []),
  ];
  let room = rows - 1 - rowsOf(promptCells, columns);
  const kept: typeof above = [];
  for (const piece of above.reverse()) {
    room -= rowsOf(piece.cells, columns);
    if (room < 0) break;
    kept.unshift(piece);
  }
  const rowsAbove = kept.reduce((sum, piece) => sum + rowsOf(piece.cells, columns), 0);
  const at = cellsOf(lead) + cellsOf(text.slice(0, prompt.editor.cursor));
  const [row, column] = [Math.floor(at / columns), at % columns];
  const up = rowsOf(promptCells, columns) - 1 - row;
  const back = `${up > 0 ? `\x1b[${up}A` : ''}\r${column > 0 ? `\x1b[${column}C` : ''}`;
  const body = `${kept.map((piece) => `${piece.text}\r\n`).join('')}${SOFT}${lead}${RESET}${text} ${back}`;
  return { text: body, cursorRow: rowsAbove + row };
}

/** What stands on a terminal, and what must be written so that it shows something newer. */
export type TerminalPaper = {
  paint: (lines: readonly ShellLine[], prompt: Prompt, screen: Screen) => string;
  /** Everything is written anew next time: the screen was cleared, or its width changed. */
  forget: () => void;
};

/**
 * Settled lines are written once and scroll away; what may still change (commands under way, the prompt) is
 * redrawn below them. If lines came in between those that are written already, all of it is written anew.
 */
export function terminalPaper(): TerminalPaper {
  let lastKey: string | null = null;
  let cursorRow: number | null = null;
  return {
    forget: () => {
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
      const fresh = (isAnew ? settled : settled.slice(known + 1)).map((line) => `${coloured(line)}\r\n`).join('');
      const tail = tailOf(loose, prompt, screen);
      lastKey = settled.at(-1)?.key ?? null;
      cursorRow = tail.cursorRow;
      return clear + fresh + tail.text;
    },
  };
}
