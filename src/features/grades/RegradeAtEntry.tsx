'use client';
import { entryNumber } from '@overcommit/reading';
import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useState } from 'react';
import { useTRPC } from '@/trpc/client.tsx';
import { Dialog } from '@/ui/Dialog.tsx';
import { Field, Select } from '@/ui/Field.tsx';
import { LINK } from '@/ui/Small.tsx';
import { ErrorState, Skeleton } from '@/ui/States.tsx';
import { toast } from '@/ui/Toaster.tsx';
import { RegradeForm } from './RegradeForm.tsx';

type Props = {
  assignmentId: string;
  machineId: string;
  seq: number;
  open: boolean;
  onOpenChange: (isOpen: boolean) => void;
};

/** Asks for a regrade from the replay, at the entry that is shown; the student chooses the item. */
export function RegradeAtEntry({ assignmentId, machineId, seq, open, onOpenChange }: Props) {
  const trpc = useTRPC();
  const mine = useQuery(trpc.grades.mine.queryOptions({ assignmentId }));
  const [itemId, setItemId] = useState('');
  const items = (mine.data?.figure?.items ?? []).filter(({ regrades }) => regrades.at(-1)?.answer !== null);
  const chosen = itemId || (items[0]?.itemId ?? '');
  const end = (isSent: boolean) => {
    onOpenChange(false);
    if (isSent) toast('Your request was sent. The answer comes on the assignment’s page.');
  };
  return (
    <Dialog title="Ask for a regrade" lead={`At ${entryNumber(seq)}`} open={open} onOpenChange={onOpenChange}>
      {mine.isPending && <Skeleton className="h-32" label="Reading your grades" />}
      {mine.error && <ErrorState title="Your grades could not be read" why={mine.error.message} />}
      {mine.data && items.length === 0 && (
        <p className="text-pretty">
          {mine.data.figure === null
            ? 'Your grades are not released yet. Once they are, you can ask here. '
            : 'You have asked for every item already. '}
          <Link href={`/assignments/${assignmentId}`} className={LINK}>
            To the assignment
          </Link>
        </p>
      )}
      {items.length > 0 && (
        <RegradeForm assignmentId={assignmentId} itemId={chosen} at={{ machineId, seq }} onEnd={end}>
          <Field label="Item">
            {(aria) => (
              <Select
                {...aria}
                value={chosen}
                onChange={(event) => setItemId(event.currentTarget.value)}
                options={items.map((item) => ({ value: item.itemId, label: item.title }))}
              />
            )}
          </Field>
        </RegradeForm>
      )}
    </Dialog>
  );
}
