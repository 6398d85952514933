'use client';
import { figures, mibFigure, type ShellEntry } from '@overcommit/reading';
import { type PointerEvent, type ReactNode, useRef } from 'react';
import type { People } from '@/machineView/people.ts';
import type { Axis } from '@/machineView/river/axis.ts';
import { columnOf, type River, riverScale } from '@/machineView/river/river.ts';
import { yOf } from '@/machineView/river/shape.ts';
import { cx } from '@/ui/cx.ts';
import { useSize } from '@/ui/useSize.ts';
import { RiverPicture } from '../../machineParts/river/RiverPicture.tsx';
import { MarkRow } from '../timeline/MarkRow.tsx';
import type { Marker } from '../timeline/transport.ts';
import { Rail } from './Rail.tsx';

export type BoardLane = {
  id: string;
  title: string;
  note?: string;
  river: River;
  /** Beside the title: what closes a lane. */
  action?: ReactNode;
};

type Parting = { at: number; words: string };

type Props = {
  lanes: BoardLane[];
  axis: Axis;
  seq: number;
  /** Where the first two lanes part, and how. */
  parting?: Parting | null;
  commands: readonly ShellEntry[];
  /** Inputs that could no longer happen in another lane. */
  skipped?: ReadonlySet<number>;
  markers: Marker[];
  people: People;
  /** What happened at this entry, for a screen reader. */
  sentence: string;
  laneHeight: number;
  onGoTo: (seq: number) => void;
};

/** The entries from left to right: each lane a river, all on one scale, with the commands below the first. Drag anywhere, or use the arrow keys. */
export function RiverBoard(props: Props) {
  const { lanes, axis, seq, parting = null, commands, skipped, markers, people, sentence, laneHeight, onGoTo } = props;
  const plot = useRef<HTMLDivElement>(null);
  const { width } = useSize(plot);
  const end = riverScale(lanes.map(({ river }) => river));
  const isCompared = lanes.length > 1;
  const middle = (at: number) => ((axis.at(at) + axis.at(at + 1)) / 2) * width;
  const drag = (e: PointerEvent<HTMLElement>) => {
    if (e.type === 'pointermove' && e.buttons === 0) return;
    const box = plot.current?.getBoundingClientRect();
    if (!box) return;
    if (e.type === 'pointerdown') e.currentTarget.setPointerCapture(e.pointerId);
    onGoTo(axis.seqAt((e.clientX - box.left) / box.width));
  };
  return (
    <div className="relative rounded-md has-[input:focus-visible]:outline-2 has-[input:focus-visible]:outline-offset-2 has-[input:focus-visible]:outline-focus">
      <input
        type="range"
        data-scrub
        aria-label="Entry"
        aria-valuetext={`entry ${figures(seq)} of ${figures(axis.last)}. ${sentence}`}
        min={0}
        max={axis.last}
        step={1}
        value={seq}
        onChange={(e) => onGoTo(e.target.valueAsNumber)}
        className="pointer-events-none absolute size-px opacity-0"
      />
      <div
        onPointerDown={drag}
        onPointerMove={drag}
        className={cx(
          'relative grid cursor-ew-resize touch-pan-y gap-y-1 select-none',
          isCompared ? GRID.wide : GRID.slim,
        )}
      >
        <div ref={plot} aria-hidden className="pointer-events-none absolute inset-y-0 right-(--right) left-(--left)" />
        <Row>
          <MarkRow markers={markers} axis={axis} isLarge={isCompared} />
        </Row>
        {lanes.map((lane, i) => (
          <Lane
            key={lane.id}
            {...{ lane, axis, seq, end, width, isCompared }}
            height={laneHeight}
            parting={i === 1 ? parting : null}
          >
            {i === 0 && width > 0 && (
              <Row>
                <Rail {...{ commands, axis, seq, width, people }} skipped={skipped} isNamed={isCompared} />
              </Row>
            )}
          </Lane>
        ))}
        {width > 0 && parting && isCompared && <Line x={axis.at(parting.at) * width} className="border-warn!" />}
        {width > 0 && <Line x={middle(seq)} className="border-ink!" hasHandle />}
      </div>
    </div>
  );
}

