'use client';
import type { AssignmentDetail, BoardRow } from '@overcommit/protocol/api';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { instantIn } from '@/timeZone.ts';
import { useTRPC } from '@/trpc/client.tsx';
import { Button } from '@/ui/Button.tsx';
import { ConfirmDialog, Dialog } from '@/ui/Dialog.tsx';
import { TextField } from '@/ui/Field.tsx';
import { ErrorState } from '@/ui/States.tsx';
import { toast } from '@/ui/Toaster.tsx';

type Props = { row: BoardRow; assignment: AssignmentDetail };

/** What staff may do with a group's hand-in. */
export function RowActions({ row, assignment }: Props) {
  return row.seal ? <Reopen row={row} assignment={assignment} /> : <SealNow row={row} assignment={assignment} />;
}

function useBoardChange(assignmentId: string) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  return () => queries.invalidateQueries({ queryKey: trpc.assignments.board.queryKey({ assignmentId }) });
}

function Reopen({ row, assignment }: Props) {
  const trpc = useTRPC();
  const { id: assignmentId, timeZone, now } = assignment;
  const changed = useBoardChange(assignmentId);
  const [isOpen, setOpen] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const reopen = useMutation(
    trpc.assignments.reopen.mutationOptions({
      onSuccess: async () => {
        setOpen(false);
        toast(`${row.name} can hand in again.`);
        await changed();
      },
    }),
  );
  const isOver = row.window.dueAt !== null && row.window.dueAt <= now;

  function onSubmit(event: React.FormEvent<HTMLFormElement>): void {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const wall = String(form.get('due') ?? '');
    const dueAt = wall === '' ? null : instantIn(timeZone, wall);
    setProblem(wall !== '' && !dueAt ? 'This is no date.' : null);
    if (wall !== '' && !dueAt) return;
    reopen.mutate({ assignmentId, teamId: row.teamId, reason: String(form.get('reason')), dueAt });
  }

  return (
    <Dialog
      title={`Reopen the work of ${row.name}?`}
      lead="Its seal does not count any more. The group is told the reason."
      open={isOpen}
      onOpenChange={setOpen}
      trigger={<Button size="sm">Reopen</Button>}
    >
      <form className="grid grid-cols-1 gap-3" onSubmit={onSubmit}>
        <TextField label="Reason" name="reason" required maxLength={500} />
        <TextField
          label={`New due date (${timeZone})`}
          name="due"
          type="datetime-local"
          required={isOver}
          error={problem}
          hint={
            isOver
              ? 'The due date is over: without a new one it would be sealed again at once.'
              : 'Leave it empty to keep the due date.'
          }
        />
        {reopen.error && <ErrorState title="It was not reopened." why={reopen.error.message} />}
        <Button type="submit" variant="primary" isPending={reopen.isPending}>
          Reopen
        </Button>
      </form>
    </Dialog>
  );
}

function SealNow({ row, assignment }: Props) {
  const trpc = useTRPC();
  const changed = useBoardChange(assignment.id);
  const seal = useMutation(
    trpc.assignments.seal.mutationOptions({
      onSuccess: changed,
      onError: (error) => toast(`It was not sealed. ${error.message}`),
    }),
  );
  if (row.machines.length === 0) return null;
  return (
    <ConfirmDialog
      title={`Seal the work of ${row.name} as it is now?`}
      lead="It counts as on time and can be graded. The group can still hand in again until it closes."
      confirmLabel="Seal"
      onConfirm={() =>
        seal.mutateAsync({ assignmentId: assignment.id, teamId: row.teamId }).then(
          () => {},
          () => {},
        )
      }
      trigger={<Button size="sm">Seal now</Button>}
    />
  );
}
