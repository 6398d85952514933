'use client';
import type { MyItem } from '@overcommit/protocol/api';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTRPC } from '@/trpc/client.tsx';
import { Button } from '@/ui/Button.tsx';
import { Dialog } from '@/ui/Dialog.tsx';
import { Field, Select, Textarea } from '@/ui/Field.tsx';
import { ErrorState } from '@/ui/States.tsx';

type Props = { assignmentId: string; item: MyItem };

/** Asks for a regrade of an item, at one of its entries or of the whole. What is typed stays if it cannot be sent. */
export function AskRegrade({ assignmentId, item }: Props) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const [isOpen, setOpen] = useState(false);
  const [text, setText] = useState('');
  const [seq, setSeq] = useState('');
  const ask = useMutation(
    trpc.grades.askRegrade.mutationOptions({
      onSuccess: () => {
        setOpen(false);
        setText('');
        return queries.invalidateQueries({ queryKey: trpc.grades.mine.queryKey({ assignmentId }) });
      },
    }),
  );
  const entries = item.automatic?.evidence ?? [];
  const machineId = seq === '' ? null : (item.automatic?.machineId ?? null);
  const send = () => {
    const at = machineId === null ? null : Number(seq);
    ask.mutate({ assignmentId, itemId: item.itemId, machineId, seq: at, text });
  };
  return (
    <Dialog
      title="Ask for a regrade"
      lead={item.title}
      open={isOpen}
      onOpenChange={setOpen}
      trigger={
        <Button variant="ghost" className="justify-self-start" aria-label={`Ask for a regrade: ${item.title}`}>
          Ask for a regrade
        </Button>
      }
    >
      <form
        className="grid gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          send();
        }}
      >
        {entries.length > 0 && (
          <Field label="Entry of the log">
            {(aria) => (
              <Select
                {...aria}
                value={seq}
                onChange={(event) => setSeq(event.currentTarget.value)}
                options={[
                  { value: '', label: 'None in particular' },
                  ...entries.map((one) => ({ value: String(one), label: `#${one}` })),
                ]}
              />
            )}
          </Field>
        )}
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
          <Button type="button" onClick={() => setOpen(false)}>
            Cancel
          </Button>
          <Button type="submit" variant="primary" isPending={ask.isPending}>
            Ask
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
