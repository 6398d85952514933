'use client';
import { useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { useTRPC, useTRPCClient } from '@/trpc/client.tsx';
import { Button } from '@/ui/Button.tsx';
import { Progress } from '@/ui/Progress.tsx';
import { ErrorState } from '@/ui/States.tsx';
import { toast } from '@/ui/Toaster.tsx';

type Making = { done: number; total: number | null };

/** Makes a machine for every group without one, some at a time. What is made stays when it is cancelled. */
export function MakeMachines({ assignmentId, missing }: { assignmentId: string; missing: number }) {
  const trpc = useTRPC();
  const client = useTRPCClient();
  const queries = useQueryClient();
  const [making, setMaking] = useState<Making | null>(null);
  const [error, setError] = useState<string | null>(null);
  const isWanted = useRef(false);

  async function make(): Promise<void> {
    isWanted.current = true;
    setError(null);
    setMaking({ done: 0, total: missing });
    let done = 0;
    try {
      for (let left = 1; left > 0 && isWanted.current; ) {
        const made = await client.assignments.openMachines.mutate({ assignmentId });
        done += made.machineIds.length;
        left = made.left;
        setMaking({ done, total: done + left });
      }
      toast(done === 1 ? '1 machine is ready.' : `${done} machines are ready.`);
    } catch (failure) {
      setError(failure instanceof Error ? failure.message : null);
    } finally {
      setMaking(null);
      await queries.invalidateQueries({ queryKey: trpc.assignments.board.queryKey({ assignmentId }) });
    }
  }

  if (making)
    return (
      <div className="min-w-64">
        <Progress
          label="Making machines"
          done={making.done}
          total={making.total}
          onCancel={() => {
            isWanted.current = false;
          }}
        />
      </div>
    );
  return (
    <>
      {error && <ErrorState title="Not all machines were made. Those that were are kept." why={error} />}
      {missing > 0 && (
        <Button variant="primary" onClick={() => void make()}>
          Make {missing === 1 ? '1 machine' : `${missing} machines`}
        </Button>
      )}
    </>
  );
}
