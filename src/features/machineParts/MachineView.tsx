'use client';
import dynamic from 'next/dynamic';
import { type ReactNode, useMemo, useState } from 'react';
import type { Explainer } from '@/machineView/explainSource.ts';
import { usedByOwner } from '@/machineView/meaning/usage.ts';
import type { Submit } from '@/machineView/outcome.ts';
import { indexPeople, type SeatLike } from '@/machineView/people.ts';
import type { Snapshot } from '@/machineView/snapshot.ts';
import { cx } from '@/ui/cx.ts';
import { Skeleton } from '@/ui/States.tsx';
import { Tabs } from '@/ui/Tabs.tsx';
import { CommitGauge } from './CommitGauge.tsx';
import type { CardFooter } from './cards/DecisionCard.tsx';
import { DangerNote } from './processes/DangerNote.tsx';

// The frame of the page comes first; its parts are fetched together while the machine's entries arrive.
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

const PARTS = [
  { id: 'frames', label: 'Frames' },
  { id: 'processes', label: 'Processes' },
  { id: 'why', label: 'Why' },
  { id: 'handout', label: 'Handout' },
  { id: 'shell', label: 'Shell' },
] as const;
type PartId = (typeof PARTS)[number]['id'];
export type ExtraTab = { id: string; label: string; content: ReactNode };

type Props = {
  snapshot: Snapshot;
  seats: SeatLike[];
  mySeat: SeatLike | null;
  submit: Submit | null;
  /** Tabs between Why and /proc. */
  extraTabs?: ExtraTab[];
  shell: ReactNode;
  /** Counts the lines put at the prompt from elsewhere: where one part is shown at a time, the shell comes forward. */
  fills?: number;
  decisionFooter?: CardFooter;
  /** Where an open card asks for what its fact does not say. */
  explainer?: Explainer;
  /** Where a rule of the reader's own can be tried on this log. */
  ruleHref?: string;
  /** Where older decisions are than this page has. */
  olderHref?: string;
  /** The tab that is shown, where it is kept outside (null = not chosen yet); a change from there brings it forward. */
  tab?: string | null;
  onTab?: (id: string) => void;
  className?: string;
};

/** One moment of one machine in three columns; on small screens one part at a time below the gauge. Live page and replay share it. */
export function MachineView({
  snapshot,
  seats,
  mySeat,
  submit,
  extraTabs = [],
  shell,
  fills = 0,
  decisionFooter,
  explainer,
  ruleHref,
  olderHref,
  tab: outerTab,
  onTab,
  className,
}: Props) {
  const people = useMemo(() => indexPeople(seats), [seats]);
  const use = useMemo(() => usedByOwner(snapshot.frames), [snapshot]);
  const [part, setPart] = useState<PartId>('frames');
  const [seenFills, setSeenFills] = useState(fills);
  if (fills !== seenFills) {
    setSeenFills(fills);
    setPart('shell');
  }
  // Until somebody chooses a tab, a newcomer reads the handout, and the first decision shows itself.
  const [ownTab, setOwnTab] = useState<string | null>(null);
  const [seenTab, setSeenTab] = useState(outerTab);
  if (outerTab !== seenTab) {
    setSeenTab(outerTab);
    if (outerTab && outerTab !== ownTab) setPart('why');
  }
  const chosenTab = outerTab === undefined ? ownTab : outerTab;
  const setTab = (id: string) => {
    setOwnTab(id);
    onTab?.(id);
  };
  const hasHandout = extraTabs.some((t) => t.id === 'handout');
  const isQuiet = (snapshot.history.decisions[0]?.seq ?? Number.POSITIVE_INFINITY) > snapshot.seq;
  const tab = chosenTab ?? (hasHandout && isQuiet ? 'handout' : 'why');
  const showPart = (id: PartId) => {
    if (id === 'handout' || (id === 'why' && tab === 'handout')) setTab(id);
    setPart(id === 'handout' ? 'why' : id);
  };
  const [openSeq, setOpenSeq] = useState<number | null>(null);
  const showWhy = (seq: number) => {
    setOpenSeq(seq);
    setTab('why');
    setPart('why');
    requestAnimationFrame(() => document.getElementById(`why-${seq}`)?.scrollIntoView({ block: 'nearest' }));
  };
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
        hasHandout={hasHandout}
        onPart={showPart}
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
        <ProcessColumn snapshot={snapshot} people={people} mySeat={mySeat} submit={submit} onWhy={showWhy} />
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
            {
              id: 'why',
              label: 'Why',
              content: (
                <WhyPanel {...{ snapshot, people, openSeq, ruleHref, olderHref, explainer }} footer={decisionFooter} />
              ),
            },
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
    </div>
  );
}

/** Small screens: the gauge stays, the rest is one part at a time. */
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
