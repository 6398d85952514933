'use client';
import { parseAsString, useQueryState } from 'nuqs';
import { useCallback, useMemo, useRef, useState } from 'react';
import { Badge } from '@/ui/Badge.tsx';
import { Skeleton } from '@/ui/States.tsx';
import { entryNumber, figures } from '../machine/format.ts';
import { LiveRegion } from '../machine/LiveRegion.tsx';
import { SystemPill, UserBar } from '../machine/MachineBar.tsx';
import { MachineView } from '../machine/MachineView.tsx';
import type { MachineInfo } from '../machine/machineInfo.ts';
import { indexPeople } from '../machine/people.ts';
import { ShellLog } from '../machine/Shell.tsx';
import { entrySentence } from '../machine/sentences.ts';
import { CommentsPanel } from './CommentsPanel.tsx';
import { CompareView } from './CompareView.tsx';
import { FollowBar } from './FollowBar.tsx';
import { Lanes } from './Lanes.tsx';
import { LaneWait } from './LaneWait.tsx';
import { Notices } from './Notices.tsx';
import { type OpenDialog, ReplayDialogs } from './ReplayDialogs.tsx';
import { ReplayMenu } from './ReplayMenu.tsx';
import { Timeline } from './Timeline.tsx';
import { Transport } from './Transport.tsx';
import { mergeMarkers, type OtherAction } from './transport.ts';
import { useComments } from './useComments.ts';
import { useConceal } from './useConceal.ts';
import { useFollow } from './useFollow.ts';
import { useKnownLeader } from './useKnownLeader.ts';
import type { ReadLog, useLog } from './useLog.ts';
import { useOpenLane } from './useOpenLane.ts';
import { useReplay } from './useReplay.ts';
import { useLane, useVariations } from './useVariations.ts';
import { WhatIfPanel } from './WhatIfPanel.tsx';

type Source = Omit<ReturnType<typeof useLog>, 'state' | 'cancel'>;
type Props = { info: MachineInfo; log: ReadLog; source: Source };

