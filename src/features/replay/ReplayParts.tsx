'use client';
import { figures } from '@overcommit/reading';
import { withheld } from '@/machineView/held.ts';
import { killMomentAt } from '@/machineView/killMoment.ts';
import type { People } from '@/machineView/people.ts';
import type { Snapshot } from '@/machineView/snapshot.ts';
import { WhatIfLinks } from '../machineParts/cards/WhatIfLinks.tsx';
import type { Announced } from '../machineParts/kill/useKillMoment.ts';
import type { ExtraTab } from '../machineParts/MachineView.tsx';
import { MachineView } from '../machineParts/MachineView.tsx';
import { ShellLog } from '../machineParts/shell/Shell.tsx';
import { CommentsPanel } from './comments/CommentsPanel.tsx';
import { CompareView } from './compare/CompareView.tsx';
import { WhatIfPanel } from './compare/WhatIfPanel.tsx';
import { Rivers } from './river/Rivers.tsx';
import { sentenceOf } from './timeline/TimelinePanel.tsx';
import type { ReplayPage } from './useReplayPage.ts';
import { LaneWait } from './variations/LaneWait.tsx';

/** The machine at this moment; with a variation open, both machines side by side. */
export function ReplayParts({ page, snapshot }: { page: ReplayPage; snapshot: Snapshot }) {
  const { variationId, variations, moment, lane, source, people, ownGoTo, open, info, view, showView, isHeld } = page;
  const close = () => open(null);
  if (variationId !== null) {
    const shown = variations.all.find(({ id }) => id === variationId);
    if (!shown || !moment?.lane || lane.phase !== 'open')
      return <LaneWait lane={lane} isThere={shown !== undefined} onClose={close} />;
    return (
      <CompareView
        snapshot={snapshot}
        lane={moment.lane}
        variation={shown}
        report={source.report}
        people={people}
        seq={snapshot.seq}
        onGoTo={ownGoTo}
        onClose={close}
      >
        <Rivers page={page} report={source.report} sentence={sentenceOf(moment.entry, people)} />
      </CompareView>
    );
  }
  return (
    <MachineView
      snapshot={isHeld ? withheld(snapshot) : snapshot}
      seats={info.seats}
      mySeat={null}
      sendLine={null}
      hasTimeline
      announced={killAt(snapshot, people)}
      tab={view}
      onTab={showView}
      extraTabs={isHeld ? [commentsTab(page)] : [commentsTab(page), whatIfTab(page)]}
      ruleHref={`/machines/${info.id}/rule`}
      decisionFooter={(decision, missingSwap) => (
        <WhatIfLinks {...{ decision, missingSwap }} machineId={info.id} mySeat={info.mySeat} />
      )}
      explainer={source.explainer}
      shell={<ShellLog snapshot={snapshot} people={people} actor={null} />}
    />
  );
}

/** At a kill's entry its frames are hollow, for as long as the entry is shown. */
function killAt({ history, seq }: Snapshot, people: People): Announced | null {
  const moment = killMomentAt(history, seq, people, null);
  return moment && { moment, ms: null, hold: () => undefined };
}

function commentsTab({ comments, people, replay, writer, ownGoTo }: ReplayPage): ExtraTab {
  const written = comments.markers.length;
  return {
    id: 'comments',
    label: written > 0 ? `Comments ${figures(written)}` : 'Comments',
    content: <CommentsPanel {...{ comments, people, writer }} seq={replay.seq} onGoTo={ownGoTo} />,
  };
}

function whatIfTab({ source, log, myActor, people, variations, ownGoTo, open }: ReplayPage): ExtraTab {
  return {
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
        onOpen={open}
      />
    ),
  };
}
