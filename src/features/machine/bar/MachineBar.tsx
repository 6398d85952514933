'use client';
import { entryNumber, figures } from '@overcommit/reading';
import { History } from 'lucide-react';
import dynamic from 'next/dynamic';
import Link from 'next/link';
import { useState } from 'react';
import type { MachineInfo } from '@/machineView/machineInfo.ts';
import type { People } from '@/machineView/people.ts';
import type { Snapshot } from '@/machineView/snapshot.ts';
import { Badge } from '@/ui/Badge.tsx';
import { Button } from '@/ui/Button.tsx';
import { cx } from '@/ui/cx.ts';
import { OwnerMark } from '@/ui/OwnerMark.tsx';
import { LINK } from '@/ui/Small.tsx';
import { SystemPill } from '../../machineParts/SystemPill.tsx';
import { UserBar } from '../../UserBar.tsx';
import type { LinkState } from '../live/liveLink.ts';

const ShareDialog = dynamic(() => import('./ShareDialog.tsx').then((m) => m.ShareDialog), { ssr: false });
const StartAgainDialog = dynamic(() => import('./StartAgainDialog.tsx').then((m) => m.StartAgainDialog), {
  ssr: false,
});
const DriveControls = dynamic(() => import('./DriveControls.tsx').then((m) => m.DriveControls), { ssr: false });

const MARKS_SHOWN = 6;

const inSeatOrder = (people: People, present: { actorId: string }[]) => {
  const here = new Set(present.map((p) => p.actorId));
  return people.seats.map((seat) => seat.actorId).filter((id) => here.has(id));
};

/** The people who are here now. */
function PresenceMarks({ people, actors }: { people: People; actors: string[] }) {
  return (
    <ul aria-label="Here now" className="flex gap-1">
      {actors.slice(0, MARKS_SHOWN).map((a) => (
        <li key={a} className="flex">
          <OwnerMark look={people.look(a)} />
        </li>
      ))}
      {actors.length > MARKS_SHOWN && <li className="self-center text-xs text-soft">+{actors.length - MARKS_SHOWN}</li>}
    </ul>
  );
}

const STATES = {
  connecting: { label: 'connecting', dot: 'bg-line-strong' },
  live: { label: 'live', dot: 'bg-ok' },
  lost: { label: 'reconnecting', dot: 'bg-warn' },
  stopped: { label: 'stopped', dot: 'bg-warn' },
};

type Props = {
  info: MachineInfo;
  snapshot: Snapshot;
  people: People;
  live: Pick<LinkState, 'connection' | 'present'>;
  digest: string | null;
};

/** The top bar of a live machine. */
export function MachineBar({ info, snapshot, people, live, digest }: Props) {
  const { id: machineId, labSlug, mayManage, previousMachineId } = info;
  const state = STATES[live.connection];
  const [isOpen, setOpen] = useState(false);
  // A label begins with what is seen: by that a voice finds the button.
  const seen = live.connection === 'live' ? `${live.present.length} here` : state.label;
  const brief = (
    <Button
      size="sm"
      className="rounded-full!"
      aria-expanded={isOpen}
      aria-label={`${seen} ${entryNumber(snapshot.seq)}, controls`}
      onClick={() => setOpen(!isOpen)}
    >
      <span aria-hidden className={cx('size-2 rounded-full', state.dot)} />
      {seen}
      <span className="text-soft">{entryNumber(snapshot.seq)}</span>
    </Button>
  );
  return (
    <UserBar crumbs={[{ label: info.title }]} brief={brief} isOpen={isOpen}>
      <SystemPill spec={info.spec} snapshot={snapshot} />
      {previousMachineId && (
        <Link
          href={`/machines/${previousMachineId}/replay`}
          className={`text-xs text-soft ${LINK}`}
          title="The machine before this one, in replay"
        >
          try {info.version}
        </Link>
      )}
      <span className="ml-auto flex flex-wrap items-center gap-2.5 max-sm:gap-1.5">
        <Badge className={cx(!snapshot.machine.isPaused && 'max-sm:hidden')}>
          <span className="text-soft">tick</span> {figures(snapshot.tick)}
          {snapshot.machine.isPaused && <b className="font-semibold">paused</b>}
        </Badge>
        {mayManage && <DriveControls machineId={machineId} snapshot={snapshot} />}
        <PresenceMarks people={people} actors={inSeatOrder(people, live.present)} />
        {mayManage && labSlug && <StartAgainDialog machineId={machineId} labSlug={labSlug} />}
        {mayManage && <ShareDialog machineId={machineId} />}
        <Button asChild>
          <Link href={`/machines/${machineId}/replay`}>
            <History aria-hidden />
            <span className="max-sm:sr-only">Replay</span>
          </Link>
        </Button>
        <Badge title={digest ? `digest ${digest}` : undefined}>
          <span aria-hidden className={cx('size-2 rounded-full', state.dot)} />
          {state.label} <span className="text-soft">{entryNumber(snapshot.seq)}</span>
        </Badge>
      </span>
    </UserBar>
  );
}
