'use client';
import { useMutation, useQuery } from '@tanstack/react-query';
import { CircleHelp } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import type { AskInput } from '@/server/api/shapes/index.ts';
import { useTRPC } from '@/trpc/client.tsx';
import { Button } from '@/ui/Button.tsx';
import { Field, Textarea, TextField } from '@/ui/Field.tsx';

/** Staff put a question: who dies next, one of the lab's, or one in their own words. */
export function AskClass({
  machineId,
  labSlug,
  hasVictims,
}: {
  machineId: string;
  labSlug: string;
  /** Whether anybody is alive who could die. */
  hasVictims: boolean;
}) {
  const trpc = useTRPC();
  const [isWriting, setWriting] = useState(false);
  const lab = useQuery(trpc.labs.get.queryOptions({ slug: labSlug }, { enabled: labSlug !== '' }));
  const ask = useMutation(trpc.predictions.ask.mutationOptions({ onSuccess: () => setWriting(false) }));
  const put = (input: AskInput) => ask.mutate(input);
  const prompts = (lab.data?.lab.prompts ?? []).filter(({ choices }) => choices !== undefined);
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
      {prompts.length > 0 && (
        <ul aria-label="Questions of the lab" className="grid grid-cols-1 gap-1">
          {prompts.map(({ id, text }) => (
            <li key={id} className="flex items-center justify-between gap-2 rounded-md bg-sunk px-2 py-1 text-xs">
              <span className="min-w-0 text-pretty">{text}</span>
              <Button
                size="sm"
                aria-label={`Ask: ${text}`}
                isPending={ask.isPending && ask.variables.kind === 'lab' && ask.variables.promptId === id}
                onClick={() => put({ kind: 'lab', machineId, promptId: id })}
              >
                Ask
              </Button>
            </li>
          ))}
        </ul>
      )}
      {ask.error && (
        <p role="alert" className="text-xs text-warn">
          {ask.error.message}
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
