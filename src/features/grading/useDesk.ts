'use client';
import type { GradeRow, GradingDesk } from '@overcommit/protocol/api';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTRPC } from '@/trpc/client.tsx';
import { placeKey, withRow } from './deskModel.ts';

/** A conflict with another grader: both versions are kept until one is chosen. */
export type Conflict = { mine: { points: number | null; note: string }; theirs: GradeRow };
export type Draft = { points: number | null; note: string };

const rowKey = (row: GradeRow): string => JSON.stringify([placeKey(row), row.itemId]);

/** The desk, and saving to it. A saved row replaces its older version at once; nothing is reloaded. */
export function useDesk(assignmentId: string) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const query = useQuery(trpc.grading.open.queryOptions({ assignmentId }));
  const [conflicts, setConflicts] = useState<Record<string, Conflict>>({});
  const put = (row: GradeRow) =>
    queries.setQueryData(trpc.grading.open.queryKey({ assignmentId }), (desk: GradingDesk | undefined) =>
      desk ? withRow(desk, row) : desk,
    );
  const setPoints = useMutation(trpc.grading.setPoints.mutationOptions());
  const release = useMutation(
    trpc.grading.release.mutationOptions({
      onSuccess: () => queries.invalidateQueries({ queryKey: trpc.grading.open.queryKey({ assignmentId }) }),
    }),
  );

  /** True when it was stored. On a conflict the row shows both versions. */
  async function save(row: GradeRow, draft: Draft): Promise<boolean> {
    const { machineId, studentId, itemId, version } = row;
    const answer = await setPoints.mutateAsync({
      assignmentId,
      machineId,
      studentId,
      itemId,
      ...draft,
      expectedVersion: version,
    });
    put(answer.ok ? answer.row : answer.current);
    setConflicts(({ [rowKey(row)]: _settled, ...rest }) =>
      answer.ok ? rest : { ...rest, [rowKey(row)]: { mine: draft, theirs: answer.current } },
    );
    return answer.ok;
  }

  const conflictOf = (row: GradeRow): Conflict | null => conflicts[rowKey(row)] ?? null;
  const dismiss = (row: GradeRow) => setConflicts(({ [rowKey(row)]: _dropped, ...rest }) => rest);
  return {
    query,
    save,
    conflictOf,
    dismiss,
    isSaving: setPoints.isPending,
    saveError: setPoints.error,
    hasSaved: setPoints.data?.ok === true,
    release,
  };
}
export type Desk = ReturnType<typeof useDesk>;
