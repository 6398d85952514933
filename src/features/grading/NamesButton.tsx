'use client';
import type { DeskOpened } from '@overcommit/protocol/api';
import { useMutation } from '@tanstack/react-query';
import { useTRPC } from '@/trpc/client.tsx';
import { Badge } from '@/ui/Badge.tsx';
import { Button } from '@/ui/Button.tsx';
import { ConfirmDialog } from '@/ui/Dialog.tsx';
import { toast } from '@/ui/Toaster.tsx';
import { newId } from '../browserPorts.ts';
import type { DeskData } from './data/useDeskData.ts';

/** Asks for the names behind the pseudonyms. The server writes down who did, so it cannot be taken back. */
export function NamesButton({ opened, data }: { opened: DeskOpened; data: DeskData }) {
  const trpc = useTRPC();
  const { assignmentId, isNamed } = opened;
  const reveal = useMutation(trpc.grading.reveal.mutationOptions({ onSuccess: data.readAgain }));
  if (isNamed) return <Badge tone="soft">names shown to you</Badge>;
  return (
    <ConfirmDialog
      title="Show the names?"
      lead="You will see the names behind the pseudonyms in this assignment, from now on. The log of grades says that you asked for them."
      confirmLabel="Show the names"
      onConfirm={() =>
        reveal.mutateAsync({ assignmentId, commandId: newId() }).then(
          () => {},
          (error: Error) => void toast(`Nothing was changed. ${error.message}`),
        )
      }
      trigger={<Button>Show names</Button>}
    />
  );
}
