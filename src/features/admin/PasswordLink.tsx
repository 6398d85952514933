'use client';
import type { AdminUser } from '@overcommit/protocol/api';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTRPC } from '@/trpc/client.tsx';
import { Button } from '@/ui/Button.tsx';
import { CopyButton } from '@/ui/CopyButton.tsx';
import { Dialog } from '@/ui/Dialog.tsx';
import { Input } from '@/ui/Field.tsx';
import { ErrorState } from '@/ui/States.tsx';
import { dateWords } from '../home/dates.ts';

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
      {isOpen && <MakeLink userId={user.id} />}
    </Dialog>
  );
}

function MakeLink({ userId }: { userId: string }) {
  const trpc = useTRPC();
  const make = useMutation(trpc.admin.passwordLink.mutationOptions());
  if (!make.data)
    return (
      <div className="grid justify-items-start gap-3">
        {make.error && <ErrorState title="No link was made." why={make.error.message} className="w-full" />}
        <Button variant="primary" isPending={make.isPending} onClick={() => make.mutate({ userId })}>
          Make the link
        </Button>
      </div>
    );
  const { url, expiresAt } = make.data;
  return (
    <div className="grid gap-3">
      <Input
        readOnly
        value={url}
        aria-label="The link"
        className="font-mono text-xs"
        onFocus={(event) => event.currentTarget.select()}
      />
      <div className="flex flex-wrap items-center gap-3">
        <CopyButton label="Copy the link" text={url} />
        <span className="text-xs text-soft">Shown only now. Works until {dateWords(expiresAt, new Date())}.</span>
      </div>
    </div>
  );
}
