'use client';
import type { PolicyId } from '@overcommit/engine';
import { LABS, startableVariants } from '@overcommit/handbook';
import { useState } from 'react';
import { Button } from '@/ui/Button.tsx';

export type Kernel = { policy: PolicyId; settings: Record<string, string> };

/** The kernels and modes that a lab can run under, and a button that starts one. */
export function KernelChoice({
  labSlug,
  isPending,
  onChoose,
}: {
  labSlug: string;
  isPending: boolean;
  onChoose: (kernel: Kernel) => void;
}) {
  const lab = LABS.find(({ slug }) => slug === labSlug);
  const variants = lab ? startableVariants(lab) : [];
  const [chosen, setChosen] = useState(variants[0]?.id);
  const variant = variants.find(({ id }) => id === chosen);
  if (!variant) return <p>The lab of this machine cannot be started today.</p>;
  return (
    <>
      <fieldset className="grid gap-1">
        <legend className="mb-1 text-xs font-medium">Kernel</legend>
        {variants.map(({ id, label }) => (
          <label key={id} className="flex min-h-8 items-center gap-2 rounded-md px-1 hover:bg-sunk">
            <input
              type="radio"
              name="kernel"
              className="size-4 accent-ink"
              checked={id === chosen}
              onChange={() => setChosen(id)}
            />
            {label}
          </label>
        ))}
      </fieldset>
      <Button
        variant="primary"
        isPending={isPending}
        onClick={() => onChoose({ policy: variant.policy, settings: variant.settings })}
      >
        Start the new machine
      </Button>
    </>
  );
}
