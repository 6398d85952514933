'use client';
import { entryNumber } from '@overcommit/reading';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTRPC } from '@/trpc/client.tsx';
import { toast } from '@/ui/Toaster.tsx';

/** The origin of this log, and the part that is concealed from students. Staff may change that. */
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
