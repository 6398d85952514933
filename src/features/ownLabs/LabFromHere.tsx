'use client';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useTRPC } from '@/trpc/client.tsx';
import { Button } from '@/ui/Button.tsx';

/** For instructors: a lab whose starting script makes this machine as it was after an entry. */
export function LabFromHere({ machineId, atSeq }: { machineId: string; atSeq: number }) {
  const trpc = useTRPC();
  const courses = useQuery(trpc.courses.list.queryOptions());
  const make = useMutation(
    trpc.ownLabs.ofMachine.mutationOptions({
      onSuccess: ({ labId }) => window.location.assign(`/labs/own/${labId}`),
    }),
  );
  if (!courses.data?.some(({ myRole }) => myRole === 'instructor')) return null;
  return (
    <div className="grid gap-1 border-t border-line pt-3 text-sm">
      <p className="text-soft">Or write a lab whose machines begin like this: its lines become the starting script.</p>
      <Button
        className="justify-self-start"
        isPending={make.isPending || make.isSuccess}
        onClick={() => make.mutate({ machineId, atSeq })}
      >
        Write a lab from here
      </Button>
      {make.error && (
        <p role="alert" className="text-warn">
          {make.error.message}
        </p>
      )}
    </div>
  );
}
