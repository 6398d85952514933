'use client';
import dynamic from 'next/dynamic';
import Link from 'next/link';
import { useMemo, useRef, useState } from 'react';
import { shownTitle, stepNow } from '@/machineView/guide.ts';
import { withheld } from '@/machineView/held.ts';
import type { MachineInfo } from '@/machineView/machineInfo.ts';
import { indexPeople, type People } from '@/machineView/people.ts';
import { Button } from '@/ui/Button.tsx';
import { cx } from '@/ui/cx.ts';
import { ErrorState, Skeleton } from '@/ui/States.tsx';
import type { CardFooter } from '../machineParts/cards/DecisionCard.tsx';
import { useKillMoment } from '../machineParts/kill/useKillMoment.ts';
import { type ExtraTab, MachineView } from '../machineParts/MachineView.tsx';
import type { PromptHandle } from '../machineParts/shell/Shell.tsx';
import { useGuide } from '../machineParts/useGuide.ts';
import { useOpenMachine } from '../machineParts/useMachineInfo.ts';
import { UserBar } from '../UserBar.tsx';
import { usePageTitle } from '../usePageTitle.ts';
import { ConnectionBar } from './bar/ConnectionBar.tsx';
import { MachineBar } from './bar/MachineBar.tsx';
import { useMachine } from './live/useMachine.ts';
import { MachineSkeleton } from './MachineSkeleton.tsx';

const LiveRegion = dynamic(() => import('../machineParts/LiveRegion.tsx').then((m) => m.LiveRegion), { ssr: false });
const PeoplePanel = dynamic(() => import('./people/PeoplePanel.tsx').then((m) => m.PeoplePanel), {
  ssr: false,
  loading: () => <Skeleton className="h-40" />,
});
const GuidePanel = dynamic(() => import('./guide/GuidePanel.tsx').then((m) => m.GuidePanel), {
  ssr: false,
  loading: () => <Skeleton className="m-3 h-40" label="Opening the handout" />,
});
const HandoutPanel = dynamic(() => import('./HandoutPanel.tsx').then((m) => m.HandoutPanel), {
  ssr: false,
  loading: () => <Skeleton className="h-40" />,
});
const PredictionPanel = dynamic(() => import('./questions/PredictionPanel.tsx').then((m) => m.PredictionPanel), {
  ssr: false,
});
const GuestLink = dynamic(() => import('./people/GuestLink.tsx').then((m) => m.GuestLink), { ssr: false });
const WhatIfLinks = dynamic(() => import('../machineParts/cards/WhatIfLinks.tsx').then((m) => m.WhatIfLinks), {
  ssr: false,
});
const SuccessorBar = dynamic(() => import('./bar/SuccessorBar.tsx').then((m) => m.SuccessorBar), { ssr: false });
const NoteBar = dynamic(() => import('./bar/NoteBar.tsx').then((m) => m.NoteBar), { ssr: false });
const QuestionBar = dynamic(() => import('./questions/QuestionBar.tsx').then((m) => m.QuestionBar), { ssr: false });

/** The replay of a kill begins this long before it, at two entries a second. */
const SECONDS_BEFORE = 5;

const loadingShell = () => <Skeleton className="m-3.5 flex-1" label="Opening the shell" />;
const Shell = dynamic(() => import('../machineParts/shell/Shell.tsx').then((m) => m.Shell), {
  ssr: false,
  loading: loadingShell,
});
const ShellLog = dynamic(() => import('../machineParts/shell/Shell.tsx').then((m) => m.ShellLog), {
  ssr: false,
  loading: loadingShell,
});

/** The live machine, from its id. */
export function MachineScreen({ machineId }: { machineId: string }) {
  const { data, error, refetch } = useOpenMachine(machineId);
  if (data) return <LiveScreen key={data.id} info={data} />;
  return (
    <div className="flex h-dvh flex-col overflow-hidden">
      <UserBar crumbs={[{ label: 'Machine' }]} />
      <main className="flex min-h-0 flex-1 flex-col overflow-y-auto">
        <h1 className="sr-only">Machine</h1>
        {error ? (
          <ErrorState
            title="This machine could not be opened"
            why={error.message}
            action={
              <span className="flex gap-2">
                <Button onClick={refetch}>Try again</Button>
                <Button asChild>
                  <Link href="/home">To my machines</Link>
                </Button>
              </span>
            }
            className="mx-auto mt-6 w-[min(42rem,calc(100%-2rem))]"
          />
        ) : (
          <MachineSkeleton className="flex-1" />
        )}
      </main>
    </div>
  );
}

