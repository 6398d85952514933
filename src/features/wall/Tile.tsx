import { policyInfo } from '@overcommit/engine';
import type { WallTile } from '@overcommit/protocol/api';
import { entryNumber, mib } from '@overcommit/reading';
import { CircleHelp, Hand, Pause, TriangleAlert } from 'lucide-react';
import Link from 'next/link';
import { useMemo, useRef } from 'react';
import { indexPeople, type People } from '@/machineView/people.ts';
import { foldedAxis } from '@/machineView/river/axis.ts';
import { Badge } from '@/ui/Badge.tsx';
import { Card } from '@/ui/Card.tsx';
import { cx } from '@/ui/cx.ts';
import { OwnerMark } from '@/ui/OwnerMark.tsx';
import { useSize } from '@/ui/useSize.ts';
import { RiverPicture } from '../machineParts/river/RiverPicture.tsx';
import { ago, existsOf, isStuck, toGo, trailRiver, whoNeedsHelp } from './wallModel.ts';

type Props = {
  tile: WallTile;
  perMinute: number | null;
  nowMs: number;
  /** The end of the scale that all machines share, in pages. */
  end: number;
};

/** One machine of the wall. The whole tile is a link to it. */
export function Tile({ tile, perMinute, nowMs, end }: Props) {
  const people = useMemo(() => indexPeople(tile.members), [tile]);
  return (
    <Card
      as="li"
      className="relative grid grid-cols-1 content-start gap-2.5 p-3 focus-within:border-line-strong hover:border-line-strong"
    >
      <div className="flex items-start justify-between gap-2">
        <h2 className="min-w-0 font-semibold">
          <TileLink tile={tile} />
        </h2>
        <span className="flex shrink-0 items-center gap-1.5">
          <ToGo tile={tile} className="text-xs" />
          <State tile={tile} />
        </span>
      </div>
      <p className="truncate text-xs text-soft">
        <span className="font-mono">{policyInfo(tile.policy).name}</span> · {tile.processes} alive ·{' '}
        {entryNumber(tile.seq)} · {perMinute === null ? '–' : perMinute} entries/min
      </p>
      <TileRiver tile={tile} people={people} end={end} className="h-20" />
      <p className="text-xs text-soft">
        <Figure label="promised" pages={tile.promisedPages} isWarned={tile.promisedPages > existsOf(tile)} /> ·{' '}
        <Figure label="used" pages={tile.usedPages} /> of {mib(existsOf(tile))}
      </p>
      <LastKill tile={tile} people={people} nowMs={nowMs} />
      <Members tile={tile} people={people} />
    </Card>
  );
}

const Figure = ({ label, pages, isWarned }: { label: string; pages: number; isWarned?: boolean }) => (
  <span className="whitespace-nowrap">
    {label} <b className={cx('font-medium', isWarned ? 'text-warn' : 'text-ink')}>{mib(pages)}</b>
  </span>
);

/** One machine on a projector: its name, how far it is from a kill, and its river. */
export function LargeTile({ tile, end }: Pick<Props, 'tile' | 'end'>) {
  const people = useMemo(() => indexPeople(tile.members), [tile]);
  const isNear = tile.processes > 0 && toGo(tile) * NEAR < existsOf(tile);
  const kill = tile.lastKill;
  const edge = kill ? 'border-kill!' : isNear ? 'border-warn!' : '';
  return (
    <li className={cx('relative flex min-h-0 min-w-0 flex-col gap-1 border-t-2 pt-1.5', edge)}>
      <div className="flex items-baseline justify-between gap-3">
        <h2 className="max-w-3/4 shrink-0 text-2xl leading-tight font-semibold tracking-tight">
          <TileLink tile={tile} />
        </h2>
        <p className="flex min-w-0 items-center gap-2 text-xl">
          {kill ? (
            <span className="min-w-0 truncate text-kill">
              ✖ {kill.owner && `${people.name(kill.owner)}’s `}
              <span className="font-mono">{kill.victim}</span>
            </span>
          ) : (
            <ToGo tile={tile} isWarned={isNear} className="min-w-0 truncate" />
          )}
          <State tile={tile} />
        </p>
      </div>
      <TileRiver tile={tile} people={people} end={end} className="min-h-10 flex-1" />
      <Help tile={tile} className="text-lg" />
    </li>
  );
}

/** With less than one part in so many left, a machine is near its next kill. */
const NEAR = 12;

