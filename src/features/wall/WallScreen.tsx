'use client';
import type { WallShape } from '@overcommit/protocol/api';
import { count } from '@overcommit/reading';
import { useQuery } from '@tanstack/react-query';
import { Minimize2 } from 'lucide-react';
import Link from 'next/link';
import { useState } from 'react';
import { useTRPC } from '@/trpc/client.tsx';
import { Button } from '@/ui/Button.tsx';
import { PageTitle } from '@/ui/Card.tsx';
import { cx } from '@/ui/cx.ts';
import { EmptyState, ErrorState, Skeleton } from '@/ui/States.tsx';
import { PageFrame } from '../home/PageFrame.tsx';
import { usePageTitle } from '../usePageTitle.ts';
import { Tile } from './Tile.tsx';
import { WallControls } from './WallControls.tsx';
import { entriesPerMinute, type Samples, whoNeedsHelp, withSample } from './wallModel.ts';

const LOOK_EVERY_MS = 2000;

/** All machines of a class. For a projector: without anything around them, and in large type. */
export function WallScreen({ courseId, isProjector }: { courseId: string; isProjector: boolean }) {
  const wall = useWall(courseId);
  const { data } = wall;
  usePageTitle(data && `Wall: ${data.courseTitle}`);
  const body = <WallBody wall={wall} isProjector={isProjector} />;
  if (isProjector)
    return (
      <main className="grid min-h-dvh w-full content-start gap-4 p-4">
        <h1 className="sr-only">{data?.courseTitle ?? 'Wall'}</h1>
        {body}
        <Button asChild variant="ghost" className="justify-self-end">
          <Link href={`/courses/${courseId}/wall`}>
            <Minimize2 aria-hidden />
            Leave the projector view
          </Link>
        </Button>
      </main>
    );
  return (
    <PageFrame
      isWide
      crumbs={[
        { label: 'Home', href: '/home' },
        { label: data?.courseTitle ?? 'Course', href: `/courses/${courseId}` },
        { label: 'Wall' },
      ]}
    >
      <PageTitle
        title={data?.courseTitle ?? 'Wall'}
        lead={data ? summaryOf(data) : undefined}
        actions={data && data.tiles.length > 0 && <WallControls courseId={courseId} />}
      />
      {body}
    </PageFrame>
  );
}

function useWall(courseId: string) {
  const trpc = useTRPC();
  return useQuery(trpc.wall.get.queryOptions({ courseId }, { refetchInterval: LOOK_EVERY_MS, retry: false }));
}

/** The machines, with a warning while they cannot be read again. */
function WallBody({ wall, isProjector }: { wall: ReturnType<typeof useWall>; isProjector: boolean }) {
  const { data, error, dataUpdatedAt, isPaused } = wall;
  const [samples, setSamples] = useState<Samples>([]);
  if (data && samples.at(-1)?.at !== dataUpdatedAt) setSamples(withSample(samples, dataUpdatedAt, data.tiles));
  if (data)
    return (
      <>
        {(error || isPaused) && (
          <ErrorState
            title="This is the last that was known; we go on trying."
            why={error?.message ?? 'This computer is not connected to the network.'}
          />
        )}
        <Tiles wall={data} samples={samples} nowMs={dataUpdatedAt} isProjector={isProjector} />
      </>
    );
  if (!error) return <Skeleton className="h-64" label="Loading all machines" />;
  return (
    <ErrorState
      title="The wall could not be opened"
      why={error.message}
      className="w-full max-w-2xl"
      action={
        <span className="flex gap-2">
          <Button onClick={() => void wall.refetch()}>Try again</Button>
          <Button asChild>
            <Link href="/home">Go home</Link>
          </Button>
        </span>
      }
    />
  );
}

function summaryOf({ tiles }: WallShape): string {
  const help = tiles.map(whoNeedsHelp);
  const raised = help.reduce((sum, one) => sum + one.raised.length, 0);
  const stuck = help.reduce((sum, one) => sum + one.stuck.length, 0);
  const here = tiles.reduce((sum, { members }) => sum + members.filter(({ isHere }) => isHere).length, 0);
  return [
    count(tiles.length, 'machine'),
    `${count(here, 'person', 'people')} there now`,
    `${count(raised, 'hand')} raised`,
    `${stuck} stuck`,
  ].join(' · ');
}

function Tiles({
  wall,
  samples,
  nowMs,
  isProjector,
}: {
  wall: WallShape;
  samples: Samples;
  nowMs: number;
  isProjector: boolean;
}) {
  if (wall.tiles.length === 0)
    return (
      <EmptyState title="No machine yet.">Open an assignment of the course and make the groups’ machines.</EmptyState>
    );
  return (
    <ul
      aria-label="Machines"
      className={cx(
        'grid gap-3',
        isProjector
          ? 'grid-cols-[repeat(auto-fill,minmax(min(100%,26rem),1fr))]'
          : 'grid-cols-[repeat(auto-fill,minmax(min(100%,17rem),1fr))]',
      )}
    >
      {wall.tiles.map((tile) => (
        <Tile
          key={tile.id}
          tile={tile}
          perMinute={entriesPerMinute(samples, tile.id)}
          nowMs={nowMs}
          isLarge={isProjector}
        />
      ))}
    </ul>
  );
}
