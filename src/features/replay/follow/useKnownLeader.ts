'use client';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { MachineInfo } from '@/machineView/machineInfo.ts';
import { useTRPC } from '@/trpc/client.tsx';

/** A leader may have taken a seat after this page read the seats. */
export function useKnownLeader(info: MachineInfo, actorId: string | null): void {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const isUnknown = actorId !== null && !info.seats.some((seat) => seat.actorId === actorId);
  // Read the seats again once for each unknown leader.
  useEffect(() => {
    if (isUnknown && actorId) void queries.invalidateQueries(trpc.machines.get.queryFilter({ machineId: info.id }));
  }, [isUnknown, actorId, info.id, queries, trpc]);
}
