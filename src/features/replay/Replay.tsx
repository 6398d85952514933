'use client';
import { entryNumber } from '@overcommit/reading';
import dynamic from 'next/dynamic';
import { Badge } from '@/ui/Badge.tsx';
import { Skeleton } from '@/ui/States.tsx';
import { LiveRegion } from '../machineParts/LiveRegion.tsx';
import { SystemPill } from '../machineParts/SystemPill.tsx';
import { UserBar } from '../UserBar.tsx';
import { usePageTitle } from '../usePageTitle.ts';
import { Notices } from './Notices.tsx';
import { ReplayDialogs } from './ReplayDialogs.tsx';
import { ReplayParts } from './ReplayParts.tsx';
import { TimelinePanel } from './timeline/TimelinePanel.tsx';
import { type ReplayOf, useReplayPage } from './useReplayPage.ts';

/** Only in an assignment. */
const SealNotice = dynamic(() => import('../work/SealNotice.tsx').then((m) => m.SealNotice), { ssr: false });

/** A machine's log, at the entry that the reader chooses. */
export function Replay(of: ReplayOf) {
  usePageTitle(`Replay: ${of.info.title}`);
  const page = useReplayPage(of);
  const { info, log, replay, people, about, dialog, setDialog, prepared, variations, open } = page;
  const { snapshot, seq, last, digest } = replay;
  if (!snapshot) return <Skeleton className="m-6 h-64" label="Winding the log" />;
  return (
    <div className="flex h-dvh flex-col overflow-hidden short:h-auto short:min-h-dvh short:overflow-visible">
      <UserBar crumbs={[{ label: info.title, href: `/machines/${info.id}` }, { label: 'Replay' }]}>
        <SystemPill spec={info.spec} snapshot={snapshot} />
        <Badge className="ml-auto" title={digest ? `digest ${digest}` : undefined}>
          replay <span className="text-soft">{entryNumber(seq)}</span>
          {digest && <span className="font-mono text-faint max-sm:hidden">{digest.slice(0, 8)}</span>}
        </Badge>
      </UserBar>
      <Notices
        last={last}
        isPartial={log.isPartial}
        concealedAfter={about.concealedAfter}
        onReveal={info.mayManage ? () => about.conceal(null) : null}
        branchedFrom={about.branchedFrom}
      />
      {info.assignmentId !== null && <SealNotice machineId={info.id} seq={seq} last={last} />}
      <main data-seq={snapshot.seq} data-digest={digest ?? ''} className="flex min-h-0 flex-1 flex-col">
        <h1 className="sr-only">{info.title}, replay</h1>
        <ReplayParts page={page} snapshot={snapshot} />
        <TimelinePanel page={page} />
        <LiveRegion snapshot={snapshot} people={people} mySeat={info.mySeat} sinceSeq={snapshot.seq - 1} />
        <ReplayDialogs
          info={info}
          seq={seq}
          last={last}
          open={dialog}
          onOpen={setDialog}
          variations={variations}
          prepared={prepared}
          onMade={open}
        />
      </main>
    </div>
  );
}
