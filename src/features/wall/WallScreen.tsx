'use client';
import type { WallShape, WallTile } from '@overcommit/protocol/api';
import { count, figures } from '@overcommit/reading';
import { useQuery } from '@tanstack/react-query';
import { Minimize2 } from 'lucide-react';
import Link from 'next/link';
import { useRef, useState } from 'react';
import { useTRPC } from '@/trpc/client.tsx';
import { Button } from '@/ui/Button.tsx';
import { PageTitle } from '@/ui/Card.tsx';
import { EmptyState, ErrorState, Skeleton } from '@/ui/States.tsx';
import { useSize } from '@/ui/useSize.ts';
import { PageFrame } from '../home/PageFrame.tsx';
import { usePageTitle } from '../usePageTitle.ts';
import { LargeTile, Tile } from './Tile.tsx';
import { WallControls } from './WallControls.tsx';
import { WallKill } from './WallKill.tsx';
import {
  byUrgency,
  columnsFor,
  entriesPerMinute,
  type Samples,
  wallScale,
  whoNeedsHelp,
  withSample,
} from './wallModel.ts';

const LOOK_EVERY_MS = 2000;

/** All machines of a class. For a projector: without anything around them, and in large type. */
export function WallScreen({ courseId, isProjector }: { courseId: string; isProjector: boolean }) {
  const wall = useWall(courseId);
  const { data } = wall;
  usePageTitle(data && `Wall: ${data.courseTitle}`);
  const body = <WallBody wall={wall} isProjector={isProjector} />;
  if (isProjector)
    return (
      <main className="flex min-h-dvh w-full flex-col gap-4 p-5 min-[1000px]:h-dvh">
        <h1 className="sr-only">{data?.courseTitle ?? 'Wall'}</h1>
        {body}
        <footer className="flex shrink-0 flex-wrap items-center justify-between gap-x-6 gap-y-1 text-lg">
          {data && data.tiles.length > 0 ? <ProjectorSummary wall={data} /> : <span />}
          <Button asChild variant="ghost">
            <Link href={`/courses/${courseId}/wall`}>
              <Minimize2 aria-hidden />
              Leave the projector view
            </Link>
          </Button>
        </footer>
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
  const end = wallScale(wall.tiles);
  const tiles = byUrgency(wall.tiles);
  if (isProjector) return <ProjectorTiles tiles={tiles} end={end} />;
  return (
    <ul aria-label="Machines" className="grid grid-cols-[repeat(auto-fill,minmax(min(100%,17rem),1fr))] gap-3">
      {tiles.map((tile) => (
        <Tile key={tile.id} tile={tile} perMinute={entriesPerMinute(samples, tile.id)} nowMs={nowMs} end={end} />
      ))}
    </ul>
  );
}

/** So many columns, or as many as are wide enough for a name. A pixel less: rounding must not cost a column. */
const columnsAtMost = (most: number): string =>
  `repeat(auto-fill, minmax(min(100%, max(13rem, (100% - ${(most - 1) * 1.5}rem) / ${most} - 1px)), 1fr))`;

/** The tiles fill the screen, and for a moment the newest kill takes its top. */
function ProjectorTiles({ tiles, end }: { tiles: WallTile[]; end: number }) {
  const box = useRef<HTMLUListElement>(null);
  const columns = columnsFor(tiles.length, useSize(box));
  return (
    <>
      <WallKill tiles={tiles} end={end} />
      <ul
        ref={box}
        aria-label="Machines"
        className="grid min-h-0 flex-1 auto-rows-[minmax(5.5rem,1fr)] gap-x-6 gap-y-4 overflow-y-auto max-[999px]:auto-rows-[minmax(9rem,auto)]"
        style={{ gridTemplateColumns: columnsAtMost(columns) }}
      >
        {tiles.map((tile) => (
          <LargeTile key={tile.id} tile={tile} end={end} />
        ))}
      </ul>
    </>
  );
}

function ProjectorSummary({ wall: { tiles } }: { wall: WallShape }) {
  const here = tiles.reduce((sum, { members }) => sum + members.filter(({ isHere }) => isHere).length, 0);
  const killed = tiles.reduce((sum, tile) => sum + tile.killed, 0);
  const refused = tiles.reduce((sum, tile) => sum + tile.refused, 0);
  return (
    <>
      <p>
        <b className="font-semibold">{count(tiles.length, 'machine')}</b>
        <span className="text-soft"> · {count(here, 'person', 'people')} here</span>
        {killed > 0 && <b className="font-semibold text-kill"> · ✖ {figures(killed)} killed</b>}
        {refused > 0 && <b className="font-semibold text-warn"> · ▲ {figures(refused)} refused</b>}
      </p>
      <p className="text-soft">one scale · line: memory that exists · dashes: promised</p>
    </>
  );
}
