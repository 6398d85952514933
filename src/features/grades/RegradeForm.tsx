'use client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { useTRPC } from '@/trpc/client.tsx';
import { Button } from '@/ui/Button.tsx';
import { Field, Textarea } from '@/ui/Field.tsx';
import { ErrorState } from '@/ui/States.tsx';

type Props = {
  /** Null: none in particular. */
  at: { machineId: string; seq: number } | null;
  assignmentId: string;
  itemId: string;
  onEnd: (isSent: boolean) => void;
  children?: ReactNode;
};

/** The text of a request for a regrade. What is typed stays if it cannot be sent. */
export function RegradeForm({ at, assignmentId, itemId, onEnd, children }: Props) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const [text, setText] = useState('');
  const ask = useMutation(
    trpc.grades.askRegrade.mutationOptions({
      onSuccess: () => {
        setText('');
        onEnd(true);
        return queries.invalidateQueries({ queryKey: trpc.grades.mine.queryKey({ assignmentId }) });
      },
    }),
  );
  return (
    <form
      className="grid gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        ask.mutate({ assignmentId, itemId, machineId: at?.machineId ?? null, seq: at?.seq ?? null, text });
      }}
    >
      {children}
      <Field label="What should be looked at again, and why?">
        {(aria) => (
          <Textarea
            {...aria}
            required
            maxLength={4000}
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
          />
        )}
      </Field>
      {ask.error && <ErrorState title="This was not sent." why={ask.error.message} />}
      <div className="flex justify-end gap-2">
        <Button type="button" onClick={() => onEnd(false)}>
          Cancel
        </Button>
        <Button type="submit" variant="primary" isPending={ask.isPending}>
          Ask
        </Button>
      </div>
    </form>
  );
}
