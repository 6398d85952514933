'use client';
import { useState } from 'react';
import type { RubricForm } from './rubricForm.ts';

/** A draft, and the version of the rubric that it was made from. */
export type KeptDraft = { basedOn: number; form: RubricForm };

const keyOf = (assignmentId: string): string => `overcommit-rubric ${assignmentId}`;

function read(key: string): KeptDraft | null {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(key) ?? 'null');
    const isDraft = typeof kept === 'object' && kept !== null && 'form' in kept && 'basedOn' in kept;
    return isDraft ? (kept as KeptDraft) : null;
  } catch {
    return null;
  }
}

/** What is typed stays in this browser until it is published or thrown away. */
export function useRubricDraft(assignmentId: string) {
  const key = keyOf(assignmentId);
  const [draft, setDraft] = useState(() => read(key));
  return {
    draft,
    change(next: KeptDraft | null): void {
      setDraft(next);
      try {
        if (next === null) localStorage.removeItem(key);
        else localStorage.setItem(key, JSON.stringify(next));
      } catch {
        // A browser without room keeps it on the page only.
      }
    },
  };
}
