'use client';
import type { LogVerdict } from '@overcommit/protocol/api';
import { entryNumber, figures } from '@overcommit/reading';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTRPC } from '@/trpc/client.tsx';
import { SectionTitle } from '@/ui/Card.tsx';
import { Field, FileInput } from '@/ui/Field.tsx';
import { ErrorState, Skeleton } from '@/ui/States.tsx';

/** Checks whether an exported log is what a machine wrote. */
export function VerifyFile() {
  const trpc = useTRPC();
  const [name, setName] = useState('');
  const verify = useMutation(trpc.log.verify.mutationOptions());
  return (
    <section aria-label="Verify a log" className="grid gap-3">
      <SectionTitle>Verify a log</SectionTitle>
      <Field
        label="An exported log"
        hint="Its chain of hashes is checked, and every entry is folded. Nothing is stored."
      >
        {(aria) => (
          <FileInput
            {...aria}
            accept=".jsonl,.txt,application/x-ndjson,text/plain"
            disabled={verify.isPending}
            onChange={async (event) => {
              const file = event.currentTarget.files?.[0];
              if (!file) return;
              setName(file.name);
              verify.mutate({ text: await file.text() });
            }}
          />
        )}
      </Field>
      {verify.isPending && <Skeleton className="h-10" label={`Checking ${name}`} />}
      {verify.error && <ErrorState title={`${name} was not checked.`} why={verify.error.message} />}
      {verify.data && <Verdict name={name} verdict={verify.data} />}
    </section>
  );
}

function Verdict({ name, verdict }: { name: string; verdict: LogVerdict }) {
  if (!verdict.ok)
    return (
      <ErrorState
        title={`${name} is not what a machine wrote: line ${figures(verdict.line)}.`}
        why={`${verdict.message} Up to entry ${entryNumber(verdict.goodTo)} everything holds.`}
      />
    );
  return (
    <div role="status" className="grid gap-1">
      <p className="font-medium text-ok">
        {name} holds to entry {entryNumber(verdict.seq)}.
      </p>
      <p className="font-mono text-xs break-all text-soft">digest {verdict.digest}</p>
    </div>
  );
}
