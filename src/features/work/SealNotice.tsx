'use client';
import { entryNumber } from '@overcommit/reading';
import { useQuery } from '@tanstack/react-query';
import { useTRPC } from '@/trpc/client.tsx';

/** In the replay of an assignment's machine: up to which entry it counts. `seq`: the entry that is shown. */
export function SealNotice({ machineId, seq, last }: { machineId: string; seq: number; last: number }) {
  const trpc = useTRPC();
  const { data } = useQuery(trpc.assignments.ofMachine.queryOptions({ machineId }));
  const sealedSeq = data?.sealedSeq ?? null;
  if (sealedSeq === null || last <= sealedSeq) return null;
  const isAfter = seq > sealedSeq;
  return (
    <p role="status" className={`px-4 py-1 text-center ${isAfter ? 'bg-warn-bg text-warn' : 'bg-sunk'}`}>
      {isAfter
        ? `After the deadline: what comes after ${entryNumber(sealedSeq)} does not count.`
        : `Handed in up to ${entryNumber(sealedSeq)}. What comes after it does not count.`}
    </p>
  );
}
