'use client';
import dynamic from 'next/dynamic';
import type { MachineInfo } from '@/machineView/machineInfo.ts';
import { KeysDialog } from '@/ui/KeysDialog.tsx';
import { REPLAY_KEYS } from './keys.ts';
import type { Prepared } from './variations/prepared.ts';
import type { Variations } from './variations/useVariations.ts';
import { VerifyDialog } from './verify/VerifyDialog.tsx';

const BranchDialog = dynamic(() => import('./variations/BranchDialog.tsx').then((m) => m.BranchDialog), { ssr: false });

const RegradeAtEntry = dynamic(() => import('../grades/RegradeAtEntry.tsx').then((m) => m.RegradeAtEntry), {
  ssr: false,
});

const VariationDialog = dynamic(() => import('./variations/VariationDialog.tsx').then((m) => m.VariationDialog), {
  ssr: false,
});

export type OpenDialog = 'help' | 'verify' | 'branch' | 'regrade' | 'variation' | null;
type Props = {
  info: MachineInfo;
  seq: number;
  last: number;
  open: OpenDialog;
  onOpen: (dialog: OpenDialog) => void;
  variations: Variations;
  /** A variation that a link asks for: its dialog opens with these values. */
  prepared: Prepared | null;
  /** A variation was computed. */
  onMade: (id: string) => void;
};

/** One at a time. */
export function ReplayDialogs({ info, seq, last, open, onOpen, variations, prepared, onMade }: Props) {
  const props = (name: OpenDialog) => ({
    open: open === name,
    onOpenChange: (isOpen: boolean) => onOpen(isOpen ? name : null),
  });
  return (
    <>
      <KeysDialog keys={REPLAY_KEYS} {...props('help')} />
      <VerifyDialog machineId={info.id} last={last} {...props('verify')} />
      {open === 'variation' && (
        <VariationDialog
          key={prepared?.name}
          variations={variations}
          prepared={prepared}
          seq={seq}
          last={last}
          {...props('variation')}
          onMade={(id) => {
            onOpen(null);
            onMade(id);
          }}
        />
      )}
      {open === 'regrade' && info.assignmentId !== null && (
        <RegradeAtEntry assignmentId={info.assignmentId} machineId={info.id} seq={seq} {...props('regrade')} />
      )}
      {open === 'branch' && <BranchDialog machineId={info.id} title={info.title} seq={seq} {...props('branch')} />}
    </>
  );
}
