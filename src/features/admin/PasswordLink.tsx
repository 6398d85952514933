'use client';
import type { AdminUser } from '@overcommit/protocol/api';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTRPC } from '@/trpc/client.tsx';
import { Button } from '@/ui/Button.tsx';
import { Dialog } from '@/ui/Dialog.tsx';
import { MakeLink } from '../home/MakeLink.tsx';

/** A link with which a person sets a new password, once. The host hands it over. */
export function PasswordLink({ user }: { user: AdminUser }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <Dialog
      title={`A new password for ${user.name}`}
      lead="The person who opens the link sets the password of this account, once, and all its sessions end. Earlier links stop working."
      open={isOpen}
      onOpenChange={setOpen}
      trigger={
        <Button size="sm" aria-label={`Password link for ${user.name}`}>
          Password link
        </Button>
      }
    >
      {isOpen && <Make userId={user.id} />}
    </Dialog>
  );
}

function Make({ userId }: { userId: string }) {
  const trpc = useTRPC();
  const making = useMutation(trpc.admin.passwordLink.mutationOptions());
  return <MakeLink making={making} onMake={() => making.mutate({ userId })} />;
}
