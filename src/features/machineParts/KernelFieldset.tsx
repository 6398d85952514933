'use client';
import { type PolicyId, type ReadPolicy, readPolicy } from '@overcommit/engine';
import type { LabVariant } from '@overcommit/handbook';
import { useState } from 'react';
import { TextField } from '@/ui/Field.tsx';

export type Kernel = { policy: PolicyId; settings: Record<string, string> };

const OTHER = 'other';

/** A release as it is typed, `6.12` or `linux-6.12`. */
function releaseOf(text: string): ReadPolicy {
  const whole = readPolicy(text.trim());
  return whole.ok ? whole : readPolicy(`linux-${text.trim()}`);
}

/** The kernels and modes that a lab can run under, and a field for any other release of Linux. `onChoose` null: none yet. */
export function KernelFieldset({
  variants,
  onChoose,
}: {
  variants: readonly LabVariant[];
  onChoose: (kernel: Kernel | null) => void;
}) {
  const [chosen, setChosen] = useState(variants[0]?.id);
  const [text, setText] = useState('');
  const release = releaseOf(text);

  function choose(id: string, typed = text): void {
    setChosen(id);
    setText(typed);
    const variant = variants.find((one) => one.id === id);
    const read = releaseOf(typed);
    onChoose(variant ?? (read.ok ? { policy: read.id, settings: {} } : null));
  }

  return (
    <fieldset className="grid gap-1">
      <legend className="mb-1 text-xs font-medium">Kernel</legend>
      {[...variants, { id: OTHER, label: 'another Linux release…' }].map(({ id, label }) => (
        <label key={id} className="flex min-h-8 items-center gap-2 rounded-md px-1 hover:bg-sunk">
          <input
            type="radio"
            name="kernel"
            className="size-4 accent-ink"
            checked={id === chosen}
            onChange={() => choose(id)}
          />
          {label}
        </label>
      ))}
      {chosen === OTHER && (
        <TextField
          label="Release"
          placeholder="6.12"
          hint="Linux 2.4.0 to 6.12, such as 2.6.18 or 5.15"
          value={text}
          maxLength={20}
          error={text.trim() === '' || release.ok ? null : release.message}
          onChange={(e) => choose(OTHER, e.target.value)}
        />
      )}
    </fieldset>
  );
}
