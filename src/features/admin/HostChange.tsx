'use client';
import type { AdminUser } from '@overcommit/protocol/api';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTRPC } from '@/trpc/client.tsx';
import { Button } from '@/ui/Button.tsx';
import { ConfirmDialog } from '@/ui/Dialog.tsx';
import { toast } from '@/ui/Toaster.tsx';

/** Makes a person a host, or takes that back. */
export function HostChange({ user }: { user: AdminUser }) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const change = useMutation(
    trpc.admin.setHost.mutationOptions({
      onSuccess: () => queries.invalidateQueries({ queryKey: trpc.admin.users.pathKey() }),
      onError: (error) => toast(`The role was not changed. ${error.message}`),
    }),
  );
  const words = user.isHost
    ? {
        button: 'No host',
        title: `Take the host’s role from ${user.name}?`,
        lead: 'Their own courses and machines stay theirs.',
      }
    : {
        button: 'Make host',
        title: `Make ${user.name} a host?`,
        lead: 'A host sees every course and machine, makes password links for everyone, and names other hosts.',
      };
  return (
    <ConfirmDialog
      title={words.title}
      lead={words.lead}
      confirmLabel={user.isHost ? 'Take the role' : 'Make host'}
      onConfirm={() =>
        change.mutateAsync({ userId: user.id, isHost: !user.isHost }).then(
          () => {},
          () => {},
        )
      }
      trigger={
        <Button size="sm" aria-label={`${words.button}: ${user.name}`}>
          {words.button}
        </Button>
      }
    />
  );
}
