import type { Activity } from '@overcommit/reading';
import { count, mib, usedByOwner } from '@overcommit/reading';
import { Hand } from 'lucide-react';
import type { People, SeatLike } from '@/machineView/people.ts';
import type { Snapshot } from '@/machineView/snapshot.ts';
import { Button } from '@/ui/Button.tsx';
import { cx } from '@/ui/cx.ts';
import { type OwnerLook, OwnerMark } from '@/ui/OwnerMark.tsx';
import { EmptyState } from '@/ui/States.tsx';
import { RemovePerson } from './RemovePerson.tsx';

export type Present = { actorId: string; isHandRaised: boolean };
type Props = {
  snapshot: Snapshot;
  people: People;
  mySeat: SeatLike | null;
  present: Present[];
  /** The machine that the reader manages; people can be removed from it. */
  managed?: string;
  raiseHand?: (isRaised: boolean) => void;
};

/** Who has a seat here, who is here now, and how much each of them did. */
export function PeoplePanel({ snapshot, people, mySeat, present, managed, raiseHand }: Props) {
  const here = new Map(present.map((p) => [p.actorId, p]));
  const promised = new Map(snapshot.commit.byOwner.map((o) => [o.owner, o.promisedPages]));
  const used = new Map(usedByOwner(snapshot.frames).map((u) => [u.owner, u.pages]));
  const mine = mySeat ? here.get(mySeat.actorId) : undefined;
  const rank = (seat: SeatLike): number => (here.has(seat.actorId) ? 0 : seat.isRemoved ? 2 : 1);
  const seats = [...people.seats].sort((a, b) => rank(a) - rank(b));
  if (seats.length === 0)
    return <EmptyState title="No one has a seat here yet">Share the machine: the code lets others in.</EmptyState>;
  return (
    <div className="grid grid-cols-1 gap-3">
      <div className="flex items-center justify-between gap-2">
        <p className="text-soft">
          {count(present.length, 'person', 'people')} here, {count(seats.length, 'seat')}
        </p>
        {mySeat && raiseHand && (
          <Button aria-pressed={mine?.isHandRaised ?? false} onClick={() => raiseHand(!mine?.isHandRaised)}>
            <Hand aria-hidden />
            {mine?.isHandRaised ? 'Lower my hand' : 'Raise my hand'}
          </Button>
        )}
      </div>
      <ul className="grid grid-cols-1 gap-1">
        {seats.map((seat) => (
          <Person
            key={seat.actorId}
            seat={seat}
            look={people.look(seat.actorId)}
            isMe={seat.actorId === mySeat?.actorId}
            managed={managed}
            now={here.get(seat.actorId)}
            did={snapshot.history.activity.get(seat.actorId)}
            usedPages={used.get(seat.actorId) ?? 0}
            promisedPages={promised.get(seat.actorId) ?? 0}
          />
        ))}
      </ul>
    </div>
  );
}

type PersonProps = {
  seat: SeatLike;
  look: OwnerLook;
  isMe: boolean;
  managed: string | undefined;
  /** Undefined: not here now. */
  now: Present | undefined;
  did: Activity | undefined;
  usedPages: number;
  promisedPages: number;
};

function Person({ seat, look, isMe, managed, now, did, usedPages, promisedPages }: PersonProps) {
  return (
    <li className="flex min-w-0 items-start gap-2 rounded-md py-1">
      <OwnerMark look={look} isDimmed={!now} />
      <div className="min-w-0 flex-1">
        <p className="flex items-center gap-1.5">
          <span className="truncate font-medium" title={seat.displayName}>
            {seat.displayName}
          </span>
          {isMe && <span className="text-soft">you</span>}
          {seat.role === 'staff' && <span className="text-soft">staff</span>}
          {seat.isGuest && <span className="text-soft">guest</span>}
          {seat.isRemoved && <span className="text-warn">removed</span>}
          {now?.isHandRaised && (
            <span className="flex items-center gap-1 text-focus">
              <Hand className="size-3.5" aria-hidden />
              hand raised
            </span>
          )}
        </p>
        <p className="text-xs text-soft">
          {count(did?.commands ?? 0, 'command')}
          {did && did.refusals > 0 && `, ${did.refusals} refused`}
          {did && did.errors > 0 && `, ${did.errors} failed`}
          {did && did.killsCaused > 0 && `, ${count(did.killsCaused, 'kill')} caused`}
          {promisedPages + usedPages > 0 && ` · holds ${mib(usedPages)}, was promised ${mib(promisedPages)}`}
        </p>
      </div>
      {managed && !isMe && seat.role === 'student' && <RemovePerson machineId={managed} seat={seat} />}
      <span className={cx('mt-1 flex shrink-0 items-center gap-1.5 text-xs', now ? 'text-ok' : 'text-soft')}>
        <span aria-hidden className={cx('size-2 rounded-full', now ? 'bg-ok' : 'border border-line-strong!')} />
        {now ? 'here' : 'away'}
      </span>
    </li>
  );
}