/** A machine's log, wound to wherever the reader wants. */
export function Replay({ info, log, source }: Props) {
  const { moment, digest, goTo, askDigest } = source;
  const [dialog, setDialog] = useState<OpenDialog>(null);
  const [view, setView] = useQueryState('view', parseAsString.withOptions({ history: 'replace', scroll: false }));
  const showView = useCallback((id: string) => void setView(id), [setView]);
  const [variationId, setVariation] = useQueryState(
    'variation',
    parseAsString.withOptions({ history: 'replace', scroll: false }),
  );
  const variations = useVariations(info.id);
  const lane = useLane(info.id, variationId);
  const writer = useRef<HTMLTextAreaElement>(null);
  const comments = useComments(info.id);
  const about = useConceal(info.id);
  const markers = useMemo(() => mergeMarkers(log.history.markers, comments.markers), [log, comments.markers]);
  const others = useRef<(action: OtherAction) => void>(() => undefined);
  const replay = useReplay(
    { log, markers, moment, digest, onGoTo: goTo, onAskDigest: askDigest },
    useCallback((action) => others.current(action), []),
  );
  const { snapshot, seq, last } = replay;
  useOpenLane(lane, { seq, setLane: source.setLane, goTo, askReport: source.askReport });
  const myActor = info.mySeat?.actorId ?? null;
  const follow = useFollow(
    { machineId: info.id, seq, last, view, myActor },
    { onFollow: replay.moveTo, onView: showView },
  );
  const { ownMove } = follow;
  useKnownLeader(info, follow.leader?.actorId ?? null);
  const people = useMemo(() => indexPeople(info.seats), [info.seats]);
  const { act, goTo: jump } = replay;
  const ownGoTo = useCallback(
    (target: number) => {
      ownMove();
      jump(target);
    },
    [ownMove, jump],
  );
  const writeComment = () => {
    showView('comments');
    requestAnimationFrame(() => requestAnimationFrame(() => writer.current?.focus()));
  };
  others.current = (action) => {
    if (action === 'help') setDialog('help');
    if (action === 'comment') writeComment();
    if (action === 'variation') setDialog('variation');
    if (action === 'follow') follow.toggle();
    if (action === 'move') ownMove();
  };
  if (!snapshot) return <Skeleton className="m-6 h-64" label="Winding the log" />;
  const entry = moment?.entry ?? null;
  const sentence = entry ? entrySentence(entry, people) : 'The machine has just come up; nothing has happened yet.';
  const shown = variations.all.find(({ id }) => id === variationId);
  const comparison =
    variationId === null ? null : shown && moment?.lane && lane.phase === 'open' ? (
      <CompareView
        snapshot={snapshot}
        lane={moment.lane}
        variation={shown}
        report={source.report}
        people={people}
        seq={snapshot.seq}
        onGoTo={ownGoTo}
        onClose={() => void setVariation(null)}
      />
    ) : (
      <LaneWait lane={lane} isThere={shown !== undefined} onClose={() => void setVariation(null)} />
    );
  return (
    <div className="flex h-dvh flex-col overflow-hidden">
      <UserBar crumbs={[{ label: info.title, href: `/machines/${info.id}` }, { label: 'Replay' }]}>
        <SystemPill spec={info.spec} snapshot={snapshot} />
        <Badge className="ml-auto" title={replay.digest ? `digest ${replay.digest}` : undefined}>
          replay <span className="text-soft">{entryNumber(seq)}</span>
          {replay.digest && <span className="font-mono text-faint max-sm:hidden">{replay.digest.slice(0, 8)}</span>}
        </Badge>
      </UserBar>
      <Notices
        last={last}
        isPartial={log.isPartial}
        concealedAfter={about.concealedAfter}
        onReveal={info.mayManage ? () => about.conceal(null) : null}
        branchedFrom={about.branchedFrom}
      />
      <main data-seq={snapshot.seq} data-digest={replay.digest ?? ''} className="flex min-h-0 flex-1 flex-col">
        <h1 className="sr-only">{info.title}, replay</h1>
        {comparison ?? (
          <MachineView
            snapshot={snapshot}
            seats={info.seats}
            mySeat={null}
            submit={null}
            tab={view}
            onTab={showView}
            extraTabs={[
              {
                id: 'comments',
                label: comments.markers.length > 0 ? `Comments ${figures(comments.markers.length)}` : 'Comments',
                content: <CommentsPanel {...{ comments, people, seq, writer }} onGoTo={ownGoTo} />,
              },
              {
                id: 'whatif',
                label: 'What if',
                content: (
                  <WhatIfPanel
                    report={source.report}
                    kernels={source.kernels}
                    shell={log.history.shell}
                    myActor={myActor}
                    people={people}
                    variations={variations}
                    onAskReport={source.askReport}
                    onRun={source.runKernels}
                    onStop={source.stopKernels}
                    onGoTo={ownGoTo}
                    onOpen={(id) => void setVariation(id)}
                  />
                ),
              },
            ]}
            shell={<ShellLog snapshot={snapshot} people={people} actor={null} />}
          />
        )}
        <section aria-label="Timeline" className="shrink-0 border-t border-line bg-panel px-3.5 py-2">
          <div className="flex flex-wrap items-start justify-between gap-x-3 gap-y-1">
            <p
              role="status"
              aria-live={replay.isPlaying ? 'off' : 'polite'}
              className="min-w-0 flex-1 sm:truncate max-sm:line-clamp-2 max-sm:min-h-10 max-sm:basis-full"
              title={sentence}
            >
              <span className="text-soft">
                {entryNumber(snapshot.seq)}
                {entry && ` · tick ${figures(entry.tick)}`}
              </span>{' '}
              {sentence}
            </p>
            <FollowBar follow={follow} people={people} seq={seq} onReload={source.retry} />
          </div>
          <Timeline seq={seq} last={last} markers={markers} sentence={sentence} onGoTo={ownGoTo} />
          <Lanes
            variations={variations}
            last={last}
            openId={variationId}
            onOpen={(id) => void setVariation(id)}
            onNew={() => setDialog('variation')}
          />
          <Transport
            seq={seq}
            last={last}
            isPlaying={replay.isPlaying}
            speed={replay.speed}
            onSpeed={replay.setSpeed}
            onAct={act}
            onGoTo={ownGoTo}
            menu={
              <ReplayMenu
                machineId={info.id}
                seq={seq}
                mayConceal={info.mayManage}
                isLeading={follow.mode === 'leading'}
                onComment={writeComment}
                onDialog={setDialog}
                onLead={() => follow.lead(follow.mode !== 'leading')}
                onConceal={() => about.conceal(seq)}
                onScript={() => source.script(seq)}
              />
            }
          />
        </section>
        <LiveRegion snapshot={snapshot} people={people} sinceSeq={snapshot.seq - 1} />
        <ReplayDialogs
          info={info}
          seq={seq}
          last={last}
          open={dialog}
          onOpen={setDialog}
          variations={variations}
          onMade={(id) => void setVariation(id)}
        />
      </main>
    </div>
  );
}
