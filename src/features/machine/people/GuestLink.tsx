'use client';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useTRPC } from '@/trpc/client.tsx';
import { Button } from '@/ui/Button.tsx';
import { TextField } from '@/ui/Field.tsx';

/** A link with which a guest opens the same seat on another device. People with an account log in there instead. */
export function GuestLink({ machineId }: { machineId: string }) {
  const trpc = useTRPC();
  const me = useQuery(trpc.me.get.queryOptions());
  const link = useMutation(trpc.machines.resumeLink.mutationOptions());
  if (!me.data?.user.isGuest) return null;
  return (
    <section aria-label="Your link" className="mt-4 grid gap-2 border-t border-line pt-3">
      <p className="text-xs text-soft">
        You are a guest here. With a link of your own you take the same place on another device, or after clearing this
        browser; a new link makes the one before useless.
      </p>
      {link.data ? (
        <TextField label="Your link, for you only" readOnly value={link.data.url} onFocus={(e) => e.target.select()} />
      ) : (
        <Button className="justify-self-start" isPending={link.isPending} onClick={() => link.mutate({ machineId })}>
          Make my link
        </Button>
      )}
      {link.error && (
        <p role="alert" className="text-xs text-warn">
          {link.error.message}
        </p>
      )}
    </section>
  );
}
