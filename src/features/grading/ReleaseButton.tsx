'use client';
import type { DeskOpened } from '@overcommit/protocol/api';
import { useMutation } from '@tanstack/react-query';
import { useTRPC } from '@/trpc/client.tsx';
import { Button } from '@/ui/Button.tsx';
import { ConfirmDialog } from '@/ui/Dialog.tsx';
import { toast } from '@/ui/Toaster.tsx';
import type { DeskData } from './data/useDeskData.ts';

/** Releases the grades to the students, or takes them back. */
export function ReleaseButton({ opened, data }: { opened: DeskOpened; data: DeskData }) {
  const trpc = useTRPC();
  const { assignmentId, isReleased } = opened;
  const release = useMutation(trpc.grading.release.mutationOptions({ onSuccess: data.readAgain }));
  const open = opened.items.reduce((sum, item) => sum + item.ungraded, 0);
  const missing = open === 0 ? '' : ` ${open === 1 ? '1 cell has' : `${open} cells have`} no points yet.`;
  return (
    <ConfirmDialog
      title={isReleased ? 'Take the grades back?' : 'Release the grades?'}
      lead={
        isReleased
          ? 'Students no longer see their points. Nothing is lost.'
          : `Every student sees the own points and notes.${missing} Automatic points stay as they are now, also if a rule is corrected later.`
      }
      confirmLabel={isReleased ? 'Take back' : 'Release'}
      onConfirm={() =>
        release.mutateAsync({ assignmentId, isReleased: !isReleased }).then(
          () => {},
          (error: Error) => void toast(`Nothing was changed. ${error.message}`),
        )
      }
      trigger={<Button>{isReleased ? 'Take back' : 'Release'}</Button>}
    />
  );
}
