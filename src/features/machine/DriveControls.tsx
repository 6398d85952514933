'use client';
import { useMutation } from '@tanstack/react-query';
import { EllipsisVertical, Pause, Play, StepForward } from 'lucide-react';
import { useState } from 'react';
import { useTRPC } from '@/trpc/client.tsx';
import { IconButton } from '@/ui/Button.tsx';
import { Select } from '@/ui/Field.tsx';
import { Menu } from '@/ui/Menu.tsx';
import { toast } from '@/ui/Toaster.tsx';
import { OverrideDialog } from './OverrideDialog.tsx';
import { SayDialog } from './SayDialog.tsx';
import type { Snapshot } from './snapshot.ts';

const SPEEDS = [1, 2, 5, 10, 20];

/** For staff: pause, resume, step and speed of the machine's clock, a line as root, words to everybody. Each but the words is an entry. */
export function DriveControls({ machineId, snapshot }: { machineId: string; snapshot: Snapshot }) {
  const trpc = useTRPC();
  const [dialog, setDialog] = useState<'override' | 'say' | null>(null);
  const clock = useMutation(trpc.machines.clock.mutationOptions({ onError: (error) => toast(error.message) }));
  const say = useMutation(trpc.machines.note.mutationOptions());
  const { isPaused, ticksPerSecond } = snapshot.machine;
  const speeds = SPEEDS.includes(ticksPerSecond) ? SPEEDS : [...SPEEDS, ticksPerSecond].sort((a, b) => a - b);
  return (
    <fieldset className="flex items-center gap-0.5">
      <legend className="sr-only">Clock</legend>
      <IconButton
        label={isPaused ? 'Resume the machine' : 'Pause the machine'}
        aria-busy={clock.isPending}
        onClick={() => clock.mutate({ machineId, action: isPaused ? 'resume' : 'pause' })}
      >
        {isPaused ? <Play aria-hidden /> : <Pause aria-hidden />}
      </IconButton>
      <IconButton label="One tick" onClick={() => clock.mutate({ machineId, action: 'step' })}>
        <StepForward aria-hidden />
      </IconButton>
      <Select
        aria-label="Speed"
        className="min-h-7! w-auto! px-1.5! pr-5! text-xs!"
        value={String(ticksPerSecond)}
        options={speeds.map((n) => ({ value: String(n), label: `${n}/s` }))}
        onChange={(e) => clock.mutate({ machineId, action: 'speed', ticksPerSecond: Number(e.target.value) })}
      />
      <Menu
        trigger={
          <IconButton label="More for staff">
            <EllipsisVertical aria-hidden />
          </IconButton>
        }
        items={[
          { label: 'Run a line as root…', onSelect: () => setDialog('override') },
          { label: 'Say something to everybody…', onSelect: () => setDialog('say') },
        ]}
      />
      <OverrideDialog machineId={machineId} isOpen={dialog === 'override'} onClose={() => setDialog(null)} />
      <SayDialog
        title="Say something to everybody here"
        isOpen={dialog === 'say'}
        onClose={() => setDialog(null)}
        onSay={(text) => say.mutateAsync({ machineId, text })}
      />
    </fieldset>
  );
}
