'use client';
import dynamic from 'next/dynamic';
import { type RefObject, useEffect, useMemo, useRef, useState } from 'react';
import type { SendLine } from '@/machineView/outcome.ts';
import type { People, SeatLike } from '@/machineView/people.ts';
import { type ShellLine, type ShellScope, shellLines, type Typed } from '@/machineView/shell/shellLines.ts';
import { plainText } from '@/machineView/shell/terminalText.ts';
import type { Snapshot } from '@/machineView/snapshot.ts';
import { cx } from '@/ui/cx.ts';
import { Skeleton } from '@/ui/States.tsx';
import { ScriptBar, ScriptButton } from './ScriptBar.tsx';
import type { TerminalHandle, TerminalPorts } from './ShellTerminal.tsx';
import { type ScriptDesk, useScript } from './useScript.ts';
import { useShell } from './useShell.ts';
import { useTerminalChoice } from './useTerminalChoice.ts';

const NOTHING_TYPED: Typed[] = [];
const TONE = { command: 'text-ink', plain: 'text-soft', warn: 'text-warn', kill: 'text-kill' };

/** Commands, answers and kernel messages. The log scrolls to its end, unless the reader has scrolled up. */
export function ShellLog({
  snapshot,
  people,
  actor,
  typed = NOTHING_TYPED,
  scope,
  after,
}: {
  snapshot: Snapshot;
  people: People;
  actor: string | null;
  typed?: Typed[];
  scope?: ShellScope;
  after?: number;
}) {
  const lines = useMemo(
    () => shellLines({ snapshot, people, actor, typed, scope, after }),
    [snapshot, people, actor, typed, scope, after],
  );
  const box = useRef<HTMLDivElement>(null);
  const isAtEnd = useRef(true);
  const last = lines.at(-1)?.key;
  // Only the browser knows the scroll position. It moves when `last` changes.
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above
  useEffect(() => {
    if (box.current && isAtEnd.current) box.current.scrollTop = box.current.scrollHeight;
  }, [last]);
  return (
    <div
      ref={box}
      role="log"
      aria-label="Shell"
      aria-live="off"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
      tabIndex={0}
      onScroll={(e) => {
        const el = e.currentTarget;
        isAtEnd.current = el.scrollHeight - el.scrollTop - el.clientHeight < 24;
      }}
      className="min-h-0 flex-1 overflow-y-auto px-3.5 py-2 font-mono text-xs leading-relaxed -outline-offset-2"
    >
      {lines.length === 0 && (
        <p className="text-soft">
          {scope === 'mine' ? 'You have not typed anything yet.' : 'No one has typed anything yet.'}
          {scope && ' The handout says what to try.'}
        </p>
      )}
      {lines.map((l) => (
        <Line key={l.key} line={l} />
      ))}
    </div>
  );
}

function Line({ line: l }: { line: ShellLine }) {
  return (
    <p className={cx('wrap-anywhere whitespace-pre-wrap', TONE[l.tone], l.isPending && 'opacity-60')}>
      {l.tone === 'command' && <span className="text-soft">{l.who ? `${l.who} ` : ''}$ </span>}
      {l.text}
      {l.isPending && <span className="text-soft"> … sent, not confirmed</span>}
    </p>
  );
}

type ShellProps = {
  snapshot: Snapshot;
  people: People;
  mySeat: SeatLike;
  sendLine: SendLine;
  prompt?: RefObject<PromptHandle | null>;
};
/** Lets other parts of the screen put a line at the prompt. */
export type PromptHandle = TerminalHandle;

const ShellTerminal = dynamic(() => import('./ShellTerminal.tsx').then((m) => m.ShellTerminal), {
  ssr: false,
  loading: () => <Skeleton className="m-3.5 flex-1" label="Opening the terminal" />,
});

