'use client';
import { useState, useSyncExternalStore } from 'react';

const KEY = 'overcommit.shell';
/** A terminal wants a keyboard and some room; phones and coarse pointers begin with plain text. */
const ROOMY = '(min-width: 1100px) and (hover: hover)';

const listen = (listener: () => void) => {
  const query = matchMedia(ROOMY);
  query.addEventListener('change', listener);
  return () => query.removeEventListener('change', listener);
};

/** Where storage is forbidden, the choice holds until the page is left. */
function stored(): string | null {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
}

/** Terminal or plain text: what was chosen on this device, else what fits it. */
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
      // Kept in this page only.
    }
  };
  return [choice === null ? isRoomy : choice === 'terminal', choose];
}
