'use client';
import type { GuideStepShape } from '@overcommit/protocol/api';
import { useMutation } from '@tanstack/react-query';
import { RotateCcw } from 'lucide-react';
import { useTRPC } from '@/trpc/client.tsx';
import { Button } from '@/ui/Button.tsx';

/** One press: a new machine under another kernel or setting, on which the group's own lines are sent again. */
export function AgainButtons({ machineId, step }: { machineId: string; step: GuideStepShape }) {
  const trpc = useTRPC();
  const again = useMutation(
    trpc.guide.again.mutationOptions({
      onSuccess: (made) => window.location.assign(`/machines/${made.machineId}?again=1`),
    }),
  );
  const isBusy = again.isPending || again.isSuccess;
  return (
    <div className="grid grid-cols-1 gap-1.5">
      {step.again.map(({ id, label }) => (
        <Button
          key={id}
          size="lg"
          className="justify-start! whitespace-normal!"
          isPending={isBusy && again.variables?.under === id}
          disabled={isBusy && again.variables?.under !== id}
          onClick={() => again.mutate({ machineId, stepId: step.id, under: id })}
        >
          <RotateCcw aria-hidden />
          Again, under {label}
        </Button>
      ))}
      {again.error && (
        <p role="alert" className="text-xs text-warn">
          {again.error.message}
        </p>
      )}
    </div>
  );
}