/** The shell: the same lines as in lab scripts, one at a time or a script at once. A terminal, or plain text. */
export function Shell({ snapshot, people, mySeat, sendLine, prompt }: ShellProps) {
  const shell = useShell({ snapshot, people, sendLine, actor: mySeat.actorId });
  const desk = useScript(sendLine);
  const [isTerminal, setTerminal] = useTerminalChoice();
  const [scope, setScope] = useState<ShellScope>('everyone');
  const own = useRef<PromptHandle | null>(null);
  const handle = prompt ?? own;
  return (
    <section aria-label="Shell" className="flex min-h-0 flex-1 flex-col bg-panel">
      <div className="flex items-center gap-3 border-b border-line px-3.5 py-0.5 text-xs text-soft">
        <label className="flex items-center gap-1.5">
          <input
            type="checkbox"
            className="size-3.5 accent-ink"
            checked={isTerminal}
            onChange={(e) => setTerminal(e.target.checked)}
          />
          terminal
        </label>
        <label className="flex items-center gap-1.5">
          <input
            type="checkbox"
            className="size-3.5 accent-ink"
            checked={scope === 'mine'}
            onChange={(e) => setScope(e.target.checked ? 'mine' : 'everyone')}
          />
          only my commands
        </label>
        <span className="ml-auto" />
        <ScriptButton desk={desk} />
      </div>
      {isTerminal ? (
        <TerminalShell {...{ snapshot, people, mySeat, shell, desk, scope, handle }} />
      ) : (
        <PlainShell {...{ snapshot, people, mySeat, shell, desk, scope, handle }} />
      )}
      <ScriptBar desk={desk} />
    </section>
  );
}

type BodyProps = {
  snapshot: Snapshot;
  people: People;
  mySeat: SeatLike;
  shell: ReturnType<typeof useShell>;
  desk: ScriptDesk;
  scope: ShellScope;
  handle: RefObject<PromptHandle | null>;
};

/** The end of the log is also plain text, for screen readers. The whole log would cost too much. */
const MOST_SPOKEN = 40;

/** An empty terminal says how to begin. */
const FIRST_WORDS: ShellLine[] = [
  {
    key: 'first',
    text: 'Type a command, such as: spawn db. help lists all of them; the handout says what to try.',
    tone: 'plain',
    isLoose: true,
  },
];

function TerminalShell({ snapshot, people, mySeat, shell, desk, scope, handle }: BodyProps) {
  const { typed, after } = shell;
  const all = useMemo(
    () => shellLines({ snapshot, people, actor: mySeat.actorId, typed, scope, after }),
    [snapshot, people, mySeat.actorId, typed, scope, after],
  );
  const lines = all.length > 0 || after > 0 ? all : FIRST_WORDS;
  const ports: TerminalPorts = {
    run: shell.run,
    complete: shell.completeLine,
    paste: desk.paste,
    interrupt: desk.stop,
  };
  return (
    <>
      <ShellTerminal lines={lines} ports={ports} handle={handle} />
      <div role="log" aria-label="Shell" aria-live="off" className="sr-only">
        {lines.slice(-MOST_SPOKEN).map((l) => (
          <p key={l.key}>{plainText(l)}</p>
        ))}
      </div>
    </>
  );
}

/** Lets other parts of the page use the prompt; returns the ref for its field. */
function usePromptHandle(shell: BodyProps['shell'], handle: BodyProps['handle']) {
  const input = useRef<HTMLInputElement>(null);
  // The handout's lines go to the prompt, where the person can still edit them.
  useEffect(() => {
    handle.current = {
      fill: (line) => {
        shell.type(line);
        input.current?.focus();
      },
      put: shell.type,
      send: () => shell.run(shell.text),
    };
    return () => {
      handle.current = null;
    };
  });
  return input;
}

function PlainShell({ snapshot, people, mySeat, shell, desk, scope, handle }: BodyProps) {
  const input = usePromptHandle(shell, handle);
  return (
    <>
      <ShellLog
        snapshot={snapshot}
        people={people}
        actor={mySeat.actorId}
        typed={shell.typed}
        scope={scope}
        after={shell.after}
      />
      {shell.offers.length > 0 && (
        <p role="status" className="max-h-20 overflow-y-auto px-3.5 py-1 font-mono text-xs text-soft">
          {shell.offers.slice(0, 60).join('  ')}
        </p>
      )}
      <form
        className="flex items-center gap-2 border-t border-dashed border-line px-3.5 py-2 font-mono text-xs"
        onSubmit={(e) => {
          e.preventDefault();
          shell.run(shell.text);
        }}
      >
        <span aria-hidden className="text-soft">
          $
        </span>
        <input
          ref={input}
          aria-label="Command; Tab completes, arrow keys recall"
          value={shell.text}
          onChange={(e) => shell.type(e.target.value)}
          onKeyDown={shell.onKeyDown}
          onPaste={(e) => {
            const words = e.clipboardData.getData('text').trim();
            if (!words.includes('\n')) return;
            e.preventDefault();
            desk.paste(words);
          }}
          placeholder="help"
          maxLength={500}
          autoComplete="off"
          autoCapitalize="off"
          spellCheck={false}
          enterKeyHint="send"
          className="min-h-6 min-w-0 flex-1 rounded-sm bg-transparent placeholder:text-faint"
        />
      </form>
    </>
  );
}
