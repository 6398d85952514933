'use client';
import { useEffect, useRef, useState } from 'react';

/** A value that changes often, followed at most every `everyMs`; the last one always arrives. */
export function useLatest<T>(value: T, everyMs: number): T {
  const [shown, setShown] = useState(value);
  const due = useRef(0);
  // Time passes outside React: a timer brings what is held back.
  useEffect(() => {
    const wait = Math.max(0, due.current - performance.now());
    const timer = setTimeout(() => {
      due.current = performance.now() + everyMs;
      setShown(() => value);
    }, wait);
    return () => clearTimeout(timer);
  }, [value, everyMs]);
  return shown;
}
