'use client';
import { entryNumber } from '@overcommit/reading';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTRPC } from '@/trpc/client.tsx';
import { toast } from '@/ui/Toaster.tsx';

/** Where this log comes from and what of it is concealed from students; staff may change that. */
export function useConceal(machineId: string) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const about = useQuery(trpc.replay.about.queryOptions({ machineId }));
  const conceal = useMutation(
    trpc.replay.conceal.mutationOptions({
      onSuccess: (_done, { afterSeq }) => {
        toast(
          afterSeq === null ? 'Students see all of it again' : `Students see nothing after ${entryNumber(afterSeq)}`,
        );
        return queries.invalidateQueries(trpc.replay.about.queryFilter({ machineId }));
      },
      onError: (error) => toast(error.message),
    }),
  );
  return {
    concealedAfter: about.data?.concealedAfterSeq ?? null,
    branchedFrom: about.data?.branchedFrom ?? null,
    conceal: (afterSeq: number | null) => conceal.mutate({ machineId, afterSeq }),
  };
}
