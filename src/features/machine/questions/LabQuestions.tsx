'use client';
import { NOBODY } from '@overcommit/engine';
import type { LabPrompt } from '@overcommit/handbook';
import { useMutation } from '@tanstack/react-query';
import { useTRPC } from '@/trpc/client.tsx';
import { Button } from '@/ui/Button.tsx';

/** The lab's questions, for everyone at the machine. The lab reveals the answers; in a class staff do it. */
export function LabQuestions({
  machineId,
  prompts,
  isStaff,
  isClass,
  names,
}: {
  machineId: string;
  prompts: readonly LabPrompt[];
  isStaff: boolean;
  /** A machine of a course: staff ask. Elsewhere each member predicts. */
  isClass: boolean;
  /** Names of the running processes. */
  names: readonly string[];
}) {
  const trpc = useTRPC();
  const ask = useMutation(trpc.predictions.ask.mutationOptions());
  const put = useMutation(trpc.predictions.putLab.mutationOptions());
  const running = isStaff ? ask : put;
  const send = (promptId: string) =>
    isStaff ? ask.mutate({ kind: 'lab', machineId, promptId }) : put.mutate({ machineId, promptId });
  const verb = isStaff && isClass ? 'Ask' : 'Predict';
  const hasVictims = names.some((name) => name !== NOBODY);
  return (
    <div className="grid grid-cols-1 gap-1.5">
      <ul aria-label="Questions of the lab" className="grid grid-cols-1 gap-1">
        {prompts.map(({ id, text, choices }) => {
          const isTooEarly = choices === 'live processes' && !hasVictims;
          return (
            <li key={id} className="flex items-center justify-between gap-2 rounded-md bg-sunk px-2.5 py-1.5 text-sm">
              <span className="min-w-0 text-pretty">
                {text}
                {isTooEarly && (
                  <span className="block text-xs text-soft">Start a process first: none is running yet.</span>
                )}
              </span>
              <Button
                aria-label={`${verb}: ${text}`}
                disabled={isTooEarly || running.isPending}
                onClick={() => send(id)}
              >
                {verb}
              </Button>
            </li>
          );
        })}
      </ul>
      {running.error && (
        <p role="alert" className="text-xs text-warn">
          {running.error.message}
        </p>
      )}
    </div>
  );
}
