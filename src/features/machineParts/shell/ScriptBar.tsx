'use client';
import { count } from '@overcommit/reading';
import { FileUp, Play, TriangleAlert, X } from 'lucide-react';
import { useRef } from 'react';
import type { Script } from '@/machineView/shell/script.ts';
import { Button, IconButton } from '@/ui/Button.tsx';
import type { ScriptDesk } from './useScript.ts';

/** Picks a script file. The script waits in the bar below until it is run. */
export function ScriptButton({ desk }: { desk: ScriptDesk }) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <input
        ref={input}
        type="file"
        accept=".txt,.oc,.lab,text/plain"
        className="sr-only"
        tabIndex={-1}
        aria-label="Script file"
        onChange={(e) => {
          const file = e.target.files?.[0];
          e.target.value = '';
          if (file) void desk.open(file);
        }}
      />
      <IconButton
        size="sm"
        variant="ghost"
        label="Run a script from a file"
        disabled={desk.script?.phase === 'running'}
        onClick={() => input.current?.click()}
      >
        <FileUp aria-hidden />
      </IconButton>
    </>
  );
}

/** A script that waits, runs or stopped: its progress, and buttons to run, stop or close it. */
export function ScriptBar({ desk }: { desk: ScriptDesk }) {
  const { script } = desk;
  if (!script) return null;
  const isBad = script.phase === 'unreadable' || script.phase === 'stopped';
  return (
    <section aria-label="Script" className="grid grid-cols-1 gap-1 border-t border-line bg-sunk px-3.5 py-2 text-xs">
      <div className="flex items-center gap-2">
        <p className="min-w-0 flex-1 truncate">
          <b className="font-medium">{script.name}</b> <span className="text-soft">{progress(script)}</span>
        </p>
        {(script.phase === 'ready' || (script.phase === 'stopped' && script.at < script.steps.length)) && (
          <Button size="sm" variant="primary" onClick={desk.run}>
            <Play aria-hidden />
            {script.phase === 'ready' ? 'Run it' : 'Go on'}
          </Button>
        )}
        {script.phase === 'running' ? (
          <Button size="sm" onClick={desk.stop}>
            Stop
          </Button>
        ) : (
          <IconButton size="sm" variant="ghost" label="Close the script" onClick={desk.clear}>
            <X aria-hidden />
          </IconButton>
        )}
      </div>
      {script.phase === 'running' && (
        <progress
          className="h-1.5 w-full accent-ink"
          aria-label={script.name}
          value={script.at}
          max={script.steps.length}
        />
      )}
      <p role="status" className="contents">
        {script.note && (
          <span className={isBad ? 'flex gap-1.5 text-warn wrap-anywhere' : 'text-soft'}>
            {isBad && <TriangleAlert className="mt-0.5 size-3.5 shrink-0" aria-hidden />}
            {script.note}
          </span>
        )}
      </p>
    </section>
  );
}

function progress({ phase, at, steps }: Script): string {
  if (phase === 'unreadable') return '';
  if (phase === 'ready') return count(steps.length, 'command');
  return `${at}/${steps.length}${phase === 'done' ? ', done' : ''}`;
}
