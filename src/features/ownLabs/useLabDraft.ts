'use client';
import type { OwnLab } from '@overcommit/handbook/ownLab';
import { useState } from 'react';
import { useTRPCClient } from '@/trpc/client.tsx';
import { type LabForm, labForm, readLabForm } from './labForm.ts';

type Kept = { basedOn: number; form: LabForm };

const keyOf = (labId: string): string => `overcommit-lab ${labId}`;

function keptIn(key: string): Kept | null {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(key) ?? 'null');
    const isDraft = typeof kept === 'object' && kept !== null && 'form' in kept && 'basedOn' in kept;
    return isDraft ? (kept as Kept) : null;
  } catch {
    return null;
  }
}

function keepIn(key: string, kept: Kept | null): void {
  try {
    if (kept === null) localStorage.removeItem(key);
    else localStorage.setItem(key, JSON.stringify(kept));
  } catch {
    // A browser without room keeps it on the page only.
  }
}

/** The lab on the screen: kept in the browser with each key, and on the server when it is saved. */
export function useLabDraft({ labId, draftVersion, lab }: { labId: string; draftVersion: number; lab: OwnLab }) {
  const client = useTRPCClient();
  const key = keyOf(labId);
  const [kept, setKept] = useState(() => keptIn(key));
  const [saved, setSaved] = useState({ version: draftVersion, lab });
  const [state, setState] = useState<{ isSaving: boolean; error: string | null }>({ isSaving: false, error: null });
  const form = kept?.form ?? labForm(saved.lab);
  const put = (next: Kept | null) => {
    setKept(next);
    keepIn(key, next);
  };

  /** The number of the saved draft; null = it could not be saved, and `error` says why. */
  async function save(): Promise<number | null> {
    const read = readLabForm(form);
    if (!read.ok) {
      setState({ isSaving: false, error: read.problem });
      return null;
    }
    if (kept === null) return saved.version;
    setState({ isSaving: true, error: null });
    try {
      const { draftVersion: version } = await client.ownLabs.save.mutate({
        labId,
        basedOn: kept.basedOn,
        lab: read.lab,
      });
      setSaved({ version, lab: read.lab });
      put(null);
      setState({ isSaving: false, error: null });
      return version;
    } catch (error) {
      setState({ isSaving: false, error: error instanceof Error ? error.message : 'The server gave no reason.' });
      return null;
    }
  }

  return {
    form,
    read: readLabForm(form),
    isDirty: kept !== null,
    ...state,
    change: (next: Partial<LabForm>) => put({ basedOn: kept?.basedOn ?? saved.version, form: { ...form, ...next } }),
    discard: () => put(null),
    save,
  };
}
export type LabDraft = ReturnType<typeof useLabDraft>;
