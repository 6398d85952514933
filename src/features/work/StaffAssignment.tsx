'use client';
import type { AssignmentDetail } from '@overcommit/protocol/api';
import { useQuery } from '@tanstack/react-query';
import dynamic from 'next/dynamic';
import Link from 'next/link';
import { useTRPC } from '@/trpc/client.tsx';
import { Button } from '@/ui/Button.tsx';
import { PageTitle } from '@/ui/Card.tsx';
import { LINK } from '@/ui/Small.tsx';
import { Loaded } from '../home/Loaded.tsx';
import { dateWithin } from '../home/zonedDates.ts';
import { useLab } from '../labs/useLab.ts';
import { BoardView } from './Board.tsx';
import { DatesCard } from './DatesCard.tsx';
import { MakeMachines } from './MakeMachines.tsx';
import { RubricCard } from './RubricCard.tsx';

const EditAssignment = dynamic(() => import('./EditAssignment.tsx').then((m) => m.EditAssignment), { ssr: false });
const Extensions = dynamic(() => import('./Extensions.tsx').then((m) => m.Extensions), { ssr: false });

/** The board is asked for again this often: hand-ins and deadlines of others appear. */
const BOARD_MS = 15_000;

/** An assignment for staff: the board of hand-ins, the dates with their extensions, the rubric. */
export function StaffAssignment({ assignment }: { assignment: AssignmentDetail }) {
  const trpc = useTRPC();
  const { id: assignmentId, title, timeZone, now, dueAt, courseId } = assignment;
  const board = useQuery(trpc.assignments.board.queryOptions({ assignmentId }, { refetchInterval: BOARD_MS }));
  const lab = useLab(assignment.labSlug);
  const missing = board.data?.rows.filter((row) => row.machines.length === 0 && row.members.length > 0).length ?? 0;
  return (
    <>
      <PageTitle
        title={title}
        lead={dueAt ? `Due ${dateWithin(timeZone, dueAt, now)}` : 'No due date'}
        actions={
          <>
            <MakeMachines assignmentId={assignmentId} missing={missing} />
            {assignment.myRole === 'instructor' && <EditAssignment assignment={assignment} />}
            <Button asChild variant={missing > 0 ? 'plain' : 'primary'}>
              <Link href={`/assignments/${assignmentId}/grading`}>Grade</Link>
            </Button>
          </>
        }
      />
      <div className="grid grid-cols-1 items-start gap-x-8 gap-y-6 lg:grid-cols-[minmax(0,1fr)_20rem]">
        <Loaded query={board}>
          {(data) => <BoardView board={data} assignment={assignment} courseHref={`/courses/${courseId}`} />}
        </Loaded>
        <div className="grid grid-cols-1 gap-4">
          <DatesCard assignment={assignment}>
            <Extensions assignment={assignment} groups={board.data?.rows ?? []} />
          </DatesCard>
          {lab && lab.number > 0 && (
            <p>
              <Link href={`/labs/${lab.slug}`} className={LINK}>
                Read the handout: {lab.title}
              </Link>
            </p>
          )}
          <RubricCard assignment={assignment} isStaff />
        </div>
      </div>
    </>
  );
}
