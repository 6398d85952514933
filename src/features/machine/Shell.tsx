'use client';
import { type RefObject, useEffect, useMemo, useRef, useState } from 'react';
import { cx } from '@/ui/cx.ts';
import type { Submit } from './outcome.ts';
import type { People, SeatLike } from './people.ts';
import { type ShellLine, type ShellScope, shellLines, type Typed } from './shellLines.ts';
import type { Snapshot } from './snapshot.ts';
import { useShell } from './useShell.ts';

const NOTHING_TYPED: Typed[] = [];
const TONE = { command: 'text-ink', plain: 'text-soft', warn: 'text-warn', kill: 'text-kill' };

/** The log of commands, answers and the kernel's words, kept at its end unless somebody reads further up. */
export function ShellLog({
  snapshot,
  people,
  actor,
  typed = NOTHING_TYPED,
  scope,
}: {
  snapshot: Snapshot;
  people: People;
  actor: string | null;
  typed?: Typed[];
  scope?: ShellScope;
}) {
  const lines = useMemo(
    () => shellLines({ snapshot, people, actor, typed, scope }),
    [snapshot, people, actor, typed, scope],
  );
  const box = useRef<HTMLDivElement>(null);
  const isAtEnd = useRef(true);
  const last = lines.at(-1)?.key;
  // The end of the log is a scroll position, which only the browser has. `last` is when it moves.
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
          {scope === 'mine' ? 'You have not typed anything yet.' : 'Nobody has typed anything yet.'}
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
  submit: Submit;
  prompt?: RefObject<PromptHandle | null>;
};
/** Lets other parts of the screen put a line at the prompt. */
export type PromptHandle = { fill: (line: string) => void };

/** The shell: the same lines as in lab scripts. History with ↑ and ↓, completion with Tab, `help`. */
export function Shell({ snapshot, people, mySeat, submit, prompt }: ShellProps) {
  const shell = useShell({ snapshot, submit, actor: mySeat.actorId });
  const input = useRef<HTMLInputElement>(null);
  const [scope, setScope] = useState<ShellScope>('everyone');
  // A handle for the handout's lines: they are put where the person can still change them.
  useEffect(() => {
    if (!prompt) return;
    prompt.current = {
      fill: (line) => {
        shell.type(line);
        input.current?.focus();
      },
    };
    return () => {
      prompt.current = null;
    };
  });
  return (
    <section aria-label="Shell" className="flex min-h-0 flex-1 flex-col bg-panel">
      <label className="flex items-center justify-end gap-1.5 border-b border-line px-3.5 py-1 text-xs text-soft">
        <input
          type="checkbox"
          className="size-3.5 accent-ink"
          checked={scope === 'mine'}
          onChange={(e) => setScope(e.target.checked ? 'mine' : 'everyone')}
        />
        only my commands
      </label>
      <ShellLog snapshot={snapshot} people={people} actor={mySeat.actorId} typed={shell.typed} scope={scope} />
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
          placeholder="help"
          maxLength={500}
          autoComplete="off"
          autoCapitalize="off"
          spellCheck={false}
          enterKeyHint="send"
          className="min-h-6 min-w-0 flex-1 rounded-sm bg-transparent placeholder:text-faint"
        />
      </form>
    </section>
  );
}
