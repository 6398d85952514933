'use client';
import type { FrameMapView, ProcessView } from '@overcommit/engine';
import { mib, mibFigure, pagesOf, stillFree } from '@overcommit/reading';
import { useId, useMemo } from 'react';
import { cellBox, type FrameGrid } from '@/machineView/frames/frameGrid.ts';
import {
  type Box,
  borderPath,
  fillPath,
  type RunLabel,
  regionOf,
  roomIn,
  runLabels,
} from '@/machineView/frames/regions.ts';
import type { KillMoment } from '@/machineView/killMoment.ts';
import type { People } from '@/machineView/people.ts';
import { cx } from '@/ui/cx.ts';

type Props = {
  map: FrameMapView;
  grid: FrameGrid;
  people: People;
  processes: ProcessView[];
  /** The kill to show in place of the names; its victims' frames are hollow. */
  kill: KillMoment | null;
};

/** What is written and drawn over the cells: the names of large runs, and for a moment what a kill has emptied. */
export function FrameOverlay(props: Props) {
  const { kill } = props;
  return (
    <div aria-hidden className="pointer-events-none absolute inset-x-0 top-0" style={{ height: props.grid.height }}>
      {kill && kill.freed.length > 0 ? <Emptied {...props} kill={kill} /> : <Names {...props} />}
    </div>
  );
}

const PILL = 'absolute max-w-full truncate rounded-sm bg-panel px-1 text-2xs leading-4 text-ink';

function Names({ map, grid, people, processes }: Props) {
  const labels = useMemo(() => runLabels(map, grid), [map, grid]);
  const names = useMemo(() => new Map(processes.map((p) => [p.pid, p.name])), [processes]);
  return labels.map((label) => (
    <span
      key={label.key}
      className={PILL}
      style={{
        left: label.left + 5,
        top: label.top + Math.min(6, (label.height - 16) / 2),
        maxWidth: label.width - 10,
      }}
    >
      <NameOf label={label} people={people} name={label.pid === null ? null : (names.get(label.pid) ?? null)} />
    </span>
  ));
}

function NameOf({
  label: { kind, owner, pages },
  people,
  name,
}: {
  label: RunLabel;
  people: People;
  name: string | null;
}) {
  if (kind === 'kernel') return <>kernel {mibFigure(pages)}</>;
  return (
    <>
      {owner !== null && <b className="font-semibold">{people.name(owner)} </b>}
      <span className="font-mono">{name}</span> {mibFigure(pages)}
    </>
  );
}

/** The victim's frames, hollow and cracked, while all others step back; and the first page that the asker took of them. */
function Emptied({ map, grid, processes, kill }: Omit<Props, 'people'> & { kill: KillMoment }) {
  const id = useId();
  const drawn = useMemo(() => drawnOf(kill, map, grid), [kill, map, grid]);
  const { fill, border, room, asked } = drawn;
  const asker = kill.asker && processes.find(({ pid }) => pid === kill.asker?.pid);
  return (
    <>
      <svg className="step-back absolute inset-0 size-full overflow-visible" focusable="false">
        <title>{kill.title}</title>
        <defs>
          <pattern id={`${id}h`} width="11" height="11" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
            <path d="M0 0V11" stroke="var(--kill)" strokeWidth="5" strokeOpacity="0.22" />
          </pattern>
        </defs>
        <path
          d={`M0 0H${grid.width}V${grid.height}H0Z${fill}`}
          fillRule="evenodd"
          fill="var(--panel)"
          fillOpacity="0.6"
        />
        <path d={fill} fill="var(--panel)" />
        <path d={fill} fill={`url(#${id}h)`} />
        <path d={border} stroke="var(--kill)" strokeWidth="2.5" strokeLinecap="square" fill="none" />
        <clipPath id={`${id}c`}>
          <path d={fill} />
        </clipPath>
        {room && (
          <path d={crack(room, grid.cell)} clipPath={`url(#${id}c)`} stroke="var(--kill)" strokeWidth="2" fill="none" />
        )}
        {asked && (
          <rect
            x={asked.left - 2}
            y={asked.top - 2}
            width={grid.cell + 4}
            height={grid.cell + 4}
            fill="none"
            stroke="var(--ink)"
            strokeWidth="3"
          />
        )}
      </svg>
      {asked && (
        <span
          className={cx(PILL, 'border border-line font-semibold')}
          style={
            asked.left > grid.width / 2
              ? { right: grid.width - asked.left + 5, top: asked.top - 4 }
              : { left: asked.left + grid.cell + 5, top: asked.top - 4 }
          }
        >
          {whoseWords(kill.asker?.whose ?? '')} {asker ? <span className="font-mono">{asker.name}</span> : 'the asker'}{' '}
          took this page
        </span>
      )}
      {room && <Freed kill={kill} room={room} isLow={asked !== null && Math.abs(asked.top - room.top) < 26} />}
    </>
  );
}

