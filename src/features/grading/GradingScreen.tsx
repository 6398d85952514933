'use client';
import { useQuery } from '@tanstack/react-query';
import { useTRPC } from '@/trpc/client.tsx';
import { Badge } from '@/ui/Badge.tsx';
import { Button } from '@/ui/Button.tsx';
import { EmptyState, Skeleton } from '@/ui/States.tsx';
import { Loaded } from '../home/Loaded.tsx';
import { PageFrame } from '../home/PageFrame.tsx';
import { usePageTitle } from '../usePageTitle.ts';
import { DeskBody } from './DeskBody.tsx';
import { useDeskData } from './data/useDeskData.ts';
import { NamesButton } from './NamesButton.tsx';
import { ReleaseButton } from './ReleaseButton.tsx';

/** The grading desk: the queue, the work, the rubric. */
export function GradingScreen({ assignmentId }: { assignmentId: string }) {
  const data = useDeskData(assignmentId);
  const trpc = useTRPC();
  const me = useQuery(trpc.me.get.queryOptions());
  const opened = data.opened.data;
  const user = me.data?.user;
  usePageTitle(opened && `Grading: ${opened.title}`);
  const hasRows = opened?.items.some((item) => item.rows > 0);
  return (
    <PageFrame
      crumbs={
        opened
          ? [
              { label: 'Course', href: `/courses/${opened.courseId}` },
              { label: opened.title, href: `/assignments/${assignmentId}` },
              { label: 'Grading' },
            ]
          : [{ label: 'Grading' }]
      }
      isWide
      isDesk
      bar={
        opened &&
        hasRows && (
          <div className="ml-auto flex flex-wrap items-center gap-3">
            {opened.isReleased && <Badge tone="ok">released</Badge>}
            <NamesButton opened={opened} data={data} />
            {opened.isInstructor && <ReleaseButton opened={opened} data={data} />}
          </div>
        )
      }
    >
      <h1 className="sr-only">Grading{opened && `: ${opened.title}`}</h1>
      <Loaded
        query={data.opened}
        className="mx-auto w-full max-w-xl place-self-start p-6"
        placeholder={<DeskPlaceholder />}
      >
        {(loaded) => {
          if (!loaded.items.some((item) => item.rows > 0)) return <NothingToGrade assignmentId={assignmentId} />;
          return user ? <DeskBody opened={loaded} data={data} me={user} /> : <DeskPlaceholder />;
        }}
      </Loaded>
    </PageFrame>
  );
}

function NothingToGrade({ assignmentId }: { assignmentId: string }) {
  return (
    <div className="mx-auto w-full max-w-xl p-6">
      <EmptyState
        title="There is nothing to grade yet."
        action={
          <Button asChild>
            <a href={`/assignments/${assignmentId}`}>Open the assignment</a>
          </Button>
        }
      >
        Students appear here as soon as they are in a group.
      </EmptyState>
    </div>
  );
}

/** The desk's three parts, before anything is known of them. */
function DeskPlaceholder() {
  return (
    <div className="grid content-start gap-6 p-6 lg:grid-cols-[12rem_minmax(0,1fr)_22rem]">
      <div className="grid content-start gap-3">
        <Skeleton className="h-8" label="Opening the desk" />
        <Skeleton className="h-8" />
        <Skeleton className="h-8" />
      </div>
      <div className="grid content-start gap-3">
        <Skeleton className="h-64" />
        <Skeleton className="h-28" />
      </div>
      <div className="grid content-start gap-3">
        <Skeleton className="h-24" />
        <Skeleton className="h-24" />
      </div>
    </div>
  );
}
