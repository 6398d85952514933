import type { Death } from '@overcommit/reading';
import { entryNumber } from '@overcommit/reading';
import type { People } from '@/machineView/people.ts';
import { cx } from '@/ui/cx.ts';
import { OwnerMark } from '@/ui/OwnerMark.tsx';
import { Mono } from '@/ui/Small.tsx';

/** A killed process, with a link to the reason. */
export function Tombstone({
  death,
  people,
  onWhy,
  isFresh,
}: {
  death: Death;
  people: People;
  onWhy: (seq: number) => void;
  isFresh?: boolean;
}) {
  const { fact } = death;
  return (
    <li
      aria-label={`${fact.process}, pid ${fact.pid}, killed`}
      className={cx(
        'hatch-kill grid grid-cols-1 gap-1 rounded-lg border border-dashed border-kill/45! bg-panel px-3 py-2',
        isFresh && 'crack',
      )}
    >
      <div className="flex min-w-0 items-center gap-2">
        <OwnerMark look={people.lookOfUid(fact.uid)} isDimmed />
        <b className="truncate font-mono font-semibold line-through">{fact.process}</b>
        <span className="shrink-0 text-soft">pid {fact.pid}</span>
        <span className="ml-auto font-semibold text-kill">killed</span>
      </div>
      <p className="text-xs text-soft text-pretty">
        at {entryNumber(death.seq)}, when <b className="font-medium text-ink">{people.name(death.actor)}</b> ran{' '}
        <Mono className="break-words">{death.line}</Mono>.{' '}
        <button type="button" className="text-ink underline underline-offset-2" onClick={() => onWhy(death.seq)}>
          Why this one?
        </button>
      </p>
    </li>
  );
}
