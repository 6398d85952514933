'use client';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useMemo, useState, useSyncExternalStore } from 'react';
import type { MachineInfo } from '@/machineView/machineInfo.ts';
import { useTRPC, useTRPCClient } from '@/trpc/client.tsx';
import { createLiveMachine, type Live, type LiveMachine } from './liveMachine.ts';

/** The live machine behind a screen. `info` comes from `useOpenMachine`. */
export function useMachine(info: MachineInfo): Live & Pick<LiveMachine, 'sendLine' | 'raiseHand' | 'explainer'> {
  const client = useTRPCClient();
  const trpc = useTRPC();
  const queries = useQueryClient();
  const [machine] = useState(() =>
    createLiveMachine({
      info,
      client,
      onSeat: () => {
        void queries.invalidateQueries(trpc.machines.get.queryFilter({ machineId: info.id }));
        void queries.invalidateQueries(trpc.guide.get.queryFilter({ machineId: info.id }));
      },
    }),
  );
  // The connection is a resource outside React: open while the screen is mounted.
  useEffect(() => machine.open(), [machine]);
  const live = useSyncExternalStore(machine.subscribe, machine.get, machine.get);
  return useMemo(() => {
    const { sendLine, raiseHand, explainer } = machine;
    return { ...live, sendLine, raiseHand, explainer };
  }, [live, machine]);
}
