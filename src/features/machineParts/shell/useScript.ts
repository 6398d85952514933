'use client';
import { useRef, useState } from 'react';
import type { SendLine } from '@/machineView/outcome.ts';
import { readScript, runScript, SCRIPT_BOUNDS, type Script } from '@/machineView/shell/script.ts';

/** The platform accepts ten commands a second from one person. */
const REST_MS = 110;

/** At most one script at a time: opened or pasted, then run, stopped, resumed or closed. */
export type ScriptDesk = {
  script: Script | null;
  open: (file: File) => Promise<void>;
  paste: (text: string) => void;
  run: () => void;
  stop: () => void;
  clear: () => void;
};

/** The script of one shell. */
export function useScript(sendLine: SendLine): ScriptDesk {
  const [script, setScript] = useState<Script | null>(null);
  const isCancelled = useRef(false);
  const isRunning = script?.phase === 'running';
  const put = (fresh: Script) => !isRunning && setScript(fresh);
  return {
    script,
    open: async (file) => {
      // A file that is too large is refused without reading it.
      const text = file.size > SCRIPT_BOUNDS.bytes ? ' '.repeat(SCRIPT_BOUNDS.bytes + 1) : await file.text();
      put(readScript(file.name, text));
    },
    paste: (text) => void put(readScript('Pasted script', text)),
    run: () => {
      if (!script || isRunning) return;
      isCancelled.current = false;
      void runScript(script, {
        sendLine,
        isCancelled: () => isCancelled.current,
        rest: () => new Promise((resolve) => setTimeout(resolve, REST_MS)),
        onChange: setScript,
      });
    },
    stop: () => {
      isCancelled.current = true;
    },
    clear: () => !isRunning && setScript(null),
  };
}
