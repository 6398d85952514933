'use client';
import type { LaneReport } from '@overcommit/engine';
import type { VariationShape } from '@overcommit/protocol/api';
import { entryNumber, figures, ownRule, summarise, unitOf, usedByOwner } from '@overcommit/reading';
import { Pin } from 'lucide-react';
import dynamic from 'next/dynamic';
import { type ReactNode, useMemo } from 'react';
import type { People } from '@/machineView/people.ts';
import { gaugeReach } from '@/machineView/scale.ts';
import type { Snapshot } from '@/machineView/snapshot.ts';
import { Button } from '@/ui/Button.tsx';
import { Card, SectionTitle } from '@/ui/Card.tsx';
import { cx } from '@/ui/cx.ts';
import { OwnerMark } from '@/ui/OwnerMark.tsx';
import { Mono, ScrollRegion } from '@/ui/Small.tsx';
import { Skeleton } from '@/ui/States.tsx';
import { CommitGauge } from '../../machineParts/CommitGauge.tsx';
import { ProcessTree } from '../../machineParts/processes/ProcessTree.tsx';
import type { LaneLine, LaneMoment } from '../worker/messages.ts';
import { FateTable } from './FateTable.tsx';
import { namesOf } from './names.ts';

const FrameMap = dynamic(() => import('../../machineParts/frames/FrameMap.tsx').then((m) => m.FrameMap), {
  ssr: false,
  loading: () => <Skeleton className="h-64 rounded-lg" label="Drawing the frames" />,
});

type Shown = Pick<Snapshot, 'commit' | 'processes' | 'frames' | 'machine'>;
type Props = {
  snapshot: Snapshot;
  lane: LaneMoment;
  variation: VariationShape;
  /** The fates as recorded; null = not known yet. */
  report: LaneReport | null;
  people: People;
  seq: number;
  onGoTo: (seq: number) => void;
  onClose: () => void;
  /** The rivers of the lanes. */
  children: ReactNode;
};

/** Main line and variation at the same input: the outcome in words, the first difference, both machines, and the fate of each process. */
export function CompareView({ snapshot, lane, variation, report, people, seq, onGoTo, onClose, children }: Props) {
  const { divergence } = variation.report;
  const reach = gaugeReach([snapshot.commit, lane.snapshot.commit]);
  return (
    <section
      aria-label="Comparison"
      className="grid min-h-0 flex-1 grid-cols-1 content-start gap-3 overflow-y-auto p-3"
    >
      <header className="flex flex-wrap items-center gap-2">
        <h2 className="min-w-0 text-base font-semibold break-words">{variation.name}</h2>
        <span className="text-soft">
          {variation.report.title}, from {entryNumber(variation.fromSeq)}
        </span>
        <Button className="ml-auto" onClick={onClose}>
          Close the comparison
        </Button>
      </header>
      {children}
      {report && <Outcome report={report} variation={variation} people={people} />}
      <p className="flex flex-wrap items-center gap-2">
        <Pin aria-hidden className="size-3.5 shrink-0 text-soft" />
        {divergence ? (
          <>
            <Button size="sm" onClick={() => onGoTo(divergence.at)} aria-pressed={divergence.at === seq}>
              First difference {entryNumber(divergence.at)}
            </Button>
            <span className="min-w-0 break-words">{divergence.words}</span>
          </>
        ) : (
          'Nothing differs: every input was answered as before.'
        )}
      </p>
      <div className="grid grid-cols-1 gap-3 min-[900px]:grid-cols-2">
        <Side title="As recorded" shown={snapshot} people={people} seq={seq} reach={reach} />
        <Side
          title={lane.isShared ? `${variation.name} (not yet parted)` : variation.name}
          shown={lane.snapshot}
          people={people}
          seq={seq}
          reach={reach}
        />
      </div>
      <Lines near={lane.near} people={people} seq={seq} onGoTo={onGoTo} />
      {report && (
        <Card as="section" aria-label="The fate of each process" className="grid grid-cols-1 gap-2 p-3">
          <SectionTitle>The fate of each process</SectionTitle>
          <FateTable lanes={[report, variation.report]} people={people} />
        </Card>
      )}
    </section>
  );
}

/** `reach`: both gauges have one scale, so that equal lengths are equal amounts. */
type SideProps = { title: string; shown: Shown; people: People; seq: number; reach: number };

function Side({ title, shown, people, seq, reach }: SideProps) {
  const use = useMemo(() => usedByOwner(shown.frames), [shown]);
  const { commit, frames, processes } = shown;
  return (
    <section aria-label={title} className="flex min-w-0 flex-col gap-2">
      <h3 className="flex items-baseline justify-between gap-2">
        <span className="min-w-0 truncate font-semibold" title={title}>
          {title}
        </span>
        <span className="text-xs text-soft">{entryNumber(seq)}</span>
      </h3>
      <CommitGauge label={`Promised and used, ${title}`} {...{ commit, use, people, reach }} />
      <FrameMap label={`Frames, ${title}`} map={frames} people={people} processes={processes} className="min-h-64" />
      <Card as="section" aria-label={`Processes, ${title}`} className="grid grid-cols-1 gap-1.5 px-3.5 py-2.5">
        <SectionTitle as="h3" note={figures(processes.length)}>
          Processes
        </SectionTitle>
        <ScrollRegion label={`List of processes, ${title}`} className="max-h-64">
          <ProcessTree
            processes={processes}
            people={people}
            unit={unitOf(shown.machine.spec)}
            rule={ownRule(shown.machine.spec)}
          />
        </ScrollRegion>
      </Card>
    </section>
  );
}

type LinesProps = { near: LaneLine[]; people: People; seq: number; onGoTo: (seq: number) => void };

/** The inputs around here, with both answers. Inputs that became impossible are grey, with the reason. */
function Lines({ near, people, seq, onGoTo }: LinesProps) {
  if (near.length === 0) return null;
  return (
    <Card as="section" aria-label="Inputs around here" className="grid min-w-0 gap-1 p-3">
      <SectionTitle note="as recorded → here">Inputs around here</SectionTitle>
      <ol className="grid gap-0.5 text-xs">
        {near.map((one, i) => (
          <li
            // biome-ignore lint/suspicious/noArrayIndexKey: several rows may stand at one entry
            key={`${one.at} ${i}`}
            className={cx('flex flex-wrap items-baseline gap-x-2 rounded-md px-1', one.at === seq && 'bg-sunk')}
          >
            <Button size="sm" variant="ghost" onClick={() => onGoTo(one.at)}>
              {entryNumber(one.at)}
            </Button>
            <OwnerMark look={people.look(one.actor)} />
            <Mono className={cx('break-all', one.here === null && 'text-soft line-through')}>{one.line}</Mono>
            {one.mark !== 'recorded' && <span className="italic">{one.mark}</span>}
            <span className={one.differs ? 'text-warn' : 'text-soft'}>
              {one.main ?? '–'} → {one.here ?? one.reason}
            </span>
          </li>
        ))}
      </ol>
    </Card>
  );
}

function Outcome({ report, variation, people }: { report: LaneReport; variation: VariationShape; people: People }) {
  const names = useMemo(() => namesOf(people), [people]);
  const lane = variation.report;
  return (
    <ul aria-label="In words" className="gap-x-8 text-base leading-snug min-[900px]:columns-2">
      {summarise({ main: report, lane, names }).map((sentence) => (
        <li key={sentence} className="mb-1 break-inside-avoid break-words text-pretty">
          {sentence}
        </li>
      ))}
    </ul>
  );
}
