'use client';
import Link from 'next/link';
import { Button } from '@/ui/Button.tsx';
import { Progress } from '@/ui/Progress.tsx';
import { EmptyState, ErrorState } from '@/ui/States.tsx';
import { useOpenMachine } from '../machineParts/useMachineInfo.ts';
import { UserBar } from '../UserBar.tsx';
import { Replay } from './Replay.tsx';
import { type LogState, useLog } from './useLog.ts';

/** The replay of a machine, from its id. */
export function ReplayScreen({ machineId }: { machineId: string }) {
  const info = useOpenMachine(machineId);
  const log = useLog(machineId);
  const { state } = log;
  if (info.data && state.phase === 'ready' && state.log.last > 0)
    return <Replay info={info.data} log={state.log} source={log} />;
  const error = info.error?.message ?? (state.phase === 'failed' ? state.message : null);
  const retry = () => {
    info.refetch();
    log.retry();
  };
  return (
    <>
      <UserBar
        crumbs={[{ label: info.data?.title ?? 'Machine', href: `/machines/${machineId}` }, { label: 'Replay' }]}
      />
      <main className="mx-auto grid max-w-2xl gap-3 p-6">
        <h1 className="text-xl font-semibold">Replay</h1>
        {error ? (
          <ErrorState
            title="The log could not be read"
            why={error}
            action={<Button onClick={retry}>Try again</Button>}
          />
        ) : (
          <Waiting state={state} machineId={machineId} onCancel={log.cancel} />
        )}
      </main>
    </>
  );
}

function Waiting({ state, machineId, onCancel }: { state: LogState; machineId: string; onCancel: () => void }) {
  if (state.phase === 'loading')
    return <Progress label="Reading the log" done={state.done} total={state.total} onCancel={onCancel} />;
  if (state.phase !== 'ready' || state.log.last > 0) return null;
  return (
    <EmptyState
      title="Nothing has happened on this machine yet"
      action={
        <Button asChild>
          <Link href={`/machines/${machineId}`}>To the live machine</Link>
        </Button>
      }
    >
      A replay needs at least one entry.
    </EmptyState>
  );
}
