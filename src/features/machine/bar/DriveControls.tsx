'use client';
import { useMutation } from '@tanstack/react-query';
import { EllipsisVertical, Pause, Play, StepForward } from 'lucide-react';
import { useState } from 'react';
import type { Snapshot } from '@/machineView/snapshot.ts';
import { useTRPC } from '@/trpc/client.tsx';
import { IconButton } from '@/ui/Button.tsx';
import { Menu } from '@/ui/Menu.tsx';
import { toast } from '@/ui/Toaster.tsx';
import { SayDialog } from '../../machineParts/SayDialog.tsx';
import { OverrideDialog } from './OverrideDialog.tsx';

const SPEEDS = [1, 2, 5, 10, 20];

/** For staff: the machine's clock, a line as root, a message to everyone. All but the message become entries. */
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
      <Menu
        trigger={
          <IconButton label="More for staff">
            <EllipsisVertical aria-hidden />
          </IconButton>
        }
        items={[
          { label: 'Run a line as root…', onSelect: () => setDialog('override') },
          { label: 'Send a message to everyone…', onSelect: () => setDialog('say') },
          { kind: 'separator' },
          { kind: 'heading', label: 'Speed of the clock' },
          ...speeds.map((n) => ({
            label: n === 1 ? '1 tick a second' : `${n} ticks a second`,
            isChecked: n === ticksPerSecond,
            onSelect: () => clock.mutate({ machineId, action: 'speed', ticksPerSecond: n }),
          })),
        ]}
      />
      <OverrideDialog machineId={machineId} isOpen={dialog === 'override'} onClose={() => setDialog(null)} />
      <SayDialog
        title="Send a message to everyone here"
        isOpen={dialog === 'say'}
        onClose={() => setDialog(null)}
        onSay={(text) => say.mutateAsync({ machineId, text })}
      />
    </fieldset>
  );
}
