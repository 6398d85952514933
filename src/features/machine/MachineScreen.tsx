'use client';
import dynamic from 'next/dynamic';
import Link from 'next/link';
import { useMemo, useRef, useState } from 'react';
import type { MachineInfo } from '@/machineView/machineInfo.ts';
import { indexPeople } from '@/machineView/people.ts';
import { Button } from '@/ui/Button.tsx';
import { cx } from '@/ui/cx.ts';
import { ErrorState, Skeleton } from '@/ui/States.tsx';
import type { CardFooter } from '../machineParts/cards/DecisionCard.tsx';
import { LiveRegion } from '../machineParts/LiveRegion.tsx';
import { type ExtraTab, MachineView } from '../machineParts/MachineView.tsx';
import type { PromptHandle } from '../machineParts/shell/Shell.tsx';
import { useOpenMachine } from '../machineParts/useMachineInfo.ts';
import { UserBar } from '../UserBar.tsx';
import { usePageTitle } from '../usePageTitle.ts';
import { ConnectionBar } from './bar/ConnectionBar.tsx';
import { MachineBar } from './bar/MachineBar.tsx';
import { useMachine } from './live/useMachine.ts';
import { MachineSkeleton } from './MachineSkeleton.tsx';

const PeoplePanel = dynamic(() => import('./people/PeoplePanel.tsx').then((m) => m.PeoplePanel), {
  ssr: false,
  loading: () => <Skeleton className="h-40" />,
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
  usePageTitle(info.title);
  const live = useMachine(info);
  const { snapshot } = live;
  const people = useMemo(() => indexPeople(info.seats), [info.seats]);
  const prompt = useRef<PromptHandle | null>(null);
  const [fills, setFills] = useState(0);
  // Focus needs a prompt that is shown, and on a phone it is shown with the next frame.
  const fill = (line: string) => {
    setFills((n) => n + 1);
    requestAnimationFrame(() => prompt.current?.fill(line));
  };
  // What had happened before the page caught up is no news.
  const [since, setSince] = useState<number | null>(null);
  if (since === null && live.connection === 'live' && live.digest) setSince(snapshot.seq);
  const digest = live.digest?.seq === snapshot.seq ? live.digest.hex : null;
  const submit = info.mySeat ? live.submit : null;
  // Before the first entry nothing is known: an empty machine is not shown for one that is on its way.
  const isWaiting = snapshot.seq === 0 && live.connection !== 'live';
  const { id: machineId, labSlug, mySeat, mayManage, membersAsk } = info;
  const asking = { membersAsk, isClass: info.courseId !== null, present: live.present };
  const predicting = { machineId, labSlug, snapshot, people, mySeat, mayManage, ...asking };
  const ruleHref = `/machines/${info.id}/rule`;
  const tabs: ExtraTab[] = [
    {
      id: 'people',
      label: 'People',
      content: (
        <>
          <PeoplePanel
            snapshot={snapshot}
            people={people}
            mySeat={info.mySeat}
            present={live.present}
            raiseHand={live.raiseHand}
          />
          <GuestLink machineId={info.id} />
        </>
      ),
    },
    {
      id: 'handout',
      label: 'Handout',
      content: (
        <div className="grid grid-cols-1 gap-5">
          <PredictionPanel {...predicting} />
          <HandoutPanel slug={info.labSlug} ruleHref={ruleHref} onLine={info.mySeat ? fill : undefined} />
        </div>
      ),
    },
  ];
  const footer: CardFooter = (d, missingSwap) => (
    <>
      <WhatIfLinks decision={d} machineId={info.id} mySeat={info.mySeat} missingSwap={missingSwap} />
      <Button asChild size="sm">
        <Link href={`/machines/${info.id}/replay?at=${d.seq}`}>Open in replay</Link>
      </Button>
    </>
  );
  return (
    <div className="flex h-dvh flex-col overflow-hidden">
      <MachineBar
        title={info.title}
        machineId={info.id}
        spec={info.spec}
        snapshot={snapshot}
        people={people}
        live={live}
        labSlug={info.labSlug}
        version={info.version}
        previousMachineId={info.previousMachineId}
        mayManage={info.mayManage}
        digest={digest}
      />
      <ConnectionBar connection={live.connection} message={live.message} pending={live.pending} />
      {info.nextMachineId && <SuccessorBar nextMachineId={info.nextMachineId} />}
      {live.note && <NoteBar note={live.note} />}
      {(snapshot.machine.predictions || snapshot.history.telling.length + snapshot.history.asked.length > 0) && (
        <QuestionBar {...predicting} sinceSeq={since ?? Number.POSITIVE_INFINITY} />
      )}
      <main
        data-seq={snapshot.seq}
        data-digest={digest ?? ''}
        aria-busy={live.connection === 'connecting'}
        className="relative flex min-h-0 flex-1 flex-col"
      >
        <h1 className="sr-only">{info.title}</h1>
        {isWaiting && <MachineSkeleton className="absolute inset-0 overflow-hidden" />}
        <MachineView
          className={cx(isWaiting && 'invisible')}
          snapshot={snapshot}
          seats={info.seats}
          mySeat={info.mySeat}
          submit={submit}
          extraTabs={tabs}
          fills={fills}
          decisionFooter={footer}
          explainer={live.explainer}
          ruleHref={ruleHref}
          olderHref={`/machines/${info.id}/replay?view=why`}
          shell={
            info.mySeat && submit ? (
              <Shell snapshot={snapshot} people={people} mySeat={info.mySeat} submit={submit} prompt={prompt} />
            ) : (
              <ShellLog snapshot={snapshot} people={people} actor={null} />
            )
          }
        />
        <LiveRegion snapshot={snapshot} people={people} sinceSeq={since ?? Number.POSITIVE_INFINITY} />
      </main>
    </div>
  );
}
