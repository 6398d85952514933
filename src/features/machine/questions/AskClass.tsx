'use client';
import type { AskInput } from '@overcommit/protocol/api';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { CircleHelp } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { useTRPC } from '@/trpc/client.tsx';
import { Button } from '@/ui/Button.tsx';
import { Field, Textarea, TextField } from '@/ui/Field.tsx';

/** Staff ask a question: who dies next, or an own one. They also decide whether members may ask the lab's questions. */
export function AskClass({
  machineId,
  hasVictims,
  hasMembers,
  membersAsk,
}: {
  machineId: string;
  /** Whether a process runs that could be killed. */
  hasVictims: boolean;
  hasMembers: boolean;
  membersAsk: boolean;
}) {
  const trpc = useTRPC();
  const [isWriting, setWriting] = useState(false);
  const queries = useQueryClient();
  const allow = useMutation(
    trpc.predictions.allow.mutationOptions({
      onSuccess: () => queries.invalidateQueries(trpc.machines.get.queryFilter({ machineId })),
    }),
  );
  const ask = useMutation(trpc.predictions.ask.mutationOptions({ onSuccess: () => setWriting(false) }));
  const put = (input: AskInput) => ask.mutate(input);
  const error = ask.error ?? allow.error;
  return (
    <div className="grid grid-cols-1 gap-1.5">
      <div className="flex flex-wrap gap-1.5">
        <Button
          variant="primary"
          disabled={!hasVictims}
          title={hasVictims ? undefined : 'No process is alive yet'}
          isPending={ask.isPending && ask.variables.kind === 'next'}
          onClick={() => put({ kind: 'next', machineId })}
        >
          <CircleHelp aria-hidden />
          Ask: who dies next?
        </Button>
        <Button aria-expanded={isWriting} onClick={() => setWriting(!isWriting)}>
          Ask something else…
        </Button>
      </div>
      {isWriting && <OwnQuestion isPending={ask.isPending} onAsk={(own) => put({ kind: 'own', machineId, ...own })} />}
      {hasMembers && (
        <label className="flex items-center gap-2 text-xs">
          <input
            type="checkbox"
            checked={allow.isPending ? allow.variables.isAllowed : membersAsk}
            onChange={(e) => allow.mutate({ machineId, isAllowed: e.target.checked })}
          />
          Members may put the lab’s questions themselves
        </label>
      )}
      {error && (
        <p role="alert" className="text-xs text-warn">
          {error.message}
        </p>
      )}
    </div>
  );
}

type Own = { question: string; choices: string[] };

function OwnQuestion({ isPending, onAsk }: { isPending: boolean; onAsk: (own: Own) => void }) {
  const [error, setError] = useState<string | null>(null);
  const send = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const question = String(form.get('question')).trim();
    const choices = String(form.get('choices'))
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== '');
    if (question === '') return setError('Write the question first.');
    if (new Set(choices).size !== choices.length || choices.length < 2)
      return setError('At least two choices, all different, one a line.');
    setError(null);
    onAsk({ question, choices });
  };
  return (
    <form onSubmit={send} className="grid grid-cols-1 gap-2 rounded-lg border border-line p-2.5">
      <TextField label="Question" name="question" maxLength={300} autoComplete="off" />
      <Field label="Choices, one a line" error={error}>
        {(aria) => <Textarea {...aria} name="choices" rows={3} defaultValue={'yes\nno'} />}
      </Field>
      <Button type="submit" variant="primary" className="justify-self-start" isPending={isPending}>
        Ask
      </Button>
    </form>
  );
}