/** Columns for titles and for figures, beside the plot; on a phone the plot has the whole width. */
const GRID = {
  slim: '[--left:0px] [--right:0px] sm:[--right:5.5rem]',
  wide: '[--left:0px] [--right:0px] sm:[--left:7.5rem] sm:[--right:6.5rem]',
};

const Row = ({ children }: { children: ReactNode }) => (
  <div className="relative mr-(--right) ml-(--left) min-w-0">{children}</div>
);

function Line({ x, className, hasHandle }: { x: number; className: string; hasHandle?: boolean }) {
  return (
    <span
      aria-hidden
      className={cx('pointer-events-none absolute inset-y-0 w-0 border-l-2', className)}
      style={{ left: `calc(var(--left) + ${x - 1}px)` }}
    >
      {hasHandle && <span className="absolute -bottom-1 -left-[6px] size-2.5 rounded-full bg-ink" />}
    </span>
  );
}

function Lane({
  lane: { title, note, river, action },
  axis,
  seq,
  end,
  width,
  height,
  isCompared,
  parting,
  children,
}: {
  lane: BoardLane;
  axis: Axis;
  seq: number;
  end: number;
  width: number;
  height: number;
  isCompared: boolean;
  parting: Parting | null;
  children: ReactNode;
}) {
  const column = columnOf(river, seq);
  const promised = river.promised[column] ?? 0;
  const at = (pages: number) => yOf({ axis, end, width, height }, pages);
  const [ramTop, promisedTop] = apart(at(river.existsPages), at(promised));
  return (
    <div className="relative grid gap-y-1" data-lane={title}>
      {isCompared && (
        <div className="min-w-0 sm:absolute sm:top-1 sm:left-0 sm:w-[7rem]">
          <p className="text-sm font-semibold wrap-anywhere line-clamp-2">{title}</p>
          {note && <p className="text-xs text-soft wrap-anywhere">{note}</p>}
          {action && <div className="pointer-events-auto cursor-auto">{action}</div>}
        </div>
      )}
      <Row>
        {parting && <PartingWords parting={parting} at={axis.at(parting.at)} />}
        <div style={{ height }}>{width > 0 && <RiverPicture {...{ river, axis, end, width, height }} />}</div>
        <div className="pointer-events-none absolute inset-y-0 left-full ml-1.5 text-2xs whitespace-nowrap text-soft max-sm:hidden">
          <span className="absolute -translate-y-1/2 text-ink" style={{ top: ramTop }}>
            {river.existsPages > river.ramPages ? 'RAM + swap' : 'RAM'} {mibFigure(river.existsPages)}
          </span>
          <span className="absolute -translate-y-1/2" style={{ top: promisedTop }}>
            promised {mibFigure(promised)}
          </span>
        </div>
      </Row>
      {children}
    </div>
  );
}

/** What the lanes first differ in, beside the line at which they part. */
function PartingWords({ parting, at }: { parting: Parting; at: number }) {
  const isRight = at > 0.55;
  const place = isRight ? { right: `${(1 - at) * 100}%` } : { left: `${at * 100}%` };
  return (
    <p
      className={cx('pointer-events-none absolute top-0.5 z-10 max-w-[55%] px-2 text-xs', isRight && 'text-right')}
      style={place}
    >
      <b className="block truncate rounded-sm bg-bg/85 text-sm font-semibold text-warn">▲ {parting.words}</b>
      <span className="rounded-sm bg-bg/85 text-soft">From here on the two part.</span>
    </p>
  );
}

const LINE_HEIGHT = 14;

/** Two labels that would stand in each other stand one below the other. */
function apart(first: number, second: number): [number, number] {
  if (Math.abs(first - second) >= LINE_HEIGHT) return [first, second];
  return second < first ? [second + LINE_HEIGHT, second] : [first, first + LINE_HEIGHT];
}
