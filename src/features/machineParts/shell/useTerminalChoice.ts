'use client';
import { useState, useSyncExternalStore } from 'react';

const KEY = 'overcommit.shell';
/** A terminal needs a keyboard and some room. Phones and touch screens begin with plain text. */
const ROOMY = '(min-width: 1100px) and (hover: hover)';

const listen = (listener: () => void) => {
  const query = matchMedia(ROOMY);
  query.addEventListener('change', listener);
  return () => query.removeEventListener('change', listener);
};

/** Without storage, the choice holds until the page is closed. */
function stored(): string | null {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
}

/** Terminal or plain text: the choice on this device, else what fits the device. */
export function useTerminalChoice(): [boolean, (isTerminal: boolean) => void] {
  const isRoomy = useSyncExternalStore(
    listen,
    () => matchMedia(ROOMY).matches,
    () => false,
  );
  const [choice, setChoice] = useState(stored);
  const choose = (isTerminal: boolean) => {
    const word = isTerminal ? 'terminal' : 'plain';
    setChoice(word);
    try {
      localStorage.setItem(KEY, word);
    } catch {
      // Storage is blocked: this page keeps the choice.
    }
  };
  return [choice === null ? isRoomy : choice === 'terminal', choose];
}
