'use client';
import type { ProcessView } from '@overcommit/engine';
import { count, ownRule, unitOf, upTo } from '@overcommit/reading';
import { Plus } from 'lucide-react';
import { useMemo } from 'react';
import { spawnAction } from '@/machineView/actions.ts';
import { type KillMoment, killsSetOff } from '@/machineView/killMoment.ts';
import type { SendLine } from '@/machineView/outcome.ts';
import type { People, SeatLike } from '@/machineView/people.ts';
import type { Snapshot } from '@/machineView/snapshot.ts';
import { SectionTitle } from '@/ui/Card.tsx';
import { cx } from '@/ui/cx.ts';
import { Mono } from '@/ui/Small.tsx';
import { EmptyState } from '@/ui/States.tsx';
import { DangerNote } from './DangerNote.tsx';
import { FormButton } from './FormButton.tsx';
import { ProcessCard } from './ProcessCard.tsx';
import { ProcessTree } from './ProcessTree.tsx';
import { RunProgram } from './RunProgram.tsx';
import { SetOffNote } from './SetOffNote.tsx';
import { Tombstone } from './Tombstone.tsx';

/** With this many processes or more, a card is one line until it is opened. */
const COMPACT_FROM = 5;
const TOMBSTONES = 5;

type Props = {
  snapshot: Snapshot;
  people: People;
  mySeat: SeatLike | null;
  sendLine: SendLine | null;
  onWhy: (seq: number) => void;
  /** The kill that is being announced: its victims' cards are split. */
  kill?: KillMoment | null;
};

/** The left column: my processes with their commands, my killed ones, then everyone's. */
export function ProcessColumn({ snapshot, people, mySeat, sendLine, onWhy, kill = null }: Props) {
  const { processes } = snapshot;
  const unit = unitOf(snapshot.machine.spec);
  const rule = ownRule(snapshot.machine.spec);
  const graves = upTo(snapshot.history.deaths, snapshot.seq)
    .filter((d) => d.fact.cause === 'oom-kill' && (!mySeat || mySeat.role === 'staff' || d.fact.uid === mySeat.uid))
    .slice(-TOMBSTONES)
    .reverse();
  const setOff = mySeat ? killsSetOff(snapshot, { people, mySeat, most: TOMBSTONES }) : [];
  return (
    <>
      {rule !== null && (
        <p className="rounded-md bg-sunk px-2.5 py-1.5 text-xs text-pretty wrap-anywhere">
          The killer goes by this machine’s own rule: <Mono>{rule}</Mono>. Ranks and points are by it.
        </p>
      )}
      {mySeat && <MyProcesses {...{ snapshot, people, mySeat, sendLine, kill }} hasGraves={graves.length > 0} />}
      {graves.length > 0 && (
        <section
          aria-label={mySeat?.role === 'student' ? 'My killed processes' : 'Killed processes'}
          // For a moment the newest one is what to look at.
          className={cx('grid grid-cols-1 gap-2', graves[0]?.seq === kill?.seq && 'order-first')}
        >
          {mySeat?.role !== 'student' && <SectionTitle>Killed</SectionTitle>}
          <ul className="grid grid-cols-1 gap-2">
            {graves.map((d) => (
              <Tombstone
                key={`${d.seq}-${d.fact.pid}`}
                death={d}
                people={people}
                onWhy={onWhy}
                isSplit={d.seq === kill?.seq}
              />
            ))}
          </ul>
        </section>
      )}
      {setOff.length > 0 && (
        <ul
          aria-label="Kills that your requests set off"
          className={cx('grid grid-cols-1 gap-2', setOff[0]?.seq === kill?.seq && 'order-first')}
        >
          {setOff.map((one) => (
            <SetOffNote key={one.seq} kill={one} onWhy={onWhy} />
          ))}
        </ul>
      )}
      <section aria-label="Everyone’s processes" className="grid grid-cols-1 gap-1.5">
        <SectionTitle note={count(processes.length, 'process', 'processes')}>Everyone</SectionTitle>
        {snapshot.isHeld && (
          <p className="text-xs text-soft text-pretty">Ranks and scores are shown once the question is answered.</p>
        )}
        {processes.length === 0 ? (
          <p className="text-soft">No process runs on this machine yet.</p>
        ) : (
          <ProcessTree processes={processes} people={people} unit={unit} rule={rule} />
        )}
      </section>
    </>
  );
}

function MyProcesses({
  snapshot,
  people,
  mySeat,
  sendLine,
  kill,
  hasGraves,
}: Omit<Props, 'onWhy'> & { mySeat: SeatLike; hasGraves: boolean }) {
  const { processes } = snapshot;
  const unit = unitOf(snapshot.machine.spec);
  const rule = ownRule(snapshot.machine.spec);
  const names = useMemo(() => new Set(processes.map((p) => p.name)), [processes]);
  const mine = processes.filter((p) => isMine(p, mySeat)).sort(byDanger);
  const isCompact = mine.length >= COMPACT_FROM;
  return (
    <section aria-label="My processes" className="grid grid-cols-1 gap-2">
      <SectionTitle note={mine.length > 3 ? String(mine.length) : undefined}>Mine</SectionTitle>
      {mine.length === 0 && (!hasGraves || mySeat.role === 'staff') && (
        <EmptyState title="You have no process yet">
          Start one, map some memory in it, then touch it and watch the gauge.
        </EmptyState>
      )}
      {/* While a kill is announced, the next one can wait. */}
      {!kill && <DangerNote snapshot={snapshot} people={people} mySeat={mySeat} />}
      <ul className={cx('grid grid-cols-1', isCompact ? 'gap-1' : 'gap-2')}>
        {mine.map((p) => (
          <ProcessCard
            key={p.pid}
            process={p}
            isHeld={snapshot.isHeld}
            {...{ people, names, unit, rule, sendLine, isCompact }}
          />
        ))}
      </ul>
      {sendLine && (
        <div className="grid grid-cols-2 gap-1.5 [&>form]:col-span-2">
          <StartProcess names={names} sendLine={sendLine} />
          <RunProgram names={names} sendLine={sendLine} />
        </div>
      )}
    </section>
  );
}

/** By owner, not by uid: several members of staff share uid 0. */
const isMine = (p: ProcessView, seat: SeatLike) => p.owner === seat.actorId;
const byDanger = (a: ProcessView, b: ProcessView) =>
  (a.rank ?? Number.MAX_SAFE_INTEGER) - (b.rank ?? Number.MAX_SAFE_INTEGER) || a.pid - b.pid;

function StartProcess({ names, sendLine }: { names: ReadonlySet<string>; sendLine: SendLine }) {
  return (
    <FormButton action={spawnAction(names)} sendLine={sendLine}>
      <Plus aria-hidden />
      Start a process…
    </FormButton>
  );
}
