'use client';
import type { RosterRow } from '@overcommit/protocol/api';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTRPC } from '@/trpc/client.tsx';
import { Button } from '@/ui/Button.tsx';
import { Dialog } from '@/ui/Dialog.tsx';
import { MakeLink } from '../home/MakeLink.tsx';

/** A link with which a person confirms that an account is theirs. Staff hand it to the person whom they know. */
export function ConfirmationLink({ courseId, row }: { courseId: string; row: RosterRow }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <Dialog
      title={`Confirm the account of ${row.name}`}
      lead={`Give the link to the person who owns ${row.email ?? 'the address'}, in person or by mail. Whoever opens it, logged in to this account, confirms it. It changes no password.`}
      open={isOpen}
      onOpenChange={setOpen}
      trigger={
        <Button size="sm" aria-label={`Confirmation link for ${row.name}`}>
          Link
        </Button>
      }
    >
      {isOpen && <Make courseId={courseId} enrollmentId={row.enrollmentId} />}
    </Dialog>
  );
}

function Make(ids: { courseId: string; enrollmentId: string }) {
  const trpc = useTRPC();
  const making = useMutation(trpc.courses.confirmationLink.mutationOptions());
  return <MakeLink making={making} onMake={() => making.mutate(ids)} />;
}
