'use client';
import type { LaneReport } from '@overcommit/engine';
import type { ShellEntry } from '@overcommit/reading';
import { useEffect } from 'react';
import type { People } from '@/machineView/people.ts';
import { SectionTitle } from '@/ui/Card.tsx';
import { Skeleton } from '@/ui/States.tsx';
import type { Variations } from '../variations/useVariations.ts';
import type { KernelRun } from '../worker/client.ts';
import { EveryKernel } from './EveryKernel.tsx';
import { LearnPanel } from './LearnPanel.tsx';

type Props = {
  report: LaneReport | null;
  kernels: KernelRun | null;
  shell: readonly ShellEntry[];
  myActor: string | null;
  people: People;
  variations: Variations;
  onAskReport: () => void;
  onRun: () => void;
  onStop: () => void;
  onGoTo: (seq: number) => void;
  onOpen: (id: string) => void;
};

/** The whole log under every kernel, and the reader's own kills to learn from. */
export function WhatIfPanel(props: Props) {
  const { report, kernels, shell, myActor, people, variations, onAskReport, onRun, onStop, onGoTo, onOpen } = props;
  const isKnown = report !== null;
  // The worker computes the fates when this panel opens.
  useEffect(() => {
    if (!isKnown) onAskReport();
  }, [isKnown, onAskReport]);
  return (
    <div className="grid min-w-0 grid-cols-1 gap-5">
      <section className="grid min-w-0 gap-2" aria-label="Under every kernel">
        <SectionTitle>Under every kernel</SectionTitle>
        <EveryKernel run={kernels} people={people} onRun={onRun} onStop={onStop} onGoTo={onGoTo} />
      </section>
      {myActor && (
        <section className="grid min-w-0 gap-2" aria-label="Learn from your kills">
          <SectionTitle>Learn from your kills</SectionTitle>
          {report ? (
            <LearnPanel actor={myActor} {...{ report, shell, people, variations, onGoTo, onOpen }} />
          ) : (
            <Skeleton className="h-16" label="Looking for your kills" />
          )}
        </section>
      )}
    </div>
  );
}
