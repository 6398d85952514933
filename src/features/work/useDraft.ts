'use client';
import type { QuestionShape } from '@overcommit/protocol/api';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState, useSyncExternalStore } from 'react';
import { useTRPC, useTRPCClient } from '@/trpc/client.tsx';
import { newId } from '../browserPorts.ts';
import { createDraftKeeper, type DraftKeeper } from './draftKeeper.ts';

type Copy = { text: string; basedOn: number };

/** What this browser keeps of a text until the server has it. A browser that keeps nothing only loses that. */
function copyAt(key: string) {
  return {
    read(): Copy | null {
      try {
        return JSON.parse(localStorage.getItem(key) ?? 'null') as Copy | null;
      } catch {
        return null;
      }
    },
    write(copy: Copy | null): void {
      try {
        if (copy) localStorage.setItem(key, JSON.stringify(copy));
        else localStorage.removeItem(key);
      } catch {
        // Storage is full or forbidden: the text is still on the page and on its way.
      }
    },
  };
}

/** The draft of one question, kept as it is typed. Null until it is known whose it is. */
export function useDraft(assignmentId: string, question: QuestionShape) {
  const trpc = useTRPC();
  const client = useTRPCClient();
  const me = useQuery(trpc.me.get.queryOptions()).data?.user.id;
  const [keeper, setKeeper] = useState<DraftKeeper | null>(null);
  const { id: prompt, draft } = question;
  // The keeper outlives single answers of the server; it goes with the question and the person.
  // biome-ignore lint/correctness/useExhaustiveDependencies: a newer draft arrives below
  useEffect(() => {
    if (!me) return;
    const copy = copyAt(`draft:${assignmentId}:${prompt}:${me}`);
    const made = createDraftKeeper(
      {
        send: (request) => client.assignments.draft.mutate({ assignmentId, prompt, ...request }),
        after(ms, action) {
          const timer = setTimeout(action, ms);
          return () => clearTimeout(timer);
        },
        newId,
        keep: copy.write,
      },
      { stored: { text: draft?.text ?? '', version: draft?.version ?? 0 }, copy: copy.read() },
    );
    setKeeper(made);
    const flush = () => made.flush();
    window.addEventListener('online', flush);
    return () => {
      window.removeEventListener('online', flush);
      made.close();
    };
  }, [assignmentId, prompt, me, client]);
  useEffect(() => {
    if (draft) keeper?.arrived(draft);
  }, [keeper, draft]);
  const state = useSyncExternalStore(
    (listener) => keeper?.subscribe(listener) ?? (() => {}),
    () => keeper?.state() ?? null,
    () => null,
  );
  return keeper && state ? { keeper, state } : null;
}
