'use client';
import { Button } from '@/ui/Button.tsx';
import { ConfirmDialog } from '@/ui/Dialog.tsx';
import { toast } from '@/ui/Toaster.tsx';
import type { Desk } from './useDesk.ts';

/** Releases the grades to the students, or takes them back. The server decides who may. */
export function ReleaseButton({
  desk,
  assignmentId,
  isReleased,
}: {
  desk: Desk;
  assignmentId: string;
  isReleased: boolean;
}) {
  const open = desk.query.data?.rows.filter((row) => row.points === null).length ?? 0;
  const missing = open === 0 ? '' : ` ${open === 1 ? '1 item has' : `${open} items have`} no points yet.`;
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
        desk.release.mutateAsync({ assignmentId, isReleased: !isReleased }).then(
          () => {},
          (error: Error) => void toast(`Nothing was changed. ${error.message}`),
        )
      }
      trigger={<Button>{isReleased ? 'Take back' : 'Release'}</Button>}
    />
  );
}