const whoseWords = (whose: string): string => (whose === 'Your' ? 'your' : whose);

/** Of the words on the hollow place, in CSS pixels: the largest and the smallest letters, and a second line below them. */
const LARGEST = 26;
const SMALLEST = 12;
const SECOND_LINE = 17;
/** Letters of this size need so many times as much width for all words. */
const WORDS_WIDE = 11;

/** What came free, on the hollow place; below it why that is less than it held, where there is room. */
function Freed({ kill, room, isLow }: { kill: KillMoment; room: Box; isLow: boolean }) {
  const { victims, freedPages, heldPages } = kill;
  const isOne = victims.length === 1;
  const width = Math.max(80, room.width * 0.74);
  const size = Math.max(SMALLEST, Math.min(LARGEST, width / WORDS_WIDE, room.height * 0.55));
  const isLess = freedPages < heldPages * 0.98;
  const hasMore = isLess && room.height > size * 1.2 + SECOND_LINE && room.width > 300;
  const words = size * 1.2 + (hasMore ? SECOND_LINE : 0);
  const top = room.top + Math.max(1, isLow ? 26 : (room.height - words) / 2);
  const back = 'rounded-sm bg-panel/85 box-decoration-clone px-1';
  return (
    <div className="absolute text-kill" style={{ left: room.left + 12, top, width }}>
      <p className="truncate leading-[1.2] font-semibold tracking-tight" style={{ fontSize: size }}>
        <span className={back}>
          <span className="font-mono tracking-tighter line-through decoration-2">
            {isOne ? victims[0]?.name : `${victims.length} processes`}
          </span>{' '}
          {mib(freedPages)} free again
        </span>
      </p>
      {hasMore && (
        <p className="truncate text-xs leading-4">
          <span className={back}>
            {isOne ? 'It' : 'They'} held {mib(heldPages)}. The rest is shared and stays in use.
          </span>
        </p>
      )}
    </div>
  );
}

/** A jagged line through the place, from a row above it to a row below: the ragged rows at its ends are cracked too. */
function crack({ left, top, width, height }: Box, cell: number): string {
  const whole = height + 2 * cell;
  const steps = Math.max(3, Math.min(10, Math.round(whole / 12)));
  let x = left + width * 0.78;
  let path = `M${x} ${top - cell}`;
  for (let i = 1; i <= steps; i++) {
    x += i % 2 ? -12 : 9;
    path += `L${x} ${top - cell + (whole * i) / steps}`;
  }
  return path;
}

function drawnOf(kill: KillMoment, map: FrameMapView, grid: FrameGrid) {
  const hollow = regionOf(stillFree(kill.freed, map), grid);
  const asked = kill.asker && firstTaken(kill.freed, map, kill.asker.pid);
  const cell = asked === null ? null : cellOf(grid, asked);
  return {
    fill: fillPath(hollow, grid),
    border: borderPath(hollow, grid),
    room: roomIn(hollow, grid),
    asked: cell === null ? null : cellBox(grid, cell),
  };
}

/** The first page of what came free that the asker has now; null = it took none of it. */
function firstTaken(
  freed: readonly number[],
  { classes, classOf, starts }: FrameMapView,
  asker: number,
): number | null {
  if (pagesOf(freed) === 0) return null;
  for (let run = 0, i = 0; run < classOf.length && i < freed.length; run++) {
    const [from, to] = [starts[run] as number, starts[run + 1] as number];
    while (i < freed.length && (freed[i + 1] as number) <= from) i += 2;
    const at = Math.max(from, freed[i] ?? Number.POSITIVE_INFINITY);
    if (at < to && classes[classOf[run] as number]?.pid === asker) return at;
  }
  return null;
}

const cellOf = (grid: FrameGrid, page: number): number =>
  page < grid.ramPages
    ? Math.floor(page / grid.pagesPerCell)
    : grid.ramCells + Math.floor((page - grid.ramPages) / grid.pagesPerCell);
