import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { SeatLike } from '@/machineView/people.ts';
import { useTRPC } from '@/trpc/client.tsx';
import { Button } from '@/ui/Button.tsx';
import { toast } from '@/ui/Toaster.tsx';

/** Takes a person's place on this machine away, or gives it back. What they did stays. */
export function RemovePerson({ machineId, seat }: { machineId: string; seat: SeatLike }) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const change = useMutation(
    trpc.machines.setRemoved.mutationOptions({
      onSuccess: () => queries.invalidateQueries({ queryKey: trpc.machines.get.queryKey({ machineId }) }),
      onError: (error) => toast(`Nothing was changed. ${error.message}`),
    }),
  );
  const isRemoved = seat.isRemoved ?? false;
  return (
    <Button
      size="sm"
      isPending={change.isPending}
      title={seat.isGuest && !isRemoved ? 'The code by which this guest came stops working.' : undefined}
      aria-label={`${isRemoved ? 'Let back in' : 'Remove'}: ${seat.displayName}`}
      onClick={() => change.mutate({ machineId, actorId: seat.actorId, isRemoved: !isRemoved })}
    >
      {isRemoved ? 'Let back in' : 'Remove'}
    </Button>
  );
}
