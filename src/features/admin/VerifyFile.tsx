'use client';
import type { LogVerdict } from '@overcommit/protocol/api';
import { entryNumber, figures, verdictWords } from '@overcommit/reading';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTRPC } from '@/trpc/client.tsx';
import { SectionTitle } from '@/ui/Card.tsx';
import { cx } from '@/ui/cx.ts';
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
        hint="Its chain of hashes is checked, every command is carried out again, and a log of this server is compared with what it recorded. Nothing is stored."
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

const ORIGIN = {
  here: 'It is, entry by entry, what this server recorded.',
  signed: 'It is signed by this server; its machine is not here any more.',
  elsewhere: 'It was recorded elsewhere: this server cannot say whether it is the original.',
};

function Verdict({ name, verdict }: { name: string; verdict: LogVerdict }) {
  if (verdict.ok === false)
    return (
      <ErrorState
        title={`${name} is not what a machine wrote: line ${figures(verdict.line)}.`}
        why={`${verdict.message} Up to entry ${entryNumber(verdict.goodTo)} everything holds.`}
      />
    );
  const isSure = verdict.ok === true || verdict.origin !== 'elsewhere';
  return (
    <div role="status" className="grid gap-1">
      <p className={cx('font-medium', isSure && 'text-ok')}>
        {name}: {verdictWords(verdict)}.
      </p>
      <p>{ORIGIN[verdict.origin]}</p>
      <p className="font-mono text-xs break-all text-soft">digest {verdict.digest}</p>
    </div>
  );
}
