'use client';
import { type Lab, startableVariants } from '@overcommit/handbook';
import { useState } from 'react';
import { Button } from '@/ui/Button.tsx';
import { useLab } from '../../labs/useLab.ts';
import { type Kernel, KernelFieldset } from '../../machineParts/KernelFieldset.tsx';

/** The kernels and modes that a lab can run under, and a button that starts one. */
export function KernelChoice({ labSlug, ...rest }: Choice & { labSlug: string }) {
  const lab = useLab(labSlug);
  return lab && <KernelsOf {...rest} lab={lab} />;
}

type Choice = { isPending: boolean; onChoose: (kernel: Kernel) => void };

function KernelsOf({ lab, isPending, onChoose }: Choice & { lab: Lab }) {
  const variants = startableVariants(lab);
  const [kernel, setKernel] = useState<Kernel | null>(variants[0] ?? null);
  if (variants.length === 0) return <p>The lab of this machine cannot be started today.</p>;
  return (
    <>
      <KernelFieldset variants={variants} onChoose={setKernel} />
      <Button
        variant="primary"
        isPending={isPending}
        disabled={kernel === null}
        onClick={() => kernel && onChoose({ policy: kernel.policy, settings: kernel.settings })}
      >
        Start the new machine
      </Button>
    </>
  );
}
