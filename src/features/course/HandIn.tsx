'use client';
import type { AssignmentDetail } from '@overcommit/protocol/api';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import Link from 'next/link';
import { useTRPC } from '@/trpc/client.tsx';
import { Button } from '@/ui/Button.tsx';
import { Card, SectionTitle } from '@/ui/Card.tsx';
import { ConfirmDialog } from '@/ui/Dialog.tsx';
import { EmptyState, ErrorState } from '@/ui/States.tsx';
import { dateWords } from '../home/dates.ts';

/** My group's machine, and handing in its log as it stands. */
export function HandIn({ assignment, now }: { assignment: AssignmentDetail; now: Date }) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const { id: assignmentId, myMachineId, mySubmission, dueAt } = assignment;
  const handIn = useMutation(
    trpc.assignments.handIn.mutationOptions({
      onSuccess: () => queries.invalidateQueries({ queryKey: trpc.assignments.get.queryKey({ assignmentId }) }),
    }),
  );
  if (!myMachineId)
    return (
      <EmptyState title="Your group has no machine yet.">
        It appears here as soon as your instructor has made it.
      </EmptyState>
    );
  const isOver = dueAt !== null && dueAt < now;
  return (
    <Card as="section" className="grid gap-3 p-4" aria-label="My group’s work">
      <SectionTitle>My group’s work</SectionTitle>
      <div className="flex gap-2">
        <Button asChild variant="primary" size="lg" className="grow">
          <Link href={`/machines/${myMachineId}`}>Open the machine</Link>
        </Button>
        <Button asChild size="lg">
          <Link href={`/machines/${myMachineId}/replay`}>Replay</Link>
        </Button>
      </div>
      {mySubmission ? (
        <p>
          Handed in at entry #{mySubmission.seq} by {mySubmission.by}, {dateWords(mySubmission.submittedAt, now)}.
        </p>
      ) : (
        <p className="text-soft">{isOver ? 'The due date is over.' : 'Not handed in yet.'}</p>
      )}
      {handIn.error && <ErrorState title="It was not handed in." why={handIn.error.message} />}
      {!isOver && (
        <ConfirmDialog
          title="Hand in the log as it stands?"
          lead="What you do afterwards does not count, unless you hand in again before the due date."
          confirmLabel="Hand in"
          onConfirm={() =>
            handIn.mutateAsync({ assignmentId }).then(
              () => {},
              () => {},
            )
          }
          trigger={<Button size="lg">{mySubmission ? 'Hand in again' : 'Hand in'}</Button>}
        />
      )}
    </Card>
  );
}
