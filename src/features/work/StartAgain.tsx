'use client';
import { type Lab, startableVariants } from '@overcommit/handbook';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTRPC } from '@/trpc/client.tsx';
import { Button } from '@/ui/Button.tsx';
import { Dialog } from '@/ui/Dialog.tsx';
import { TextField } from '@/ui/Field.tsx';
import { ErrorState } from '@/ui/States.tsx';
import { useLab } from '../labs/useLab.ts';
import { type Kernel, KernelFieldset } from '../machineParts/KernelFieldset.tsx';

/** A fresh machine for the group, under one of the lab's kernels, with the tunables that the handout asks for. */
export function StartAgain({ labSlug, ...rest }: Attempt & { labSlug: string }) {
  const lab = useLab(labSlug);
  return lab && <StartAgainOf {...rest} lab={lab} />;
}

type Attempt = { assignmentId: string; attemptsLeft: number | null };

function StartAgainOf({ assignmentId, attemptsLeft, lab }: Attempt & { lab: Lab }) {
  const trpc = useTRPC();
  const variants = startableVariants(lab);
  const [kernel, setKernel] = useState<Kernel | null>(variants[0] ?? null);
  const [tunables, setTunables] = useState<Record<string, string>>({});
  const again = useMutation(
    trpc.assignments.startAgain.mutationOptions({
      onSuccess: ({ machineId }) => window.location.assign(`/machines/${machineId}`),
    }),
  );
  if (attemptsLeft === 0) return <p className="text-xs text-soft">Your group has used all its attempts.</p>;
  const left = attemptsLeft === null ? '' : ` ${attemptsLeft} left.`;
  const set = Object.fromEntries(Object.entries(tunables).filter(([, value]) => value.trim() !== ''));
  return (
    <Dialog
      title="Start again"
      lead={`A fresh machine for your group: one more attempt.${left} The machine so far stays part of your work.`}
      trigger={<Button>Start again{left && ` ·${left}`}</Button>}
    >
      <form
        className="grid grid-cols-1 gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          if (kernel) again.mutate({ assignmentId, policy: kernel.policy, settings: { ...kernel.settings, ...set } });
        }}
      >
        <KernelFieldset variants={variants} onChoose={setKernel} />
        {(lab.tunables ?? []).map((name) => (
          <TextField
            key={name}
            label={name}
            hint="Leave it empty for the kernel’s own value."
            maxLength={20}
            value={tunables[name] ?? ''}
            onChange={(event) => setTunables({ ...tunables, [name]: event.target.value })}
          />
        ))}
        {again.error && <ErrorState title="No new machine was started." why={again.error.message} />}
        <Button
          type="submit"
          variant="primary"
          isPending={again.isPending || again.isSuccess}
          disabled={kernel === null}
        >
          Start the new machine
        </Button>
      </form>
    </Dialog>
  );
}
