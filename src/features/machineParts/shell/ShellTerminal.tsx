'use client';
import '@xterm/xterm/css/xterm.css';
import { FitAddon } from '@xterm/addon-fit';
import { Terminal } from '@xterm/xterm';
import { useTheme } from 'next-themes';
import { type RefObject, useEffect, useRef } from 'react';
import { emptyLine, keysOf, type LineEditor, pressKey, withText } from '@/machineView/shell/lineEditor.ts';
import type { ShellLine } from '@/machineView/shell/shellLines.ts';
import { terminalPaper } from '@/machineView/shell/terminalText.ts';
import { readPaper } from '@/ui/ownerPaint.ts';

/** What the terminal asks of the shell around it. */
export type TerminalPorts = {
  run: (line: string) => void;
  /** The line up to the cursor, completed, and what could follow where there are several. */
  complete: (text: string) => { line: string; rest: string[] } | null;
  /** Several lines at once. */
  paste: (text: string) => void;
  /** ctrl-C */
  interrupt: () => void;
};
export type TerminalHandle = { fill: (line: string) => void };

const LABEL = 'Command; Tab completes, arrow keys recall';

type Props = { lines: ShellLine[]; ports: TerminalPorts; handle: RefObject<TerminalHandle | null> };

/** The shell's log and its prompt in one terminal. Tab leaves it while nothing is typed, shift+Tab always. */
export function ShellTerminal({ lines, ports, handle }: Props) {
  const box = useRef<HTMLDivElement>(null);
  const desk = useRef<ReturnType<typeof openTerminal> | null>(null);
  const now = useRef({ lines, ports });
  const { resolvedTheme } = useTheme();
  // The terminal draws into the page by itself: it is told after React has drawn.
  useEffect(() => {
    now.current = { lines, ports };
    desk.current?.paint();
  }, [lines, ports]);
  useEffect(() => {
    if (!box.current) return;
    const opened = openTerminal(box.current, now);
    desk.current = opened;
    handle.current = { fill: opened.fill };
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

function openTerminal(box: HTMLElement, now: RefObject<{ lines: ShellLine[]; ports: TerminalPorts }>) {
  const term = new Terminal({
    fontFamily: getComputedStyle(box).getPropertyValue('--font-geist-mono') || 'monospace',
    fontSize: 12,
    lineHeight: 1.35,
    scrollback: 2000,
    minimumContrastRatio: 4.5,
    cursorStyle: 'bar',
    cursorInactiveStyle: 'none',
  });
  const fit = new FitAddon();
  const paper = terminalPaper();
  let editor: LineEditor = emptyLine();
  let offers: string[] = [];
  const paint = () => {
    const { columns, rows } = { columns: term.cols, rows: term.rows };
    term.write(paper.paint(now.current.lines, { editor, offers }, { columns, rows }));
  };
  const anew = () => {
    paper.forget();
    paint();
  };
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
    if (effect?.kind === 'clear') term.clear();
  };
  const type = (data: string) => {
    // A terminal gets pasted text with carriage returns: one line waits at the prompt, several are a script.
    const isPaste = data.length > 1 && data.includes('\r');
    const pasted = isPaste ? data.replace(/\r\n?/g, '\n').trim() : '';
    if (isPaste && pasted.includes('\n')) return now.current.ports.paste(pasted);
    for (const key of keysOf(isPaste ? pasted : data)) press(key);
    paint();
  };
  const dress = () => {
    const { token } = readPaper(box);
    term.options.theme = {
      background: token('panel'),
      foreground: token('ink'),
      cursor: token('ink'),
      cursorAccent: token('panel'),
      selectionBackground: token('line-strong'),
      red: token('kill'),
      yellow: token('warn'),
      brightBlack: token('soft'),
    };
  };
  term.loadAddon(fit);
  dress();
  term.open(box);
  term.textarea?.setAttribute('aria-label', LABEL);
  term.attachCustomKeyEventHandler(({ key, shiftKey, type: kind, ctrlKey, metaKey }) => {
    if (key === 'Tab') return !shiftKey && editor.text !== '';
    // ctrl-C with a selection copies and ctrl-V pastes, as the browser does.
    const isBrowsers = (key === 'c' && term.hasSelection()) || key === 'v';
    return !(kind === 'keydown' && (ctrlKey || metaKey) && isBrowsers);
  });
  const size = () => {
    fit.fit();
    anew();
  };
  const observer = new ResizeObserver(() => box.clientHeight > 0 && size());
  observer.observe(box);
  term.onData(type);
  return {
    paint,
    dress,
    fill: (line: string) => {
      editor = withText(editor, line);
      offers = [];
      paint();
      term.focus();
    },
    close: () => {
      observer.disconnect();
      term.dispose();
    },
  };
}
