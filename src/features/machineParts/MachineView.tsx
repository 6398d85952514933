'use client';
import { pagesOf, stillFree, usedByOwner } from '@overcommit/reading';
import dynamic from 'next/dynamic';
import { type ReactNode, useMemo } from 'react';
import type { Explainer } from '@/machineView/explainSource.ts';
import type { KillMoment } from '@/machineView/killMoment.ts';
import type { SendLine } from '@/machineView/outcome.ts';
import { indexPeople, type People, type SeatLike } from '@/machineView/people.ts';
import type { Snapshot } from '@/machineView/snapshot.ts';
import { cx } from '@/ui/cx.ts';
import { Skeleton } from '@/ui/States.tsx';
import { Tabs } from '@/ui/Tabs.tsx';
import { CommitGauge, type Lost } from './CommitGauge.tsx';
import type { CardFooter } from './cards/DecisionCard.tsx';
import type { Announced } from './kill/useKillMoment.ts';
import { NewsDot, PartBar } from './PartBar.tsx';
import { DangerNote } from './processes/DangerNote.tsx';
import { useReach } from './useReach.ts';
import { type PartId, type ShownPart, useShownPart } from './useShownPart.ts';
import { useUnseen } from './useUnseen.ts';

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

const KillBand = dynamic(() => import('./kill/KillBand.tsx').then((m) => m.KillBand), { ssr: false });

const WhyPanel = dynamic(() => import('./cards/WhyPanel.tsx').then((m) => m.WhyPanel), {
  ssr: false,
  loading: () => <Skeleton className="h-64" />,
});

const PROC = { id: 'proc', label: '/proc' };

export type ExtraTab = { id: string; label: string; content: ReactNode };

type Props = {
  snapshot: Snapshot;
  seats: SeatLike[];
  mySeat: SeatLike | null;
  sendLine: SendLine | null;
  /** Tabs between Why and /proc. */
  extraTabs?: ExtraTab[];
  shell: ReactNode;
  /** The handout's own place, above the tabs; a small screen shows it first. */
  guide?: ReactNode;
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
  /** The kill that is being announced. */
  announced?: Announced | null;
  /** The page has a timeline of its own. */
  hasTimeline?: boolean;
  /** Where the seconds before a kill are played again. */
  replayHref?: (seq: number) => string;
  className?: string;
};

/** One moment of a machine in three columns; on small screens one part at a time below the gauge. The live page and the replay share it. */
export function MachineView(props: Props) {
  const { snapshot, seats, mySeat, sendLine, extraTabs = [], hasTimeline, className } = props;
  const { announced = null, replayHref } = props;
  const people = useMemo(() => indexPeople(seats), [seats]);
  const shown = useShownPart(props);
  const { part, tab } = shown;
  const only = (id: PartId) => cx(part !== id && 'max-[1099px]:hidden');
  const kill = announced?.moment ?? null;
  const gauge = useGauge(snapshot, people, kill);
  const band = (place: string) => (
    <KillBand announced={announced} replayHref={replayHref} onWhy={shown.showWhy} className={place} />
  );
  return (
    <div
      className={cx(
        // A zoomed page scrolls as a whole: what stands still would leave no room for the rest.
        'flex min-h-0 flex-1 flex-col max-[1099px]:short:block max-[1099px]:short:overflow-y-auto min-[1100px]:grid min-[1100px]:grid-cols-[296px_minmax(0,1fr)_348px] min-[1280px]:grid-cols-[288px_minmax(0,1fr)_380px] min-[1600px]:grid-cols-[320px_minmax(0,1fr)_460px] min-[1100px]:grid-rows-[minmax(0,1fr)]',
        className,
      )}
    >
      {band('min-[1100px]:hidden')}
      <div className="grid shrink-0 grid-cols-1 gap-2 p-3 pb-0 min-[1100px]:hidden">
        <CommitGauge {...gauge} />
        {part !== 'processes' && !kill && <DangerNote snapshot={snapshot} people={people} mySeat={mySeat} />}
      </div>
      <div
        className={cx(
          'grid min-h-0 content-start gap-4 overflow-y-auto p-3 max-[1099px]:flex-1 min-[1100px]:border-r min-[1100px]:border-line',
          only('processes'),
        )}
      >
        <ProcessColumn
          snapshot={snapshot}
          people={people}
          mySeat={mySeat}
          sendLine={sendLine}
          onWhy={shown.showWhy}
          kill={kill}
        />
      </div>
      <Pictures {...{ snapshot, people, mySeat, kill, hasTimeline }} className={only('frames')}>
        {band('rounded-lg max-[1099px]:hidden')}
        <CommitGauge {...gauge} className="shrink-0 max-[1099px]:hidden" />
      </Pictures>
      <RightColumn {...props} people={people} shown={shown} />
      <PartBar
        shown={shown}
        tabs={[...extraTabs, PROC]}
        hasNews={useUnseen(kill?.seq ?? null, part === 'why' && tab === 'why')}
      />
    </div>
  );
}

