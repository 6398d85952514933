'use client';
import { type FormEvent, useState } from 'react';
import type { AuthOutcome } from './authClient.ts';

/** The state of one form: pending, the error and its field, and what follows success. The values stay in the fields. */
export function useSubmit(send: (values: Record<string, string>) => Promise<AuthOutcome>, onDone: () => void) {
  const [isPending, setPending] = useState(false);
  const [failure, setFailure] = useState<Extract<AuthOutcome, { ok: false }> | null>(null);

  async function onSubmit(event: FormEvent<HTMLFormElement>): Promise<void> {
    event.preventDefault();
    const form = event.currentTarget;
    const values = Object.fromEntries([...new FormData(form)].map(([key, value]) => [key, String(value)]));
    setPending(true);
    const outcome = await send(values);
    setPending(false);
    setFailure(outcome.ok ? null : outcome);
    if (outcome.ok) return onDone();
    const wrong = outcome.field ? form.elements.namedItem(outcome.field) : null;
    if (wrong instanceof HTMLElement) wrong.focus();
  }

  const errorOf = (field: string): string | null => (failure?.field === field ? failure.message : null);
  return { onSubmit, isPending, errorOf, message: failure?.field === null ? failure.message : null };
}
