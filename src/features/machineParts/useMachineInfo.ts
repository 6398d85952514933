'use client';
import { useQuery } from '@tanstack/react-query';
import { useTRPC } from '@/trpc/client.tsx';

/** What the log does not say of a machine: title, seats, lab. */
export function useMachineInfo(machineId: string) {
  const trpc = useTRPC();
  return useQuery(trpc.machines.get.queryOptions({ machineId }));
}