/** The column in the middle: what `children` say of the whole machine, its frames, and its memory over time. */
function Pictures({
  snapshot,
  people,
  mySeat,
  kill,
  hasTimeline,
  className,
  children,
}: Pick<Props, 'snapshot' | 'mySeat' | 'hasTimeline'> & {
  people: People;
  kill: KillMoment | null;
  className: string;
  children: ReactNode;
}) {
  return (
    <div className={cx('flex min-h-0 flex-col gap-2.5 overflow-y-auto p-3 max-[1099px]:flex-1', className)}>
      {children}
      <FrameMap
        map={snapshot.frames}
        people={people}
        processes={snapshot.processes}
        kill={kill}
        me={mySeat?.actorId}
        className="flex-[1_0_auto] max-[1099px]:min-h-108"
      />
      {/* The band takes its room from the chart, so that the frames stay where they are. */}
      {!hasTimeline && (
        <MemoryChart
          snapshot={snapshot}
          people={people}
          className={cx('shrink-0', kill !== null && 'min-[1100px]:h-25! min-[1100px]:[&_.aside]:hidden')}
        />
      )}
    </div>
  );
}

/** What the rulers show; a small screen has them in another place. */
function useGauge(snapshot: Snapshot, people: People, kill: KillMoment | null) {
  const use = useMemo(() => usedByOwner(snapshot.frames), [snapshot]);
  return {
    ...{ commit: snapshot.commit, use, people },
    reach: useReach(snapshot),
    lost: kill && lostBy(kill, snapshot),
  };
}

/** What of the lost pages is not used again: the outline ends where the bar ended. */
function lostBy(kill: KillMoment, { frames }: Snapshot): Lost {
  return { promisedPages: kill.promisedPages, usedPages: pagesOf(stillFree(kill.freed, frames)) };
}

/** The tabs about the machine, and the shell below them. */
function RightColumn({
  snapshot,
  people,
  extraTabs = [],
  shell,
  guide,
  decisionFooter,
  explainer,
  ruleHref,
  olderHref,
  announced,
  shown: { part, tab, isTabChosen, setTab, openSeq },
}: Props & { people: People; shown: ShownPart }) {
  const only = (id: PartId) => cx(part !== id && 'max-[1099px]:hidden');
  const why = <WhyPanel {...{ snapshot, people, openSeq, ruleHref, olderHref, explainer }} footer={decisionFooter} />;
  const hasNews = useUnseen(announced?.moment.seq ?? null, tab === 'why');
  const whyLabel = <>Why{hasNews && <NewsDot className="ml-1 align-super" />}</>;
  return (
    <div
      className={cx(
        'flex min-h-0 flex-col max-[1099px]:flex-1 min-[1100px]:border-l min-[1100px]:border-line',
        part !== 'why' && part !== 'shell' && 'max-[1099px]:hidden',
      )}
    >
      {guide && (
        <div
          className={cx('contents', (part !== 'why' || (isTabChosen && tab !== 'handout')) && 'max-[1099px]:hidden')}
        >
          {guide}
        </div>
      )}
      <Tabs
        label="About this machine"
        className={cx('flex-1 min-[1100px]:basis-3/5', only('why'))}
        // A small screen has one bar, at its bottom.
        listClassName="max-[1099px]:hidden"
        panelClassName="overflow-y-auto p-3.5"
        value={tab}
        onValueChange={setTab}
        tabs={[
          { id: 'why', label: whyLabel, content: why },
          ...extraTabs,
          { ...PROC, content: <ProcPanel snapshot={snapshot} /> },
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
