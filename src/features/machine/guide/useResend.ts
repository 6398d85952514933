'use client';
import type { GuideShape } from '@overcommit/protocol/api';
import { useEffect, useRef, useState } from 'react';
import { useTRPCClient } from '@/trpc/client.tsx';

/** A pace that can be watched. */
const REST_MS = 700;

export type Resending = { isRunning: boolean; why: string | null; run: () => void; stop: () => void };
type Refetch = () => Promise<{ data?: GuideShape | undefined }>;

/** Sends the lines again, one by one; stops where the first answer differs, at a question, and at the end. */
export function useResend(machineId: string, refetch: Refetch, isFirstRun: boolean): Resending {
  const client = useTRPCClient();
  const [isRunning, setRunning] = useState(false);
  const [why, setWhy] = useState<string | null>(null);
  const isStopped = useRef(false);
  const isUnderWay = useRef(false);

  async function runAll(): Promise<void> {
    let hadDifference = hasDifference(await refetch());
    while (!isStopped.current) {
      const { isLeft } = await client.guide.resend.mutate({ machineId });
      const guide = await refetch();
      const isNew = hasDifference(guide) && !hadDifference;
      hadDifference ||= isNew;
      if (!isLeft || isNew || guide.data?.again?.waitsFor) return;
      await new Promise((resolve) => setTimeout(resolve, REST_MS));
    }
  }

  function run(): void {
    if (isUnderWay.current) return;
    isUnderWay.current = true;
    isStopped.current = false;
    setRunning(true);
    setWhy(null);
    runAll()
      .catch((error: unknown) => setWhy(error instanceof Error ? error.message : 'The line was not sent; try again.'))
      .finally(() => {
        isUnderWay.current = false;
        setRunning(false);
      });
  }

  // The page was opened to see the lines sent again: the press was on the page before.
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when the page is there
  useEffect(() => {
    if (isFirstRun) run();
    return () => {
      isStopped.current = true;
    };
  }, []);
  const stop = () => {
    isStopped.current = true;
  };
  return { isRunning, why, run, stop };
}

const hasDifference = ({ data }: { data?: GuideShape | undefined }): boolean =>
  data?.again?.rows.some(({ differs }) => differs) ?? false;