function LiveScreen({ info }: { info: MachineInfo }) {
  const live = useMachine(info);
  const { leading, title, snapshot } = useLead(info, live);
  const { guide } = leading;
  const people = useMemo(() => indexPeople(info.seats), [info.seats]);
  const prompt = usePrompt();
  const sinceSeq = useSinceSeq(live);
  const announced = useKillMoment({ snapshot, people, mySeat: info.mySeat }, sinceSeq);
  const digest = live.digest?.seq === snapshot.seq ? live.digest.hex : null;
  // Before the first entry the state is not known: an empty machine would be wrong.
  const isWaiting = snapshot.seq === 0 && live.connection !== 'live';
  const page: LivePage = { info: { ...info, title }, live: { ...live, snapshot }, people, prompt, leading };
  const hasQuestions = snapshot.history.telling.length + snapshot.history.asked.length > 0;
  return (
    <div className="flex h-dvh flex-col overflow-hidden">
      <MachineBar info={page.info} {...{ snapshot, people, live, digest }} />
      <ConnectionBar {...live} />
      {info.nextMachineId && <SuccessorBar nextMachineId={info.nextMachineId} />}
      {live.note && <NoteBar note={live.note} />}
      {(snapshot.machine.predictions || hasQuestions) && (
        <QuestionBar {...questionsOf(page)} sinceSeq={sinceSeq} asked={guide ? (stepNow(guide)?.ask ?? null) : null} />
      )}
      <main
        data-seq={snapshot.seq}
        data-digest={digest ?? ''}
        aria-busy={live.connection === 'connecting'}
        className="relative flex min-h-0 flex-1 flex-col"
      >
        <h1 className="sr-only">{title}</h1>
        {isWaiting && <MachineSkeleton className="absolute inset-0 overflow-hidden" />}
        <MachineView
          className={cx(isWaiting && 'invisible')}
          snapshot={snapshot}
          seats={info.seats}
          mySeat={info.mySeat}
          sendLine={info.mySeat ? live.sendLine : null}
          extraTabs={[peopleTab(page), handoutTab(page)]}
          fills={prompt.fills}
          decisionFooter={footerOf(info)}
          explainer={live.explainer}
          ruleHref={ruleHref(info)}
          olderHref={`/machines/${info.id}/replay?view=why`}
          shell={shellOf(page)}
          guide={guide && <GuidePanel {...guideProps(page, guide)} />}
          announced={announced}
          replayHref={(seq) => `/machines/${info.id}/replay?at=${Math.max(0, seq - SECONDS_BEFORE * 2)}&until=${seq}`}
        />
        <LiveRegion snapshot={snapshot} people={people} mySeat={info.mySeat} sinceSeq={sinceSeq} />
      </main>
    </div>
  );
}

/** The handout beside the machine, and what it leaves to be seen: while a question is open, nothing that answers it. */
function useLead(
  { id, labSlug, title: full }: MachineInfo,
  { snapshot: whole, present }: ReturnType<typeof useMachine>,
) {
  const leading = useGuide({ machineId: id, labSlug, seq: whole.seq, people: present.length });
  const isHeld = leading.guide?.isHeld;
  const title = shownTitle(full, leading.guide);
  usePageTitle(title);
  const snapshot = useMemo(() => (isHeld ? withheld(whole) : whole), [isHeld, whole]);
  return { leading, title, snapshot };
}

type LivePage = {
  info: MachineInfo;
  live: ReturnType<typeof useMachine>;
  people: People;
  prompt: ReturnType<typeof usePrompt>;
  leading: ReturnType<typeof useGuide>;
};

/** The shell's prompt, for other parts that put a line there. `fills` counts the lines. */
function usePrompt() {
  const handle = useRef<PromptHandle | null>(null);
  const [fills, setFills] = useState(0);
  // On a phone the prompt appears with the next frame, and only then it can take the focus.
  const fill = (line: string) => {
    setFills((n) => n + 1);
    requestAnimationFrame(() => handle.current?.fill(line));
  };
  return { handle, fills, fill };
}

/** The entry at which the page had caught up: earlier ones are not news. Infinity before that. */
function useSinceSeq({ connection, digest, snapshot }: LivePage['live']): number {
  const [since, setSince] = useState<number | null>(null);
  if (since === null && connection === 'live' && digest) setSince(snapshot.seq);
  return since ?? Number.POSITIVE_INFINITY;
}

const ruleHref = (info: MachineInfo) => `/machines/${info.id}/rule`;

function questionsOf({ info, live, people }: LivePage) {
  const { id: machineId, labSlug, mySeat, mayManage, membersAsk } = info;
  const asking = { membersAsk, isClass: info.courseId !== null, present: live.present };
  return { machineId, labSlug, snapshot: live.snapshot, people, mySeat, mayManage, ...asking };
}

function peopleTab({ info, live, people }: LivePage): ExtraTab {
  const { snapshot, present, raiseHand } = live;
  const content = (
    <>
      <PeoplePanel
        {...{ snapshot, people, present, raiseHand }}
        mySeat={info.mySeat}
        managed={info.mayManage ? info.id : undefined}
      />
      <GuestLink machineId={info.id} />
    </>
  );
  return { id: 'people', label: 'People', content };
}

function guideProps(page: LivePage, guide: NonNullable<LivePage['leading']['guide']>) {
  const { info, live, people, prompt, leading } = page;
  const { refetch } = leading;
  const { snapshot } = live;
  return { info, guide, refetch, snapshot, people, prompt: prompt.handle, questions: questionsOf(page) };
}

function handoutTab(page: LivePage): ExtraTab {
  const { info, prompt, leading } = page;
  const content = (
    <div className="grid grid-cols-1 gap-5">
      <PredictionPanel {...questionsOf(page)} />
      <HandoutPanel
        slug={info.labSlug}
        guide={leading.guide}
        isWaiting={leading.isWaiting}
        machineId={info.id}
        isAssigned={info.assignmentId !== null}
        ruleHref={ruleHref(info)}
        onLine={info.mySeat ? prompt.fill : undefined}
      />
    </div>
  );
  return { id: 'handout', label: 'Handout', content };
}

const footerOf =
  (info: MachineInfo): CardFooter =>
  (decision, missingSwap) => (
    <>
      <WhatIfLinks decision={decision} machineId={info.id} mySeat={info.mySeat} missingSwap={missingSwap} />
      <Button asChild size="sm">
        <Link href={`/machines/${info.id}/replay?at=${decision.seq}`}>Open in replay</Link>
      </Button>
    </>
  );

function shellOf({ info: { mySeat }, live: { snapshot, sendLine }, people, prompt }: LivePage) {
  if (!mySeat) return <ShellLog snapshot={snapshot} people={people} actor={null} />;
  return <Shell {...{ snapshot, people, mySeat, sendLine }} prompt={prompt.handle} />;
}
