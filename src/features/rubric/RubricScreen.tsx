'use client';
import { useQuery } from '@tanstack/react-query';
import dynamic from 'next/dynamic';
import { useTRPC } from '@/trpc/client.tsx';
import { Skeleton } from '@/ui/States.tsx';
import { Loaded } from '../home/Loaded.tsx';
import { PageFrame } from '../home/PageFrame.tsx';
import { usePageTitle } from '../usePageTitle.ts';

// Drafts are kept in the browser, so the workbench is drawn there only.
const Workbench = dynamic(() => import('./Workbench.tsx').then((m) => m.Workbench), {
  ssr: false,
  loading: () => <Skeleton className="h-64" label="Opening the workbench" />,
});

/** The workbench of an assignment's rubric, for its instructors. */
export function RubricScreen({ assignmentId }: { assignmentId: string }) {
  const trpc = useTRPC();
  const query = useQuery(trpc.rubric.open.queryOptions({ assignmentId }, { refetchOnWindowFocus: false }));
  const opened = query.data;
  usePageTitle(opened && `Rubric: ${opened.title}`);
  return (
    <PageFrame
      isWide
      className="mx-auto max-w-7xl"
      crumbs={
        opened
          ? [
              { label: 'Course', href: `/courses/${opened.courseId}` },
              { label: opened.title, href: `/assignments/${assignmentId}` },
              { label: 'Rubric' },
            ]
          : [{ label: 'Rubric' }]
      }
    >
      <Loaded query={query} isPage>
        {(data) => <Workbench key={data.version} opened={data} />}
      </Loaded>
    </PageFrame>
  );
}
