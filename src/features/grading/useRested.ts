'use client';
import { useEffect, useState } from 'react';

const REST_MS = 120;

/** The last value that stayed for a moment: what is costly follows it, and keys in a row never wait for that. */
export function useRested<Value>(value: Value): Value {
  const [rested, setRested] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setRested(value), REST_MS);
    return () => clearTimeout(timer);
  }, [value]);
  return rested;
}
