import { policyInfo } from '@overcommit/engine';
import type { WallTile } from '@overcommit/protocol/api';
import { entryNumber, mib, percent } from '@overcommit/reading';
import { CircleHelp, Hand, Pause, TriangleAlert } from 'lucide-react';
import Link from 'next/link';
import type { ReactNode } from 'react';
import { indexPeople, type People } from '@/machineView/people.ts';
import { Badge } from '@/ui/Badge.tsx';
import { Card } from '@/ui/Card.tsx';
import { cx } from '@/ui/cx.ts';
import { OwnerMark } from '@/ui/OwnerMark.tsx';
import { ago, barsOf, isStuck, whoNeedsHelp } from './wallModel.ts';

type Props = { tile: WallTile; perMinute: number | null; nowMs: number; isLarge: boolean };

/** One machine of the wall. The whole tile is a link to it. */
export function Tile({ tile, perMinute, nowMs, isLarge }: Props) {
  const people = indexPeople(tile.members);
  const name = tile.groupName ?? tile.title;
  return (
    <Card
      as="li"
      className={cx(
        'relative grid grid-cols-1 content-start gap-2.5 p-3 focus-within:border-line-strong hover:border-line-strong',
        isLarge && 'gap-3.5 p-4 text-lg',
      )}
    >
      <div className="flex items-start justify-between gap-2">
        <h2 className={cx('min-w-0 font-semibold', isLarge && 'text-2xl')}>
          <Link
            href={`/machines/${tile.id}`}
            className="block truncate after:absolute after:inset-0 after:rounded-lg"
            title={tile.title}
          >
            {name}
          </Link>
        </h2>
        <State tile={tile} />
      </div>
      <p className={cx('truncate text-soft', isLarge ? 'text-lg' : 'text-xs')}>
        <span className="font-mono">{policyInfo(tile.policy).name}</span> · {tile.processes} alive ·{' '}
        {entryNumber(tile.seq)} · {perMinute === null ? '–' : perMinute} entries/min
      </p>
      <Gauge tile={tile} isLarge={isLarge} />
      <LastKill tile={tile} people={people} nowMs={nowMs} isLarge={isLarge} />
      <Members tile={tile} people={people} isLarge={isLarge} />
    </Card>
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

function Gauge({ tile, isLarge }: { tile: WallTile; isLarge: boolean }) {
  const { promised, used, limit, all } = barsOf(tile);
  const isBeyond = tile.promisedPages > tile.ramPages + tile.swapPages;
  return (
    <div className={cx('grid gap-1', isLarge ? 'text-lg' : 'text-xs')}>
      <BarLine label="promised" figure={mib(tile.promisedPages)} isWarned={isBeyond}>
        <Fill share={promised} className={isBeyond ? 'bg-warn' : 'bg-ink'} isLarge={isLarge} />
        {limit !== null && <Mark at={limit} title={`limit ${mib(tile.limitPages)}`} />}
      </BarLine>
      <BarLine label="used" figure={mib(tile.usedPages)}>
        <Fill share={used} className="bg-ink" isLarge={isLarge} />
        {/* Where the bar ends there, its end says it. */}
        {all < 1 && <Mark at={all} title={`RAM and swap ${mib(tile.ramPages + tile.swapPages)}`} />}
      </BarLine>
    </div>
  );
}

function BarLine({
  label,
  figure,
  isWarned,
  children,
}: {
  label: string;
  figure: string;
  isWarned?: boolean;
  children: ReactNode;
}) {
  return (
    <div className="grid grid-cols-[4.5em_minmax(0,1fr)_5.5em] items-center gap-2">
      <span className="text-soft">{label}</span>
      <span aria-hidden className="relative block overflow-hidden rounded-full bg-sunk">
        {children}
      </span>
      <span className={cx('text-right tabular-nums', isWarned && 'text-warn')}>{figure}</span>
    </div>
  );
}

const Fill = ({ share, className, isLarge }: { share: number; className: string; isLarge: boolean }) => (
  <span className={cx('block rounded-full', isLarge ? 'h-4' : 'h-2', className)} style={{ width: percent(share, 1) }} />
);

const Mark = ({ at, title }: { at: number; title: string }) => (
  <span
    title={title}
    className="absolute inset-y-0 w-0.5 bg-line-strong"
    style={{ left: `calc(${percent(at, 1)} - 2px)` }}
  />
);

function LastKill({
  tile,
  people,
  nowMs,
  isLarge,
}: {
  tile: WallTile;
  people: People;
  nowMs: number;
  isLarge: boolean;
}) {
  const kill = tile.lastKill;
  const size = isLarge ? 'text-xl' : 'text-xs';
  if (!kill) return <p className={cx('text-soft', size)}>No kill yet</p>;
  return (
    <p className={cx('flex min-w-0 items-center gap-1.5 text-kill', size)}>
      <span aria-hidden>✖</span>
      <span className="min-w-0 truncate">
        {kill.owner && `${people.name(kill.owner)}’s `}
        <span className="font-mono">{kill.victim}</span> killed at {entryNumber(kill.seq)}, {ago(kill.at, nowMs)}
      </span>
    </p>
  );
}

/** Everyone with a seat, ringed while here; below, the people who need help. */
function Members({ tile, people, isLarge }: { tile: WallTile; people: People; isLarge: boolean }) {
  const students = tile.members.filter((member) => member.role === 'student' || member.isHere);
  const { raised, stuck } = whoNeedsHelp(tile);
  return (
    <>
      <ul aria-label="Members" className="flex flex-wrap gap-1.5">
        {students.map((member) => (
          <li
            key={member.actorId}
            className={cx('flex rounded-md', member.isHere && 'ring-2 ring-ok ring-offset-1 ring-offset-panel')}
          >
            <OwnerMark look={people.look(member.actorId)} size={isLarge ? 'lg' : 'md'} isDimmed={!member.isHere} />
            <span className="sr-only">
              {member.isHere ? 'here' : 'away'}
              {isStuck(member) && ', stuck'}
            </span>
          </li>
        ))}
      </ul>
      {(raised.length > 0 || stuck.length > 0) && (
        <ul aria-label="Who needs help" className={cx('grid gap-1', isLarge ? 'text-lg' : 'text-xs')}>
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
      )}
    </>
  );
}
