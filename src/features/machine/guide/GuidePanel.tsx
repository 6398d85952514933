'use client';
import type { GuideShape, GuideStepShape } from '@overcommit/protocol/api';
import { useMutation } from '@tanstack/react-query';
import { ChevronDown } from 'lucide-react';
import { type RefObject, useMemo, useState } from 'react';
import { doerOf, linesSent, membersOf, stepNow } from '@/machineView/guide.ts';
import type { MachineInfo } from '@/machineView/machineInfo.ts';
import type { People } from '@/machineView/people.ts';
import type { Snapshot } from '@/machineView/snapshot.ts';
import { useTRPC } from '@/trpc/client.tsx';
import { Button, IconButton } from '@/ui/Button.tsx';
import { cx } from '@/ui/cx.ts';
import type { PromptHandle } from '../../machineParts/shell/Shell.tsx';
import { PredictionPanel, type PredictionPanelProps } from '../questions/PredictionPanel.tsx';
import { AgainButtons } from './AgainButtons.tsx';
import { AgainPanel } from './AgainPanel.tsx';
import { StepNow } from './StepNow.tsx';
import { useResend } from './useResend.ts';

export type GuidePanelProps = {
  info: MachineInfo;
  guide: GuideShape;
  refetch: () => Promise<{ data?: GuideShape | undefined }>;
  snapshot: Snapshot;
  people: People;
  prompt: RefObject<PromptHandle | null>;
  questions: PredictionPanelProps;
};

/** The handout in its own place: one step at a time. Folded away it is one line that says where the group is. */
export function GuidePanel(props: GuidePanelProps) {
  const { guide, info } = props;
  const [isFolded, setFolded] = useState(false);
  const now = stepNow(guide);
  const past = guide.steps.filter(({ state }) => state !== 'open').length;
  return (
    <section
      aria-label="Handout, step by step"
      data-seq={guide.seq}
      className={cx('flex shrink-0 flex-col gap-2 border-b border-line bg-sunk/50 p-3', !isFolded && 'max-h-[58%]')}
    >
      <div className="flex items-center gap-2">
        <h2 className="min-w-0 flex-1 truncate text-base font-semibold" title={guide.title}>
          {guide.title}
        </h2>
        <span className="shrink-0 text-sm text-soft tabular-nums">
          {now ? `step ${guide.steps.indexOf(now) + 1} of ${guide.steps.length}` : 'all steps done'}
        </span>
        <IconButton
          size="sm"
          label={isFolded ? 'Unfold the handout' : 'Fold the handout away'}
          aria-expanded={!isFolded}
          onClick={() => setFolded(!isFolded)}
        >
          <ChevronDown aria-hidden className={cx(!isFolded && 'rotate-180')} />
        </IconButton>
      </div>
      <div
        role="progressbar"
        aria-label="Steps done"
        aria-valuemin={0}
        aria-valuemax={guide.steps.length}
        aria-valuenow={past}
        className="h-1 overflow-hidden rounded-full bg-line"
      >
        <div className="h-1 rounded-full bg-ink" style={{ width: `${(past / guide.steps.length) * 100}%` }} />
      </div>
      {!isFolded && (
        <div className="-m-1 grid min-h-0 grid-cols-1 content-start gap-2 overflow-y-auto p-1">
          {guide.again && <Again {...props} again={guide.again} />}
          {now ? (
            <Now key={now.id} {...props} step={now} />
          ) : (
            <p className="text-sm">That was the last step. The handout has the questions to think about.</p>
          )}
        </div>
      )}
      <p role="status" className="sr-only">
        {now ? `Step ${guide.steps.indexOf(now) + 1}: ${now.say}` : `All steps of ${info.title} are done.`}
      </p>
    </section>
  );
}

function Again({ info, guide, refetch, people, again }: GuidePanelProps & { again: NonNullable<GuideShape['again']> }) {
  const [isFirstRun] = useState(() => new URLSearchParams(window.location.search).has('again'));
  const hasSteps = again.rows.some(({ now }) => now === null) && info.mySeat !== null;
  const resending = useResend(info.id, refetch, isFirstRun && hasSteps && guide.again?.waitsFor === null);
  return <AgainPanel again={again} people={people} resending={info.mySeat ? resending : null} />;
}

function Now({
  info,
  guide,
  refetch,
  snapshot,
  people,
  prompt,
  questions,
  step,
}: GuidePanelProps & { step: GuideStepShape }) {
  const isClass = info.courseId !== null;
  const members = useMemo(() => membersOf(people.seats, isClass), [people, isClass]);
  const sent = linesSent(guide.steps, snapshot.history.shell);
  const me = info.mySeat?.actorId ?? null;
  return (
    <>
      <StepNow
        step={step}
        sent={sent.get(step.id) ?? []}
        doer={doerOf(step, { members, processes: snapshot.processes })}
        {...{ me, people, prompt }}
        isAlone={members.length < 2}
      >
        {step.ask && <PredictionPanel {...questions} topic={step.ask} />}
        {step.again.length > 0 && me !== null && <AgainButtons machineId={info.id} step={step} />}
      </StepNow>
      {me !== null && <Skip machineId={info.id} step={step} guide={guide} refetch={refetch} />}
    </>
  );
}

/** Passes over the step. A question only who leads may pass over; it says what that does. */
function Skip({
  machineId,
  step,
  guide,
  refetch,
}: Pick<GuidePanelProps, 'guide' | 'refetch'> & { machineId: string; step: GuideStepShape }) {
  const trpc = useTRPC();
  const skip = useMutation(trpc.guide.skip.mutationOptions({ onSuccess: () => void refetch() }));
  const at = guide.steps.indexOf(step);
  const before = guide.steps
    .slice(0, at)
    .filter(({ state }) => state === 'skipped')
    .at(-1);
  const mayPass = step.ask === null || guide.mayLead;
  return (
    <div className="flex flex-wrap items-center justify-between gap-x-3 text-xs text-soft">
      {before && (
        <span>
          Passed over: “{short(before.say)}”{' '}
          <button
            type="button"
            className="text-ink underline underline-offset-2"
            onClick={() => skip.mutate({ machineId, stepId: before.id, isSkipped: false })}
          >
            take back
          </button>
        </span>
      )}
      {mayPass && (
        <Button
          size="sm"
          variant="ghost"
          className="ml-auto"
          isPending={skip.isPending}
          onClick={() => skip.mutate({ machineId, stepId: step.id, isSkipped: true })}
        >
          {step.ask ? 'Go on without the question' : 'Skip this step'}
        </Button>
      )}
      {skip.error && (
        <p role="alert" className="basis-full text-warn">
          {skip.error.message}
        </p>
      )}
    </div>
  );
}

const short = (text: string): string => (text.length > 40 ? `${text.slice(0, 39)}…` : text);
