'use client';
import type { Gradebook, GradebookAssignment } from '@overcommit/protocol/api';
import { count } from '@overcommit/reading';
import { useMutation } from '@tanstack/react-query';
import Link from 'next/link';
import { useState } from 'react';
import { useTRPC } from '@/trpc/client.tsx';
import { Button } from '@/ui/Button.tsx';
import { ConfirmDialog } from '@/ui/Dialog.tsx';
import { Row, RowList } from '@/ui/RowList.tsx';
import { LINK } from '@/ui/Small.tsx';
import { toast } from '@/ui/Toaster.tsx';
import { dateWords } from '../home/dates.ts';

/** Each assignment: how far it is, to whom it is released, and releasing it. */
export function Releases({ book, onChanged }: { book: Gradebook; onChanged: () => void }) {
  return (
    <RowList>
      {book.assignments.map((assignment, index) => (
        <Row key={assignment.id}>
          <Release {...{ assignment, book, index, onChanged }} />
        </Row>
      ))}
    </RowList>
  );
}

type Props = { assignment: GradebookAssignment; book: Gradebook; index: number; onChanged: () => void };

function Release({ assignment, book, index, onChanged }: Props) {
  const [now] = useState(() => new Date());
  const { id, title, releasedAt, released, judged } = assignment;
  const students = book.rows.length;
  const ungraded = book.rows.reduce((sum, row) => sum + (row.cells[index]?.ungraded ?? 0), 0);
  const state = releasedAt
    ? `released ${dateWords(releasedAt, now)} to ${released} of ${count(students, 'student')}`
    : 'not released';
  return (
    <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
      <div className="min-w-0">
        <Link href={`/assignments/${id}/grading`} className={`font-medium break-words ${LINK}`}>
          {title}
        </Link>
        <p className="text-xs text-soft" role="status">
          {state}
          {ungraded > 0 && `, ${count(ungraded, 'cell')} without points`}
          {judged.done < judged.total && `, logs judged: ${judged.done} of ${judged.total}`}
        </p>
      </div>
      <div className="flex flex-wrap gap-2">
        <Button asChild variant="ghost">
          <Link href={`/assignments/${id}/regrades`}>Regrades</Link>
        </Button>
        {book.isInstructor && (
          <ReleaseButtons
            assignmentId={id}
            isReleased={releasedAt !== null}
            isWhole={released === students}
            ungraded={ungraded}
            onChanged={onChanged}
          />
        )}
      </div>
    </div>
  );
}

type ButtonsProps = {
  assignmentId: string;
  isReleased: boolean;
  isWhole: boolean;
  ungraded: number;
  onChanged: () => void;
};

function ReleaseButtons({ assignmentId, isReleased, isWhole, ungraded, onChanged }: ButtonsProps) {
  const trpc = useTRPC();
  const release = useMutation(trpc.grading.release.mutationOptions({ onSuccess: onChanged }));
  const set = (to: boolean) =>
    release.mutateAsync({ assignmentId, isReleased: to }).then(
      () => {},
      (error: Error) => void toast(`Nothing was changed. ${error.message}`),
    );
  const missing = ungraded > 0 ? ` ${count(ungraded, 'cell')} have no points yet.` : '';
  return (
    <>
      {isReleased && (
        <ConfirmDialog
          title="Take the grades back?"
          lead="Students no longer see their points. Nothing is lost. A new release freezes the figures as they are then."
          confirmLabel="Take back"
          onConfirm={() => set(false)}
          trigger={<Button>Take back</Button>}
        />
      )}
      {!(isReleased && isWhole) && (
        <ConfirmDialog
          title={isReleased ? 'Release to the others too?' : 'Release the grades?'}
          lead={`Every student sees their own points, comments and evidence.${missing} The figures stay as they are now; a later change is shown as one.`}
          confirmLabel="Release"
          onConfirm={() => set(true)}
          trigger={<Button variant="primary">{isReleased ? 'Release to the others' : 'Release'}</Button>}
        />
      )}
    </>
  );
}
