'use client';
import { entryNumber } from '@overcommit/reading';
import { useMutation } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { type FormEvent, useState } from 'react';
import { useTRPC } from '@/trpc/client.tsx';
import { Button } from '@/ui/Button.tsx';
import { Dialog } from '@/ui/Dialog.tsx';
import { TextField } from '@/ui/Field.tsx';
import { LabFromHere } from '../../ownLabs/LabFromHere.tsx';

type Props = { machineId: string; title: string; seq: number; open: boolean; onOpenChange: (open: boolean) => void };

/** Creates an own machine that begins at this entry. */
export function BranchDialog({ machineId, title, seq, open, onOpenChange }: Props) {
  const trpc = useTRPC();
  const router = useRouter();
  const [name, setName] = useState('');
  const branch = useMutation(
    trpc.replay.branch.mutationOptions({ onSuccess: (made) => router.push(`/machines/${made.machineId}`) }),
  );
  const make = (e: FormEvent) => {
    e.preventDefault();
    branch.mutate({ machineId, atSeq: seq, title: name.trim() === '' ? undefined : name.trim() });
  };
  return (
    <Dialog
      title={`A new machine from ${entryNumber(seq)}`}
      lead="It begins with the same entries and is your own: no one else is on it until you share it. This machine stays as it is."
      open={open}
      onOpenChange={onOpenChange}
    >
      <form onSubmit={make} className="grid gap-3">
        <TextField
          label="Title"
          value={name}
          maxLength={80}
          placeholder={`${title}, from entry ${seq}`.slice(0, 80)}
          onChange={(e) => setName(e.target.value)}
          error={branch.error?.message ?? null}
        />
        <div className="flex justify-end gap-2">
          <Button onClick={() => onOpenChange(false)}>Cancel</Button>
          <Button type="submit" variant="primary" isPending={branch.isPending}>
            Make the machine
          </Button>
        </div>
      </form>
      {open && <LabFromHere machineId={machineId} atSeq={seq} />}
    </Dialog>
  );
}
