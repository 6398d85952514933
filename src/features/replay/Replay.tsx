'use client';
import { parseAsString, useQueryState } from 'nuqs';
import { useMemo, useState } from 'react';
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
import { KeysDialog } from './KeysDialog.tsx';
import { ReplayMenu } from './ReplayMenu.tsx';
import { Timeline } from './Timeline.tsx';
import { Transport } from './Transport.tsx';
import { mergeMarkers, type OtherAction } from './transport.ts';
import type { ReadLog, useLog } from './useLog.ts';
import { useReplay } from './useReplay.ts';
import { VerifyDialog } from './VerifyDialog.tsx';

type Source = Pick<ReturnType<typeof useLog>, 'moment' | 'digest' | 'goTo' | 'askDigest'>;
type Props = { info: MachineInfo; log: ReadLog; source: Source };
type OpenDialog = 'help' | 'verify' | null;

/** A machine's log, wound to wherever the reader wants. */
export function Replay({ info, log, source }: Props) {
  const { moment, digest, goTo, askDigest } = source;
  const [dialog, setDialog] = useState<OpenDialog>(null);
  const [view, setView] = useQueryState('view', parseAsString.withOptions({ history: 'replace', scroll: false }));
  const markers = useMemo(() => mergeMarkers(log.history.markers, []), [log]);
  const onOther = (action: OtherAction) => {
    if (action === 'help') setDialog('help');
  };
  const replay = useReplay({ log, markers, moment, digest, onGoTo: goTo, onAskDigest: askDigest }, onOther);
  const people = useMemo(() => indexPeople(info.seats), [info.seats]);
  const { snapshot, seq, last } = replay;
  if (!snapshot) return <Skeleton className="m-6 h-64" label="Winding the log" />;
  const entry = moment?.entry ?? null;
  const sentence = entry ? entrySentence(entry, people) : 'The machine has just come up; nothing has happened yet.';
  return (
    <div className="flex h-dvh flex-col overflow-hidden">
      <UserBar crumbs={[{ label: info.title, href: `/machines/${info.id}` }, { label: 'Replay' }]}>
        <SystemPill spec={info.spec} snapshot={snapshot} />
        <Badge className="ml-auto" title={replay.digest ? `digest ${replay.digest}` : undefined}>
          replay <span className="text-soft">{entryNumber(seq)}</span>
          {replay.digest && <span className="font-mono text-faint max-sm:hidden">{replay.digest.slice(0, 8)}</span>}
        </Badge>
      </UserBar>
      {log.isPartial && (
        <p role="status" className="bg-warn-bg px-4 py-1.5 text-center text-warn">
          Reading was stopped: this is the beginning of the log only, up to {entryNumber(last)}.
        </p>
      )}
      <main data-seq={snapshot.seq} data-digest={replay.digest ?? ''} className="flex min-h-0 flex-1 flex-col">
        <h1 className="sr-only">{info.title}, replay</h1>
        <MachineView
          snapshot={snapshot}
          seats={info.seats}
          mySeat={null}
          submit={null}
          tab={view}
          onTab={(id) => void setView(id)}
          shell={<ShellLog snapshot={snapshot} people={people} actor={null} />}
        />
        <section aria-label="Timeline" className="shrink-0 border-t border-line bg-panel px-3.5 py-2">
          <p
            role="status"
            aria-live={replay.isPlaying ? 'off' : 'polite'}
            className="sm:truncate max-sm:line-clamp-2 max-sm:min-h-10"
            title={sentence}
          >
            <span className="text-soft">
              {entryNumber(snapshot.seq)}
              {entry && ` · tick ${figures(entry.tick)}`}
            </span>{' '}
            {sentence}
          </p>
          <Timeline seq={seq} last={last} markers={markers} sentence={sentence} onGoTo={replay.goTo} />
          <Transport
            seq={seq}
            last={last}
            isPlaying={replay.isPlaying}
            speed={replay.speed}
            onSpeed={replay.setSpeed}
            onAct={replay.act}
            onGoTo={replay.goTo}
            menu={<ReplayMenu machineId={info.id} onVerify={() => setDialog('verify')} />}
          />
        </section>
        <LiveRegion snapshot={snapshot} people={people} sinceSeq={snapshot.seq - 1} />
        <KeysDialog open={dialog === 'help'} onOpenChange={(isOpen) => setDialog(isOpen ? 'help' : null)} />
        <VerifyDialog
          machineId={info.id}
          last={last}
          open={dialog === 'verify'}
          onOpenChange={(isOpen) => setDialog(isOpen ? 'verify' : null)}
        />
      </main>
    </div>
  );
}
