'use client';
import { usedByOwner } from '@overcommit/reading';
import dynamic from 'next/dynamic';
import { type ReactNode, useMemo } from 'react';
import type { Explainer } from '@/machineView/explainSource.ts';
import type { SendLine } from '@/machineView/outcome.ts';
import { indexPeople, type People, type SeatLike } from '@/machineView/people.ts';
import type { Snapshot } from '@/machineView/snapshot.ts';
import { cx } from '@/ui/cx.ts';
import { Skeleton } from '@/ui/States.tsx';
import { Tabs } from '@/ui/Tabs.tsx';
import { CommitGauge } from './CommitGauge.tsx';
import type { CardFooter } from './cards/DecisionCard.tsx';
import { DangerNote } from './processes/DangerNote.tsx';
import { hasHandout, PARTS, type PartId, type ShownPart, useShownPart } from './useShownPart.ts';

// The page's layout comes first. Its parts load together while the machine's entries arrive.
const FrameMap = dynamic(() => import('./frames/FrameMap.tsx').then((m) => m.FrameMap), {
  ssr: false,
  loading: () => <Skeleton className="min-h-64 flex-1 rounded-lg max-[1099px]:min-h-108" label="Drawing the frames" />,
});

const ProcessColumn = dynamic(() => import('./processes/ProcessColumn.tsx').then((m) => m.ProcessColumn), {
  ssr: false,
  loading: () => <Skeleton className="h-64 rounded-lg" label="Listing the processes" />,
});

const MemoryChart = dynamic(() => import('./chart/MemoryChart.tsx').then((m) => m.MemoryChart), {
  ssr: false,
  loading: () => <Skeleton className="h-48 shrink-0 rounded-lg" label="Drawing the chart" />,
});

const ProcPanel = dynamic(() => import('./ProcPanel.tsx').then((m) => m.ProcPanel), {
  ssr: false,
  loading: () => <Skeleton className="h-64" />,
});

const WhyPanel = dynamic(() => import('./cards/WhyPanel.tsx').then((m) => m.WhyPanel), {
  ssr: false,
  loading: () => <Skeleton className="h-64" />,
});

export type ExtraTab = { id: string; label: string; content: ReactNode };

type Props = {
  snapshot: Snapshot;
  seats: SeatLike[];
  mySeat: SeatLike | null;
  sendLine: SendLine | null;
  /** Tabs between Why and /proc. */
  extraTabs?: ExtraTab[];
  shell: ReactNode;
  /** Counts the lines that other parts put at the prompt. A small screen then shows the shell. */
  fills?: number;
  decisionFooter?: CardFooter;
  /** Computes what an open card's fact does not say. */
  explainer?: Explainer;
  /** Link to a page on which the reader tries an own killer's rule on this log. */
  ruleHref?: string;
  /** Link to older decisions than this page has. */
  olderHref?: string;
  /** The open tab, if the page keeps it (null = not chosen yet). A small screen then shows the tabs when it changes. */
  tab?: string | null;
  onTab?: (id: string) => void;
  className?: string;
};

