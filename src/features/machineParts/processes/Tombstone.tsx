import type { Death } from '@overcommit/reading';
import { entryNumber, mib } from '@overcommit/reading';
import type { People } from '@/machineView/people.ts';
import { cx } from '@/ui/cx.ts';
import { OwnerMark } from '@/ui/OwnerMark.tsx';
import { Mono } from '@/ui/Small.tsx';

type Props = {
  death: Death;
  people: People;
  onWhy: (seq: number) => void;
  /** Killed just now: the card is in two halves. */
  isSplit: boolean;
};

const CARD = 'hatch-kill grid grid-cols-1 gap-1 rounded-lg border bg-panel px-3 py-2';

/** A killed process, with a link to the reason. */
export function Tombstone({ death, people, onWhy, isSplit }: Props) {
  const { fact } = death;
  return (
    <li aria-label={`${fact.process}, pid ${fact.pid}, killed`} className="relative grid">
      <div className={cx(CARD, isSplit ? 'split-a border-kill!' : 'border-dashed border-kill/45!')}>
        <Face death={death} people={people} />
        <Story death={death} people={people} onWhy={onWhy} />
      </div>
      {isSplit && (
        <div
          aria-hidden
          className={cx(CARD, 'split-b pointer-events-none absolute inset-0 content-start border-kill!')}
        >
          <Face death={death} people={people} />
          <Story death={death} people={people} />
        </div>
      )}
    </li>
  );
}

function Face({ death: { fact }, people }: Pick<Props, 'death' | 'people'>) {
  return (
    <div className="flex min-w-0 items-center gap-2">
      <OwnerMark look={people.lookOfUid(fact.uid)} isDimmed />
      <b className="truncate font-mono font-semibold line-through">{fact.process}</b>
      <span className="shrink-0 text-soft">pid {fact.pid}</span>
      <span className="ml-auto font-semibold whitespace-nowrap text-kill">✖ killed</span>
    </div>
  );
}

/** Without `onWhy` the words only: the second half of a card repeats the first. */
function Story({ death, people, onWhy }: Pick<Props, 'death' | 'people'> & { onWhy?: Props['onWhy'] }) {
  const { loss } = death;
  const link = 'text-ink underline underline-offset-2';
  return (
    <p className="text-xs text-soft text-pretty">
      {loss && <>It held {mib(loss.heldPages)}. Killed </>}at {entryNumber(death.seq)}, when{' '}
      <b className="font-medium text-ink">{people.name(death.actor)}</b> ran{' '}
      <Mono className="break-words">{death.line}</Mono>.{' '}
      {onWhy ? (
        <button type="button" className={link} onClick={() => onWhy(death.seq)}>
          Why this one?
        </button>
      ) : (
        <span className={link}>Why this one?</span>
      )}
    </p>
  );
}
