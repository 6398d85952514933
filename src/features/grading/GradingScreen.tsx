'use client';
import { useState } from 'react';
import { Badge } from '@/ui/Badge.tsx';
import { Button } from '@/ui/Button.tsx';
import { Checkbox } from '@/ui/Field.tsx';
import { EmptyState, Skeleton } from '@/ui/States.tsx';
import { Loaded } from '../home/Loaded.tsx';
import { PageFrame } from '../home/PageFrame.tsx';
import { usePageTitle } from '../usePageTitle.ts';
import { DeskBody } from './DeskBody.tsx';
import { ReleaseButton } from './ReleaseButton.tsx';
import { useDesk } from './useDesk.ts';

/** The grading desk: the queue, the evidence, the rubric. */
export function GradingScreen({ assignmentId }: { assignmentId: string }) {
  const desk = useDesk(assignmentId);
  const [isNamed, setNamed] = useState(false);
  const data = desk.query.data;
  usePageTitle(data && `Grading: ${data.title}`);
  const crumbs = data
    ? [
        { label: 'Course', href: `/courses/${data.courseId}` },
        { label: data.title, href: `/assignments/${assignmentId}` },
        { label: 'Grading' },
      ]
    : [{ label: 'Grading' }];
  return (
    <PageFrame
      crumbs={crumbs}
      isWide
      isDesk
      bar={
        data &&
        data.rows.length > 0 && (
          <div className="ml-auto flex flex-wrap items-center gap-3">
            {data.isReleased && <Badge tone="ok">released</Badge>}
            <Checkbox
              label="Show names"
              className="items-center"
              checked={isNamed}
              onChange={(event) => setNamed(event.currentTarget.checked)}
            />
            <ReleaseButton desk={desk} assignmentId={assignmentId} isReleased={data.isReleased} />
          </div>
        )
      }
    >
      <h1 className="sr-only">Grading{data && `: ${data.title}`}</h1>
      <Loaded
        query={desk.query}
        className="mx-auto w-full max-w-xl place-self-start p-6"
        placeholder={<DeskPlaceholder />}
      >
        {(loaded) =>
          loaded.rows.length === 0 ? (
            <NothingToGrade assignmentId={assignmentId} />
          ) : (
            <DeskBody desk={desk} loaded={loaded} isNamed={isNamed} />
          )
        }
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
        Students appear here as soon as their group has a machine.
      </EmptyState>
    </div>
  );
}

/** The desk's three parts, while the logs are folded. */
function DeskPlaceholder() {
  return (
    <div className="grid content-start gap-6 p-6 lg:grid-cols-[12rem_minmax(0,1fr)_22rem]">
      <div className="grid content-start gap-3">
        <Skeleton className="h-8" label="Folding the logs" />
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