/** One moment of a machine in three columns; on small screens one part at a time below the gauge. The live page and the replay share it. */
export function MachineView(props: Props) {
  const { snapshot, seats, mySeat, sendLine, extraTabs = [], className } = props;
  const people = useMemo(() => indexPeople(seats), [seats]);
  const use = useMemo(() => usedByOwner(snapshot.frames), [snapshot]);
  const shown = useShownPart(props);
  const { part, tab } = shown;
  const only = (id: PartId) => cx(part !== id && 'max-[1099px]:hidden');
  return (
    <div
      className={cx(
        'flex min-h-0 flex-1 flex-col min-[1100px]:grid min-[1100px]:grid-cols-[296px_minmax(0,1fr)_348px] min-[1280px]:grid-cols-[288px_minmax(0,1fr)_380px] min-[1600px]:grid-cols-[320px_minmax(0,1fr)_460px] min-[1100px]:grid-rows-[minmax(0,1fr)]',
        className,
      )}
    >
      <PartSwitch
        part={part === 'why' && tab === 'handout' ? 'handout' : part}
        hasHandout={hasHandout(extraTabs)}
        onPart={shown.showPart}
        gauge={
          <>
            <CommitGauge commit={snapshot.commit} use={use} people={people} />
            {part !== 'processes' && <DangerNote snapshot={snapshot} people={people} mySeat={mySeat} />}
          </>
        }
      />
      <div
        className={cx(
          'grid min-h-0 content-start gap-4 overflow-y-auto p-3 max-[1099px]:flex-1 min-[1100px]:border-r min-[1100px]:border-line',
          only('processes'),
        )}
      >
        <ProcessColumn snapshot={snapshot} people={people} mySeat={mySeat} sendLine={sendLine} onWhy={shown.showWhy} />
      </div>
      <div className={cx('flex min-h-0 flex-col gap-2.5 overflow-y-auto p-3 max-[1099px]:flex-1', only('frames'))}>
        <CommitGauge commit={snapshot.commit} use={use} people={people} className="shrink-0 max-[1099px]:hidden" />
        <FrameMap
          map={snapshot.frames}
          people={people}
          processes={snapshot.processes}
          className="flex-[1_0_auto] max-[1099px]:min-h-108"
        />
        <MemoryChart snapshot={snapshot} people={people} className="shrink-0" />
      </div>
      <RightColumn {...props} people={people} shown={shown} />
    </div>
  );
}

/** The tabs about the machine, and the shell below them. */
function RightColumn({
  snapshot,
  people,
  extraTabs = [],
  shell,
  decisionFooter,
  explainer,
  ruleHref,
  olderHref,
  shown: { part, tab, setTab, openSeq },
}: Props & { people: People; shown: ShownPart }) {
  const only = (id: PartId) => cx(part !== id && 'max-[1099px]:hidden');
  const why = <WhyPanel {...{ snapshot, people, openSeq, ruleHref, olderHref, explainer }} footer={decisionFooter} />;
  return (
    <div
      className={cx(
        'flex min-h-0 flex-col max-[1099px]:flex-1 min-[1100px]:border-l min-[1100px]:border-line',
        part !== 'why' && part !== 'shell' && 'max-[1099px]:hidden',
      )}
    >
      <Tabs
        label="About this machine"
        className={cx('flex-1 min-[1100px]:basis-3/5', only('why'))}
        panelClassName="overflow-y-auto p-3.5"
        value={tab}
        onValueChange={setTab}
        tabs={[
          { id: 'why', label: 'Why', content: why },
          ...extraTabs,
          { id: 'proc', label: '/proc', content: <ProcPanel snapshot={snapshot} /> },
        ]}
      />
      <div
        className={cx(
          'flex min-h-36 flex-1 flex-col border-line bg-panel min-[1100px]:basis-2/5 min-[1100px]:border-t [@media(max-height:900px)]:min-[1100px]:basis-1/4',
          only('shell'),
        )}
      >
        {shell}
      </div>
    </div>
  );
}

/** Small screens: the gauge stays, and buttons choose one of the other parts. */
function PartSwitch({
  part,
  hasHandout,
  onPart,
  gauge,
}: {
  part: PartId;
  hasHandout: boolean;
  onPart: (id: PartId) => void;
  gauge: ReactNode;
}) {
  return (
    <div className="grid grid-cols-1 shrink-0 gap-2 p-3 pb-0 min-[1100px]:hidden">
      {gauge}
      <nav aria-label="Parts of the screen" className="flex gap-1 overflow-x-auto rounded-lg bg-sunk p-1">
        {PARTS.filter((p) => p.id !== 'handout' || hasHandout).map((p) => (
          <button
            key={p.id}
            type="button"
            aria-pressed={p.id === part}
            onClick={() => onPart(p.id)}
            className={cx(
              'min-h-8 flex-1 rounded-md px-1.5 font-medium sm:px-2.5',
              p.id === part ? 'bg-panel text-ink shadow-sm' : 'text-soft',
            )}
          >
            {p.label}
          </button>
        ))}
      </nav>
    </div>
  );
}
