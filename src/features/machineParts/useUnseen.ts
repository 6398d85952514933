'use client';
import { useState } from 'react';

/** Whether something with this number came while it was not shown, and has not been shown since. Null = nothing new. */
export function useUnseen(seq: number | null, isShown: boolean): boolean {
  const [told, setTold] = useState<number | null>(null);
  const [isUnseen, setUnseen] = useState(false);
  if (seq !== null && seq !== told) {
    setTold(seq);
    setUnseen(true);
  }
  if (isShown && isUnseen) setUnseen(false);
  return isUnseen;
}
