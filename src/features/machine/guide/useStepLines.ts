'use client';
import { type RefObject, useEffect, useRef, useState } from 'react';
import type { PromptHandle } from '../../machineParts/shell/Shell.tsx';

/** The way of a step's lines: one press puts a line at the prompt, the next one sends it and puts the next one there. */
export function useStepLines(
  lines: readonly string[],
  sent: readonly boolean[],
  prompt: RefObject<PromptHandle | null>,
) {
  const [waiting, setWaiting] = useState<number | null>(null);
  const next = lines.findIndex((_line, at) => !sent[at]);
  // A line that was sent from the prompt itself does not wait there any more.
  const isReady = waiting !== null && waiting >= next && next >= 0;
  const at = isReady ? waiting : next;
  const isAtPrompt = useRef(false);
  // The prompt is not React's: a line that waits there goes with its step.
  useEffect(
    () => () => {
      if (isAtPrompt.current) prompt.current?.put('');
    },
    [prompt],
  );
  const put = (index: number) => {
    const line = lines[index];
    isAtPrompt.current = line !== undefined;
    if (line !== undefined) prompt.current?.put(line);
    setWaiting(line === undefined ? null : index);
  };
  return {
    at,
    line: lines[at] ?? null,
    isReady,
    put,
    press: () => {
      if (!isReady) return put(at);
      prompt.current?.send();
      put(at + 1);
    },
  };
}
