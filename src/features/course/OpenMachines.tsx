'use client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTRPC } from '@/trpc/client.tsx';
import { Button } from '@/ui/Button.tsx';
import { toast } from '@/ui/Toaster.tsx';

/** Makes a machine for every group without one. `isFirst`: no group has one, so this is the next step. */
export function OpenMachines({ assignmentId, isFirst }: { assignmentId: string; isFirst: boolean }) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const open = useMutation(
    trpc.assignments.openMachines.mutationOptions({
      onSuccess: async ({ machineIds }) => {
        await queries.invalidateQueries({ queryKey: trpc.assignments.get.queryKey({ assignmentId }) });
        const made = machineIds.length === 1 ? '1 machine is' : `${machineIds.length} machines are`;
        toast(
          machineIds.length === 0
            ? 'No group is without a machine. Groups come with the roster, in its column “group”.'
            : `${made} ready.`,
        );
      },
      onError: (error) => toast(`No machine was made. ${error.message}`),
    }),
  );
  return (
    <Button
      variant={isFirst ? 'primary' : 'plain'}
      isPending={open.isPending}
      onClick={() => open.mutate({ assignmentId })}
    >
      Make the groups’ machines
    </Button>
  );
}
