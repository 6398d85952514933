'use client';
import '@xterm/xterm/css/xterm.css';
import { FitAddon } from '@xterm/addon-fit';
import { type ITheme, Terminal } from '@xterm/xterm';
import { useTheme } from 'next-themes';
import { type RefObject, useEffect, useRef } from 'react';
import { emptyLine, keysOf, type LineEditor, pressKey, withText } from '@/machineView/shell/lineEditor.ts';
import type { ShellLine } from '@/machineView/shell/shellLines.ts';
import { terminalPaper } from '@/machineView/shell/terminalText.ts';
import { readPaper } from '@/ui/ownerPaint.ts';

/** What the terminal needs from the shell. */
export type TerminalPorts = {
  run: (line: string) => void;
  /** The text up to the cursor, completed, and the candidates if there are several. */
  complete: (text: string) => { line: string; rest: string[] } | null;
  /** Several lines at once. */
  paste: (text: string) => void;
  /** ctrl-C */
  interrupt: () => void;
};
export type TerminalHandle = {
  /** Puts a line at the prompt and the cursor there. */
  fill: (line: string) => void;
  /** The same, but the focus stays where it is. */
  put: (line: string) => void;
  /** Sends what is at the prompt. */
  send: () => void;
};

const LABEL = 'Command; Tab completes, arrow keys recall';

type Props = { lines: ShellLine[]; ports: TerminalPorts; handle: RefObject<TerminalHandle | null> };

/** The shell's log and prompt in one terminal. Tab leaves it while nothing is typed, shift+Tab always. */
export function ShellTerminal({ lines, ports, handle }: Props) {
  const box = useRef<HTMLDivElement>(null);
  const desk = useRef<ReturnType<typeof openTerminal> | null>(null);
  const now = useRef({ lines, ports });
  const { resolvedTheme } = useTheme();
  // The terminal draws into the page by itself, after React.
  useEffect(() => {
    now.current = { lines, ports };
    desk.current?.paint();
  }, [lines, ports]);
  useEffect(() => {
    if (!box.current) return;
    const opened = openTerminal(box.current, now);
    desk.current = opened;
    const { fill, put, send } = opened;
    handle.current = { fill, put, send };
    return () => {
      handle.current = null;
      desk.current = null;
      opened.close();
    };
  }, [handle]);
  // The palette is read from the page's tokens, which change with the theme.
  useEffect(() => {
    if (resolvedTheme) desk.current?.dress();
  }, [resolvedTheme]);
  return (
    <div className="terminal flex min-h-0 flex-1 flex-col py-1 pl-3.5">
      <div ref={box} className="min-h-0 flex-1 overflow-hidden" />
    </div>
  );
}

type Now = RefObject<{ lines: ShellLine[]; ports: TerminalPorts }>;

/** A terminal in `box` that shows what `now` holds. */
function openTerminal(box: HTMLElement, now: Now) {
  const term = new Terminal({
    fontFamily: getComputedStyle(box).getPropertyValue('--font-geist-mono') || 'monospace',
    fontSize: 12,
    lineHeight: 1.35,
    scrollback: 2000,
    minimumContrastRatio: 4.5,
    cursorStyle: 'bar',
    cursorInactiveStyle: 'none',
  });
  const paper = terminalPaper();
  const prompt = createPrompt(now, () => term.clear());
  const paint = () => {
    const size = { columns: term.cols, rows: term.rows };
    term.write(paper.paint(now.current.lines, prompt.state(), size));
  };
  const dress = () => {
    term.options.theme = themeOf(box);
  };
  dress();
  const fit = new FitAddon();
  term.loadAddon(fit);
  term.open(box);
  term.textarea?.setAttribute('aria-label', LABEL);
  term.attachCustomKeyEventHandler((event) => isTerminalKey(event, { isEmpty: prompt.isEmpty(), term }));
  const observer = new ResizeObserver(() => {
    if (box.clientHeight === 0) return;
    fit.fit();
    paper.invalidate();
    paint();
  });
  observer.observe(box);
  term.onData((data) => {
    prompt.type(data);
    paint();
  });
  return {
    paint,
    dress,
    fill: (line: string) => {
      prompt.fill(line);
      paint();
      term.focus();
    },
    put: (line: string) => {
      prompt.fill(line);
      paint();
    },
    send: () => {
      prompt.type('\r');
      paint();
    },
    close: () => {
      observer.disconnect();
      term.dispose();
    },
  };
}

/** The line being typed, and what its keys ask of the shell. */
function createPrompt(now: Now, clear: () => void) {
  let editor: LineEditor = emptyLine();
  let offers: string[] = [];
  const completeLine = () => {
    const rest = editor.text.slice(editor.cursor);
    const found = now.current.ports.complete(editor.text.slice(0, editor.cursor));
    if (!found) return;
    editor = { ...withText(editor, found.line + rest), cursor: found.line.length };
    offers = found.rest;
  };
  const press = (key: string) => {
    const { ports } = now.current;
    const { editor: next, effect } = pressKey(editor, key);
    editor = next;
    offers = [];
    if (effect?.kind === 'run') ports.run(effect.line);
    if (effect?.kind === 'interrupt') ports.interrupt();
    if (effect?.kind === 'complete') completeLine();
    if (effect?.kind === 'clear') clear();
  };
  return {
    state: () => ({ editor, offers }),
    isEmpty: () => editor.text === '',
    type: (data: string) => {
      // A terminal gets pasted text with carriage returns. One line waits at the prompt; several are a script.
      const isPaste = data.length > 1 && data.includes('\r');
      const pasted = isPaste ? data.replace(/\r\n?/g, '\n').trim() : '';
      if (pasted.includes('\n')) return now.current.ports.paste(pasted);
      for (const key of keysOf(isPaste ? pasted : data)) press(key);
    },
    fill: (line: string) => {
      editor = withText(editor, line);
      offers = [];
    },
  };
}

/** False: the browser handles the key itself. */
function isTerminalKey(
  { key, shiftKey, type, ctrlKey, metaKey }: KeyboardEvent,
  { isEmpty, term }: { isEmpty: boolean; term: Terminal },
): boolean {
  if (key === 'Tab') return !shiftKey && !isEmpty;
  // ctrl-C with a selection copies, and ctrl-V pastes.
  const isBrowsers = (key === 'c' && term.hasSelection()) || key === 'v';
  return !(type === 'keydown' && (ctrlKey || metaKey) && isBrowsers);
}

function themeOf(box: HTMLElement): ITheme {
  const { token } = readPaper(box);
  return {
    background: token('panel'),
    foreground: token('ink'),
    cursor: token('ink'),
    cursorAccent: token('panel'),
    selectionBackground: token('line-strong'),
    red: token('kill'),
    yellow: token('warn'),
    brightBlack: token('soft'),
  };
}
