'use client';
import type { AssignmentDetail } from '@overcommit/protocol/api';
import { useQuery } from '@tanstack/react-query';
import dynamic from 'next/dynamic';
import { useTRPC } from '@/trpc/client.tsx';
import { Skeleton } from '@/ui/States.tsx';
import { Loaded } from '../home/Loaded.tsx';
import { PageFrame } from '../home/PageFrame.tsx';
import { usePageTitle } from '../usePageTitle.ts';

const loading = () => <Skeleton className="h-64" label="Loading the assignment" />;
const StudentAssignment = dynamic(() => import('../work/StudentAssignment.tsx').then((m) => m.StudentAssignment), {
  loading,
});
const StaffAssignment = dynamic(() => import('../work/StaffAssignment.tsx').then((m) => m.StaffAssignment), {
  loading,
});

/** An assignment. A student sees the handout, their group's work and their grade; staff see the board. */
export function AssignmentScreen({ assignmentId }: { assignmentId: string }) {
  const trpc = useTRPC();
  const query = useQuery(trpc.assignments.get.queryOptions({ assignmentId }));
  usePageTitle(query.data?.title);
  const crumbs = query.data
    ? [{ label: query.data.courseTitle, href: `/courses/${query.data.courseId}` }, { label: query.data.title }]
    : [{ label: 'Assignment' }];
  return (
    <PageFrame crumbs={crumbs}>
      <Loaded query={query} isPage>
        {(assignment) => <Assignment assignment={assignment} />}
      </Loaded>
    </PageFrame>
  );
}

function Assignment({ assignment }: { assignment: AssignmentDetail }) {
  return assignment.myRole === 'student' ? (
    <StudentAssignment assignment={assignment} />
  ) : (
    <StaffAssignment assignment={assignment} />
  );
}