const TileLink = ({ tile }: { tile: WallTile }) => (
  <Link
    href={`/machines/${tile.id}`}
    className="block truncate after:absolute after:inset-0 after:rounded-lg"
    title={tile.title}
  >
    {tile.groupName ?? tile.title}
  </Link>
);

function ToGo({ tile, isWarned, className }: { tile: WallTile; isWarned?: boolean; className?: string }) {
  if (tile.processes === 0) return <span className={cx('text-soft', className)}>nothing runs</span>;
  return <span className={cx(isWarned ? 'text-warn' : 'text-soft', className)}>{mib(toGo(tile))} to go</span>;
}

function TileRiver({
  tile,
  people,
  end,
  className,
}: {
  tile: WallTile;
  people: People;
  end: number;
  className: string;
}) {
  const box = useRef<HTMLDivElement>(null);
  const { width, height } = useSize(box);
  const river = useMemo(() => trailRiver(tile, people), [tile, people]);
  const axis = useMemo(() => foldedAxis([...river.seqs.keys()], river.seqs.length - 1), [river]);
  const used = river.bands.map(({ look, pages }) => `${look.name} ${mib(pages.at(-1) ?? 0)}`).join(', ');
  return (
    <div
      ref={box}
      role="img"
      aria-label={`Promised ${mib(tile.promisedPages)}. Used ${mib(tile.usedPages)}: ${used}`}
      className={cx('pointer-events-none overflow-hidden', className)}
    >
      {width > 0 && height > 0 && <RiverPicture {...{ river, axis, end, width, height }} isSmall />}
    </div>
  );
}

function State({ tile }: { tile: WallTile }) {
  return (
    <span className="flex shrink-0 gap-1">
      {tile.openQuestions > 0 && (
        <Badge tone="soft" title="A question to the class is open">
          <CircleHelp className="size-3.5 text-focus" aria-hidden />
          <span className="sr-only">question open</span>
        </Badge>
      )}
      {tile.hasCrashed && <Badge tone="warn">crashed</Badge>}
      {tile.isPaused && (
        <Badge tone="soft">
          <Pause className="size-3" aria-hidden />
          paused
        </Badge>
      )}
    </span>
  );
}

function LastKill({ tile, people, nowMs }: { tile: WallTile; people: People; nowMs: number }) {
  const kill = tile.lastKill;
  if (!kill) return <p className="text-xs text-soft">No kill yet</p>;
  return (
    <p className="flex min-w-0 items-center gap-1.5 text-xs text-kill">
      <span aria-hidden>✖</span>
      <span className="min-w-0 truncate">
        {kill.owner && `${people.name(kill.owner)}’s `}
        <span className="font-mono">{kill.victim}</span> killed at {entryNumber(kill.seq)}, {ago(kill.at, nowMs)}
      </span>
    </p>
  );
}

/** Everyone with a seat, ringed while here; below, the people who need help. */
function Members({ tile, people }: { tile: WallTile; people: People }) {
  const students = tile.members.filter((member) => member.role === 'student' || member.isHere);
  return (
    <>
      <ul aria-label="Members" className="flex flex-wrap gap-1.5">
        {students.map((member) => (
          <li
            key={member.actorId}
            className={cx('flex rounded-md', member.isHere && 'ring-2 ring-ok ring-offset-1 ring-offset-panel')}
          >
            <OwnerMark look={people.look(member.actorId)} isDimmed={!member.isHere} />
            <span className="sr-only">
              {member.isHere ? 'here' : 'away'}
              {isStuck(member) && ', stuck'}
            </span>
          </li>
        ))}
      </ul>
      <Help tile={tile} className="text-xs" />
    </>
  );
}

function Help({ tile, className }: { tile: WallTile; className: string }) {
  const { raised, stuck } = whoNeedsHelp(tile);
  if (raised.length + stuck.length === 0) return null;
  return (
    <ul aria-label="Who needs help" className={cx('grid gap-1', className)}>
      {raised.map(({ actorId, displayName }) => (
        <li key={actorId} className="flex items-center gap-1.5 text-focus">
          <Hand className="size-4 shrink-0" aria-hidden />
          <span className="truncate">{displayName}: hand raised</span>
        </li>
      ))}
      {stuck.map(({ actorId, displayName, failedInARow }) => (
        <li key={actorId} className="flex items-center gap-1.5 text-warn">
          <TriangleAlert className="size-4 shrink-0" aria-hidden />
          <span className="truncate">
            {displayName}: {failedInARow} failed in a row
          </span>
        </li>
      ))}
    </ul>
  );
}
