'use client';
import type { WallDone } from '@overcommit/protocol/api';
import { count } from '@overcommit/reading';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Maximize2, Megaphone, Pause, Play, StepForward } from 'lucide-react';
import Link from 'next/link';
import { useState } from 'react';
import { useTRPC } from '@/trpc/client.tsx';
import { Button } from '@/ui/Button.tsx';
import { toast } from '@/ui/Toaster.tsx';
import { SayDialog } from '../machineParts/SayDialog.tsx';

const ACTIONS = [
  { action: 'pause', label: 'Pause all', done: 'paused', Icon: Pause },
  { action: 'resume', label: 'Resume all', done: 'resumed', Icon: Play },
  { action: 'step', label: 'Step all', done: 'stepped', Icon: StepForward },
] as const;

/** Commands for all machines at once. */
export function WallControls({ courseId }: { courseId: string }) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const [isSaying, setSaying] = useState(false);
  const clock = useMutation(
    trpc.wall.clock.mutationOptions({
      onSuccess: (done, { action }) => {
        void queries.invalidateQueries(trpc.wall.get.queryFilter({ courseId }));
        toast(sentenceOf(done, action));
      },
      onError: (error) => toast(error.message),
    }),
  );
  const say = useMutation(trpc.wall.say.mutationOptions());
  return (
    <>
      {ACTIONS.map(({ action, label, Icon }) => (
        <Button
          key={action}
          isPending={clock.isPending && clock.variables.action === action}
          onClick={() => clock.mutate({ courseId, action })}
        >
          <Icon aria-hidden />
          {label}
        </Button>
      ))}
      <Button aria-haspopup="dialog" onClick={() => setSaying(true)}>
        <Megaphone aria-hidden />
        Say to all…
      </Button>
      <Button asChild>
        <Link href={`/courses/${courseId}/wall?projector=1`}>
          <Maximize2 aria-hidden />
          Projector
        </Link>
      </Button>
      <SayDialog
        title="Send a message to the whole class"
        isOpen={isSaying}
        onClose={() => setSaying(false)}
        onSay={(text) => say.mutateAsync({ courseId, text })}
      />
    </>
  );
}

function sentenceOf({ done, failed }: WallDone, action: string): string {
  const words = ACTIONS.find((one) => one.action === action)?.done ?? 'set';
  const left = failed[0] ? ` ${failed.length} not: ${failed[0].message}` : '';
  return `${count(done, 'machine')} ${words}.${left}`;
}
