'use client';
import dynamic from 'next/dynamic';
import type { MachineInfo } from '../machine/machineInfo.ts';
import { KeysDialog } from './KeysDialog.tsx';
import { VerifyDialog } from './VerifyDialog.tsx';

const BranchDialog = dynamic(() => import('./BranchDialog.tsx').then((m) => m.BranchDialog), { ssr: false });

export type OpenDialog = 'help' | 'verify' | 'branch' | null;
type Props = {
  info: MachineInfo;
  seq: number;
  last: number;
  open: OpenDialog;
  onOpen: (dialog: OpenDialog) => void;
};

/** One at a time. */
export function ReplayDialogs({ info, seq, last, open, onOpen }: Props) {
  const props = (name: OpenDialog) => ({
    open: open === name,
    onOpenChange: (isOpen: boolean) => onOpen(isOpen ? name : null),
  });
  return (
    <>
      <KeysDialog {...props('help')} />
      <VerifyDialog machineId={info.id} last={last} {...props('verify')} />
      {open === 'branch' && <BranchDialog machineId={info.id} title={info.title} seq={seq} {...props('branch')} />}
    </>
  );
}
