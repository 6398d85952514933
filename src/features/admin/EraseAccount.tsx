'use client';
import type { AdminUser } from '@overcommit/protocol/api';
import { useQueryClient } from '@tanstack/react-query';
import { useTRPC, useTRPCClient } from '@/trpc/client.tsx';
import { Button } from '@/ui/Button.tsx';
import { toast } from '@/ui/Toaster.tsx';
import { EraseDialog } from '../account/EraseDialog.tsx';

/** Erases the account of another person, or a guest. */
export function EraseAccount({ user }: { user: AdminUser }) {
  const trpc = useTRPC();
  const client = useTRPCClient();
  const queries = useQueryClient();
  return (
    <EraseDialog
      title={`Erase the account of ${user.name}?`}
      erase={() => client.admin.erase.mutate({ userId: user.id })}
      onDone={() => {
        toast('The account is erased.');
        void queries.invalidateQueries({ queryKey: trpc.admin.users.pathKey() });
      }}
      trigger={
        <Button size="sm" aria-label={`Erase: ${user.name}`}>
          Erase
        </Button>
      }
    />
  );
}
