'use client';
import type { MachineSummary } from '@overcommit/protocol/api';
import { count } from '@overcommit/reading';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTRPC } from '@/trpc/client.tsx';
import { Button } from '@/ui/Button.tsx';
import { ConfirmDialog } from '@/ui/Dialog.tsx';
import { LINK } from '@/ui/Small.tsx';
import { ErrorState } from '@/ui/States.tsx';
import { MachineList } from './MachineList.tsx';

/** Puts machines away, brings them back, deletes them; both lists are read again after each. */
function useOwnMachines() {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const onSettled = () =>
    Promise.all([
      queries.invalidateQueries({ queryKey: trpc.machines.list.queryKey() }),
      queries.invalidateQueries({ queryKey: trpc.machines.listPutAway.queryKey() }),
    ]);
  return {
    putAway: useMutation(trpc.machines.putAway.mutationOptions({ onSettled })),
    remove: useMutation(trpc.machines.delete.mutationOptions({ onSettled })),
  };
}

export function PutAwayButton({ machine: { id, title } }: { machine: MachineSummary }) {
  const { putAway } = useOwnMachines();
  return (
    <button
      type="button"
      className={`${LINK} cursor-pointer`}
      aria-label={`Put away: ${title}`}
      disabled={putAway.isPending}
      onClick={() => putAway.mutate({ machineId: id, isPutAway: true })}
    >
      {putAway.isError ? 'Not put away; again' : 'Put away'}
    </button>
  );
}

/** The machines that rest: they can be looked at, brought back, or deleted. Nothing is shown while there are none. */
export function MachinesPutAway() {
  const trpc = useTRPC();
  const [isOpen, setOpen] = useState(false);
  const { data: machines = [] } = useQuery(trpc.machines.listPutAway.queryOptions());
  const { putAway, remove } = useOwnMachines();
  const failed = putAway.error ?? remove.error;
  if (machines.length === 0) return null;
  return (
    <div className="grid justify-items-start gap-2">
      <Button variant="ghost" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
        {isOpen ? 'Hide' : 'Show'} {count(machines.length, 'machine')} put away
      </Button>
      {failed && <ErrorState title="That did not work." why={failed.message} />}
      {isOpen && (
        <div className="w-full">
          <MachineList
            machines={machines}
            empty={null}
            actions={({ id, title }) => (
              <>
                <button
                  type="button"
                  className={`${LINK} cursor-pointer`}
                  aria-label={`Bring back: ${title}`}
                  onClick={() => putAway.mutate({ machineId: id, isPutAway: false })}
                >
                  Bring back
                </button>
                <ConfirmDialog
                  title="Delete this machine?"
                  lead={`“${title}” goes, with its seats, comments and variations. This cannot be undone. Its log holds no names; it stays in the database.`}
                  confirmLabel="Delete"
                  onConfirm={() =>
                    remove.mutateAsync({ machineId: id }).then(
                      () => {},
                      () => {},
                    )
                  }
                  trigger={
                    <button type="button" className={`${LINK} cursor-pointer`} aria-label={`Delete: ${title}`}>
                      Delete
                    </button>
                  }
                />
              </>
            )}
          />
        </div>
      )}
    </div>
  );
}
