'use client';
import { useMutation } from '@tanstack/react-query';
import { RotateCcw } from 'lucide-react';
import dynamic from 'next/dynamic';
import { useTRPC } from '@/trpc/client.tsx';
import { ErrorState, Skeleton } from '@/ui/States.tsx';
import { BarDialog } from './BarDialog.tsx';

// The labs' texts are needed only in the open dialog.
const KernelChoice = dynamic(() => import('./KernelChoice.tsx').then((m) => m.KernelChoice), {
  ssr: false,
  loading: () => <Skeleton className="h-40" label="Loading the kernels" />,
});

/** Starts a new machine of the same lab for the same people, under the same or another kernel. The old log stays. */
export function StartAgainDialog({ machineId, labSlug }: { machineId: string; labSlug: string }) {
  const trpc = useTRPC();
  const again = useMutation(
    trpc.machines.startAgain.mutationOptions({
      onSuccess: (made) => window.location.assign(`/machines/${made.machineId}`),
    }),
  );
  return (
    <BarDialog
      title="Start again"
      lead="A new machine for the same people. This one and its log stay as they are."
      icon={<RotateCcw aria-hidden />}
      label="Again"
    >
      <div className="grid gap-3">
        <KernelChoice
          labSlug={labSlug}
          isPending={again.isPending || again.isSuccess}
          onChoose={(kernel) => again.mutate({ machineId, ...kernel })}
        />
        {again.error && <ErrorState title="No new machine was started." why={again.error.message} />}
      </div>
    </BarDialog>
  );
}
