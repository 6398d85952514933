'use client';
import Link from 'next/link';
import { useMemo } from 'react';
import { Badge } from '@/ui/Badge.tsx';
import { Button } from '@/ui/Button.tsx';
import { Progress } from '@/ui/Progress.tsx';
import { EmptyState, ErrorState } from '@/ui/States.tsx';
import { entryNumber, figures } from '../machine/format.ts';
import { LiveRegion } from '../machine/LiveRegion.tsx';
import { SystemPill, UserBar } from '../machine/MachineBar.tsx';
import { MachineView } from '../machine/MachineView.tsx';
import type { MachineInfo } from '../machine/machineInfo.ts';
import { indexPeople } from '../machine/people.ts';
import { ShellLog } from '../machine/Shell.tsx';
import { entrySentence } from '../machine/sentences.ts';
import { useMachineInfo } from '../machine/useMachine.ts';
import { KeysDialog } from './KeysDialog.tsx';
import { Timeline } from './Timeline.tsx';
import { Transport } from './Transport.tsx';
import type { Tape } from './tape.ts';
import { useLog } from './useLog.ts';
import { useReplay } from './useReplay.ts';

/** The replay of a machine, from its id. */
export function ReplayScreen({ machineId }: { machineId: string }) {
  const info = useMachineInfo(machineId);
  const { log, cancel, retry } = useLog(machineId);
  if (info.data && log.phase === 'ready' && log.tape.lastSeq() > 0)
    return <Replay info={info.data} tape={log.tape} isPartial={log.isPartial} />;
  const error = info.error?.message ?? (log.phase === 'failed' ? log.message : null);
  return (
    <>
      <UserBar
        crumbs={[{ label: info.data?.title ?? 'Machine', href: `/machines/${machineId}` }, { label: 'Replay' }]}
      />
      <main className="mx-auto grid max-w-2xl gap-3 p-6">
        <h1 className="text-xl font-semibold">Replay</h1>
        {error && (
          <ErrorState
            title="The log could not be read"
            why={error}
            action={
              <Button
                onClick={() => {
                  void info.refetch();
                  retry();
                }}
              >
                Try again
              </Button>
            }
          />
        )}
        {!error && log.phase === 'loading' && (
          <Progress label="Reading the log" done={log.done} total={log.total} onCancel={cancel} />
        )}
        {!error && log.phase === 'ready' && log.tape.lastSeq() === 0 && (
          <EmptyState
            title="Nothing has happened on this machine yet"
            action={
              <Button asChild>
                <Link href={`/machines/${machineId}`}>To the live machine</Link>
              </Button>
            }
          >
            A replay needs at least one entry.
          </EmptyState>
        )}
      </main>
    </>
  );
}

export function Replay({ info, tape, isPartial }: { info: MachineInfo; tape: Tape; isPartial: boolean }) {
  const replay = useReplay(tape);
  const { snapshot, seq, last, digest } = replay;
  const people = useMemo(() => indexPeople(info.seats), [info.seats]);
  const entry = tape.entryAt(seq);
  const sentence = entry ? entrySentence(entry, people) : 'The machine has just come up; nothing has happened yet.';
  return (
    <div className="flex h-dvh flex-col overflow-hidden">
      <UserBar crumbs={[{ label: info.title, href: `/machines/${info.id}` }, { label: 'Replay' }]}>
        <SystemPill spec={info.spec} snapshot={snapshot} />
        <Badge className="ml-auto" title={digest ? `digest ${digest}` : undefined}>
          replay <span className="text-soft">{entryNumber(seq)}</span>
          {digest && <span className="font-mono text-faint max-sm:hidden">{digest.slice(0, 8)}</span>}
        </Badge>
      </UserBar>
      {isPartial && (
        <p role="status" className="bg-warn-bg px-4 py-1.5 text-center text-warn">
          Reading was stopped: this is the beginning of the log only, up to {entryNumber(last)}.
        </p>
      )}
      <main data-seq={seq} data-digest={digest ?? ''} className="flex min-h-0 flex-1 flex-col">
        <h1 className="sr-only">{info.title}, replay</h1>
        <MachineView
          snapshot={snapshot}
          seats={info.seats}
          mySeat={null}
          submit={null}
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
              {entryNumber(seq)}
              {entry && ` · tick ${figures(entry.tick)}`}
            </span>{' '}
            {sentence}
          </p>
          <Timeline seq={seq} last={last} markers={replay.markers} sentence={sentence} onGoTo={replay.goTo} />
          <Transport
            seq={seq}
            last={last}
            isPlaying={replay.isPlaying}
            speed={replay.speed}
            onSpeed={replay.setSpeed}
            onAct={replay.act}
            onGoTo={replay.goTo}
            downloadHref={`/api/machines/${info.id}/log.ndjson`}
          />
        </section>
        <LiveRegion snapshot={snapshot} people={people} sinceSeq={seq - 1} />
        <KeysDialog open={replay.isHelpOpen} onOpenChange={replay.setHelpOpen} />
      </main>
    </div>
  );
}
