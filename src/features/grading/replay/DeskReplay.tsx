'use client';

import { entryNumber, entrySentence, figures, ownRule, unitOf, usedByOwner } from '@overcommit/reading';
import { ChevronLeft, ChevronRight } from 'lucide-react';
import dynamic from 'next/dynamic';
import { memo, useMemo } from 'react';
import { indexPeople, type People } from '@/machineView/people.ts';
import type { Snapshot } from '@/machineView/snapshot.ts';
import { IconButton } from '@/ui/Button.tsx';
import { Card, SectionTitle } from '@/ui/Card.tsx';
import { cx } from '@/ui/cx.ts';
import { Progress } from '@/ui/Progress.tsx';
import { EmptyState, ErrorState, Skeleton } from '@/ui/States.tsx';
import { CommitGauge } from '../../machineParts/CommitGauge.tsx';
import { ShellLog } from '../../machineParts/shell/Shell.tsx';
import { LogRiver } from '../../replay/river/LogRiver.tsx';
import type { ReplayState } from './replayPool.ts';
import type { Place } from './useDeskReplay.ts';

const FrameMap = dynamic(() => import('../../machineParts/frames/FrameMap.tsx').then((m) => m.FrameMap), {
  ssr: false,
  loading: () => <Skeleton className="min-h-64 rounded-lg" label="Drawing the frames" />,
});
const WhyPanel = dynamic(() => import('../../machineParts/cards/WhyPanel.tsx').then((m) => m.WhyPanel), {
  ssr: false,
  loading: () => <Skeleton className="h-40 rounded-lg" />,
});
const ProcessTree = dynamic(() => import('../../machineParts/processes/ProcessTree.tsx').then((m) => m.ProcessTree), {
  ssr: false,
  loading: () => <Skeleton className="h-40 rounded-lg" />,
});

/** The machine of one row at an entry: what was typed, what the kernel decided, and where the memory is. */
export const DeskReplay = memo(function DeskReplay({ place }: { place: Place }) {
  const { state, part, parts, seq, evidence, goTo, showPart } = place;
  const people = useMemo(() => indexPeople(part.seats), [part]);
  return (
    <Card as="section" aria-label="Replay" className="grid grid-cols-1 gap-2.5 px-3.5 py-3">
      <div className="flex flex-wrap items-baseline justify-between gap-x-3 gap-y-1">
        <SectionTitle note={`up to ${entryNumber(part.lastSeq)}`}>Replay</SectionTitle>
        {parts > 1 && <PartChoice part={part.part} parts={parts} onPart={showPart} />}
      </div>
      {evidence.length > 0 && <EvidenceChips evidence={evidence} seq={seq} onGoTo={goTo} />}
      <Body state={state} people={people} seq={seq} total={part.lastSeq} onGoTo={goTo} />
    </Card>
  );
});

function PartChoice({ part, parts, onPart }: { part: number; parts: number; onPart: (part: number) => void }) {
  return (
    <fieldset className="flex flex-wrap gap-1" aria-label="Machines of this work">
      {Array.from({ length: parts }, (_, index) => (
        <button
          // biome-ignore lint/suspicious/noArrayIndexKey: a part is its number
          key={index}
          type="button"
          aria-pressed={index === part}
          onClick={() => onPart(index)}
          className={cx('rounded-md border border-line px-2 text-xs', index === part && 'bg-sunk font-medium')}
        >
          machine {index + 1}
        </button>
      ))}
    </fieldset>
  );
}

/** The entries that decided the selected item. */
function EvidenceChips({ evidence, seq, onGoTo }: { evidence: number[]; seq: number; onGoTo: (seq: number) => void }) {
  return (
    <p className="flex flex-wrap items-baseline gap-1.5 text-xs text-soft">
      evidence
      {evidence.slice(0, 12).map((one) => (
        <button
          key={one}
          type="button"
          aria-pressed={one === seq}
          onClick={() => onGoTo(one)}
          className={cx(
            'rounded-md border border-line px-1.5 text-ink tabular-nums hover:border-line-strong',
            one === seq && 'border-focus! font-medium',
          )}
        >
          {entryNumber(one)}
        </button>
      ))}
      {evidence.length > 12 && `and ${evidence.length - 12} more`}
    </p>
  );
}

type BodyProps = { state: ReplayState; people: People; seq: number; total: number; onGoTo: (seq: number) => void };

function Body({ state, people, seq, total, onGoTo }: BodyProps) {
  if (total === 0) return <EmptyState title="Nothing has happened on this machine." />;
  if (state.phase === 'failed')
    return <ErrorState title="The log could not be read." why={`${state.message} Reload the page to try again.`} />;
  if (state.phase === 'loading')
    return (
      <div className="grid min-h-96 content-start gap-3">
        <Progress label="Reading the log" done={state.done} total={total} />
      </div>
    );
  const { moment, history, last } = state;
  if (!moment) return <Skeleton className="min-h-96 rounded-lg" label="Winding the log" />;
  const snapshot: Snapshot = { ...moment.snapshot, history };
  const { entry } = moment;
  const sentence = entry ? entrySentence(entry, people) : 'The machine has just come up; nothing has happened yet.';
  return (
    <>
      <div className="flex items-start gap-1.5" data-seq={snapshot.seq}>
        <IconButton variant="plain" label="One entry back" onClick={() => onGoTo(seq - 1)} disabled={seq <= 0}>
          <ChevronLeft aria-hidden />
        </IconButton>
        <IconButton variant="plain" label="One entry on" onClick={() => onGoTo(seq + 1)} disabled={seq >= last}>
          <ChevronRight aria-hidden />
        </IconButton>
        <p role="status" className="min-w-0 flex-1 pt-1 break-words">
          <span className="text-soft">
            {entryNumber(snapshot.seq)} · tick {figures(snapshot.tick)} ·{' '}
          </span>
          {sentence}
        </p>
      </div>
      <LogRiver
        {...{ people, seq, sentence, onGoTo }}
        log={state}
        commit={moment.snapshot.commit}
        markers={history.markers}
      />
      <Parts snapshot={snapshot} people={people} />
    </>
  );
}

function Parts({ snapshot, people }: { snapshot: Snapshot; people: People }) {
  const use = useMemo(() => usedByOwner(snapshot.frames), [snapshot.frames]);
  const decided = snapshot.history.decisions.some(({ seq }) => seq <= snapshot.seq);
  return (
    <>
      <div className="grid h-44 rounded-lg border border-line bg-sunk">
        <ShellLog snapshot={snapshot} people={people} actor={null} />
      </div>
      <CommitGauge commit={snapshot.commit} use={use} people={people} />
      {decided && <WhyPanel snapshot={snapshot} people={people} openSeq={snapshot.seq} />}
      <FrameMap map={snapshot.frames} people={people} processes={snapshot.processes} />
      {snapshot.processes.length > 0 && (
        <ProcessTree
          processes={snapshot.processes}
          people={people}
          unit={unitOf(snapshot.machine.spec)}
          rule={ownRule(snapshot.machine.spec)}
        />
      )}
    </>
  );
}
