'use client';
import type { Prediction } from '@overcommit/engine';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { isOpen } from '@/machineView/predictions.ts';
import { useTRPC } from '@/trpc/client.tsx';
import { Button } from '@/ui/Button.tsx';
import { Field, Select } from '@/ui/Field.tsx';

/** Ends a question: staff may close it first, for a discussion, and then reveal the answers. */
export function RevealForm({ machineId, prediction }: { machineId: string; prediction: Prediction }) {
  const trpc = useTRPC();
  const [right, setRight] = useState('');
  const close = useMutation(trpc.predictions.close.mutationOptions());
  const reveal = useMutation(trpc.predictions.reveal.mutationOptions());
  const about = { machineId, prompt: prediction.prompt };
  const error = reveal.error ?? close.error;
  return (
    <div className="flex flex-wrap items-end gap-2 border-t border-line pt-2">
      {prediction.about === 'other' && (
        <Field label="Right is" className="min-w-32 flex-1">
          {(aria) => (
            <Select
              {...aria}
              value={right}
              onChange={(e) => setRight(e.target.value)}
              options={[
                { value: '', label: 'left open' },
                ...prediction.choices.map((value) => ({ value, label: value })),
              ]}
            />
          )}
        </Field>
      )}
      {isOpen(prediction) && (
        <Button isPending={close.isPending} onClick={() => close.mutate(about)}>
          Close
        </Button>
      )}
      <Button
        variant="primary"
        isPending={reveal.isPending}
        onClick={() => reveal.mutate({ ...about, ...(right === '' ? {} : { right }) })}
      >
        Reveal
      </Button>
      {error && (
        <p role="alert" className="basis-full text-xs text-warn">
          {error.message}
        </p>
      )}
    </div>
  );
}
