'use client';
import { useEffect, useRef, useState } from 'react';
import { Button } from '@/ui/Button.tsx';
import { cx } from '@/ui/cx.ts';
import { Dialog } from '@/ui/Dialog.tsx';
import { Progress } from '@/ui/Progress.tsx';
import { logUrl } from '../useLog.ts';
import { startWorker, type WorkerLike } from '../worker/client.ts';
import type { VerifyOutcome } from '../worker/messages.ts';
import { verifyWords } from './verifyRun.ts';

type Run =
  | { phase: 'running'; done: number }
  | { phase: 'done'; outcome: VerifyOutcome }
  | { phase: 'failed'; why: string };
type Props = { machineId: string; last: number; open: boolean; onOpenChange: (open: boolean) => void };

/** Reads the log again in a worker, and checks that it is what was recorded. */
export function VerifyDialog({ machineId, last, open, onOpenChange }: Props) {
  return (
    <Dialog
      title="Verify this log"
      lead="Checks the chain of hashes, folds every entry, and runs every command again."
      open={open}
      onOpenChange={onOpenChange}
    >
      {open && <Verification machineId={machineId} last={last} />}
    </Dialog>
  );
}

function Verification({ machineId, last }: { machineId: string; last: number }) {
  const [run, setRun] = useState<Run>({ phase: 'running', done: 0 });
  const [attempt, setAttempt] = useState(0);
  const worker = useRef<WorkerLike | null>(null);
  // A worker is a resource outside React: it ends with the dialog.
  // biome-ignore lint/correctness/useExhaustiveDependencies: `attempt` starts it anew
  useEffect(() => {
    const own = startWorker();
    worker.current = own;
    own.onmessage = ({ data }) => {
      if (data.type === 'progress') setRun({ phase: 'running', done: data.done });
      if (data.type === 'verified') setRun({ phase: 'done', outcome: data.verdict });
      if (data.type === 'failed') setRun({ phase: 'failed', why: data.message });
    };
    own.onerror = () => setRun({ phase: 'failed', why: 'This browser could not start the check.' });
    own.postMessage({ type: 'verify', url: logUrl(machineId) });
    setRun({ phase: 'running', done: 0 });
    return () => own.terminate();
  }, [machineId, attempt]);

  if (run.phase === 'running')
    return (
      <Progress
        label="Checking entries"
        done={run.done}
        total={last}
        onCancel={() => worker.current?.postMessage({ type: 'cancel' })}
      />
    );
  const said = run.phase === 'done' ? verifyWords(run.outcome) : { text: run.why, isWorrying: true };
  return (
    <div className="grid gap-3">
      <p role="status" className={cx('break-words', said.isWorrying && 'rounded-md bg-warn-bg px-3 py-2 text-warn')}>
        {said.text}
      </p>
      {run.phase === 'done' && run.outcome.ok !== 'stopped' && run.outcome.ok !== false && (
        <p className="font-mono text-xs break-all text-soft">digest {run.outcome.digest}</p>
      )}
      <div>
        <Button onClick={() => setAttempt((n) => n + 1)}>Check again</Button>
      </div>
    </div>
  );
}
