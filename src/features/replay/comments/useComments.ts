'use client';
import type { CommentShape } from '@overcommit/protocol/api';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useTRPC } from '@/trpc/client.tsx';
import type { Marker } from '../timeline/transport.ts';

/** How often a visible page reads others' comments. */
const EVERY_MS = 10_000;
const MOST_LABEL = 60;

/** The comments on this log, with the mutations on them. */
export function useComments(machineId: string) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const list = useQuery(trpc.comments.list.queryOptions({ machineId }, { refetchInterval: EVERY_MS }));
  const refresh = () => queries.invalidateQueries(trpc.comments.list.queryFilter({ machineId }));
  const add = useMutation(trpc.comments.add.mutationOptions({ onSuccess: refresh }));
  const edit = useMutation(trpc.comments.edit.mutationOptions({ onSuccess: refresh }));
  const remove = useMutation(trpc.comments.remove.mutationOptions({ onSuccess: refresh }));
  const comments = list.data;
  const markers = useMemo(() => commentMarkers(comments ?? []), [comments]);
  return { machineId, list, add, edit, remove, markers };
}
export type Comments = ReturnType<typeof useComments>;

/** One marker for each entry with comments. */
export function commentMarkers(comments: readonly CommentShape[]): Marker[] {
  const bySeq = new Map<number, Marker>();
  for (const { seq, text, authorName, parentId, isRemoved } of comments) {
    if (parentId !== null || isRemoved || bySeq.has(seq)) continue;
    const label = text.length > MOST_LABEL ? `${text.slice(0, MOST_LABEL - 1)}…` : text;
    bySeq.set(seq, { seq, kind: 'comment', label: `${authorName}: ${label}` });
  }
  return [...bySeq.values()];
}

export type Thread = { head: CommentShape; answers: CommentShape[] };

/** Comments with their answers, by entry, then oldest first. */
export function threadsOf(comments: readonly CommentShape[]): Thread[] {
  const heads = comments.filter(({ parentId }) => parentId === null);
  return heads.map((head) => ({ head, answers: comments.filter(({ parentId }) => parentId === head.id) }));
}
