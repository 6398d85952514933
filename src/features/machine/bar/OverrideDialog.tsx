'use client';
import { entryNumber } from '@overcommit/reading';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTRPC } from '@/trpc/client.tsx';
import { Button } from '@/ui/Button.tsx';
import { Dialog } from '@/ui/Dialog.tsx';
import { TextField } from '@/ui/Field.tsx';

/** Runs one line as root. The log marks it as an override. It also works while the machine is paused. */
export function OverrideDialog({
  machineId,
  isOpen,
  onClose,
}: {
  machineId: string;
  isOpen: boolean;
  onClose: () => void;
}) {
  const trpc = useTRPC();
  const [line, setLine] = useState('');
  const override = useMutation(trpc.machines.override.mutationOptions());
  const answer = override.data;
  const refusal = override.error?.message ?? (answer && !answer.ok ? answer.rejection.message : null);
  const send = (event: FormEvent) => {
    event.preventDefault();
    if (line.trim() !== '') override.mutate({ machineId, line });
  };
  return (
    <Dialog
      title="Run a line as root"
      lead="On anyone’s process, paused or not. Everyone sees it in the log, as your override."
      open={isOpen}
      onOpenChange={(open) => !open && onClose()}
    >
      <form onSubmit={send} className="grid gap-3">
        <TextField
          label="Line"
          placeholder="oom_score_adj db -500"
          value={line}
          error={refusal}
          autoComplete="off"
          spellCheck={false}
          onChange={(e) => {
            setLine(e.target.value);
            override.reset();
          }}
        />
        <p role="status" className="min-h-5 text-soft">
          {answer?.ok && `Entry ${entryNumber(answer.seq)}: ${answer.result}`}
        </p>
        <Button type="submit" variant="primary" className="justify-self-end" isPending={override.isPending}>
          Run as root
        </Button>
      </form>
    </Dialog>
  );
}
