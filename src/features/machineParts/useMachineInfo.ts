'use client';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useTRPC } from '@/trpc/client.tsx';
import { mayHelpAgain } from '@/trpc/queryClient.ts';

/** What the log does not say of a machine: title, seats, lab. */
export function useMachineInfo(machineId: string) {
  const trpc = useTRPC();
  return useQuery(trpc.machines.get.queryOptions({ machineId }));
}

/** As `useMachineInfo`, on a page that gives its reader a seat. The seat comes with the first answer. */
export function useOpenMachine(machineId: string) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const { mutate, ...opened } = useMutation(
    trpc.machines.open.mutationOptions({
      retry: mayHelpAgain,
      onSuccess: (info) => queries.setQueryData(trpc.machines.get.queryKey({ machineId }), info),
    }),
  );
  // A change on the server, made by opening the page: no click asks for it.
  useEffect(() => mutate({ machineId }), [mutate, machineId]);
  const info = useQuery(trpc.machines.get.queryOptions({ machineId }, { enabled: opened.isSuccess }));
  return { data: info.data, error: opened.error ?? info.error, refetch: () => mutate({ machineId }) };
}
