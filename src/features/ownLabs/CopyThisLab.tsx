'use client';
import { useMutation } from '@tanstack/react-query';
import { PenLine } from 'lucide-react';
import { useTRPC } from '@/trpc/client.tsx';
import { Button } from '@/ui/Button.tsx';
import { toast } from '@/ui/Toaster.tsx';

/** Makes a lab of the reader's own out of this one, and opens it. */
export function CopyThisLab({ slug }: { slug: string }) {
  const trpc = useTRPC();
  const copy = useMutation(
    trpc.ownLabs.copy.mutationOptions({
      onSuccess: ({ labId }) => window.location.assign(`/labs/own/${labId}`),
      onError: (error) => toast(`It was not copied. ${error.message}`),
    }),
  );
  return (
    <Button isPending={copy.isPending || copy.isSuccess} onClick={() => copy.mutate({ slug })}>
      <PenLine aria-hidden />
      Write your own version
    </Button>
  );
}
