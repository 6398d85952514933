import { formatPoints } from '@overcommit/coursework';
import { SectionTitle } from '@/ui/Card.tsx';
import { cx } from '@/ui/cx.ts';
import type { Place } from './deskModel.ts';

/** Everyone who is graded, with a dot for the progress: empty, half, done. */
export function Queue({
  places,
  at,
  isNamed,
  onSelect,
}: {
  places: Place[];
  at: number;
  isNamed: boolean;
  onSelect: (index: number) => void;
}) {
  const done = places.filter((place) => place.total.ungraded === 0).length;
  return (
    <nav
      aria-label="Queue"
      className="grid min-h-0 grid-cols-1 content-start gap-0.5 border-line p-2 max-lg:border-b lg:grid-rows-[auto_minmax(0,1fr)] lg:content-stretch lg:border-r"
    >
      <SectionTitle className="px-2 py-1" note={`${done} of ${places.length} done`}>
        Queue
      </SectionTitle>
      <ul className="grid max-h-40 grid-cols-1 content-start gap-0.5 overflow-y-auto lg:max-h-none">
        {places.map((place, index) => (
          <li key={place.key}>
            <button
              type="button"
              aria-current={index === at ? 'true' : undefined}
              onClick={() => onSelect(index)}
              className={cx(
                'grid w-full grid-cols-[1rem_minmax(0,1fr)_auto] items-center gap-2 rounded-md border px-2 py-1.5 text-left -outline-offset-2',
                index === at ? 'border-line bg-panel font-medium' : 'border-transparent hover:bg-sunk',
              )}
            >
              <Dot place={place} />
              <span className="min-w-0">
                <span className="block truncate">{isNamed ? place.studentName : place.pseudonym}</span>
                {isNamed && <span className="block truncate text-xs font-normal text-soft">{place.machineTitle}</span>}
              </span>
              <span className="text-soft tabular-nums">{formatPoints(place.total.points)}</span>
            </button>
          </li>
        ))}
      </ul>
    </nav>
  );
}

function Dot({ place }: { place: Place }) {
  const graded = place.rows.length - place.total.ungraded;
  const words = place.total.ungraded === 0 ? 'done' : graded === 0 ? 'not graded' : `${place.total.ungraded} to grade`;
  return (
    <span
      role="img"
      aria-label={words}
      title={words}
      className={cx(
        'size-2 justify-self-center rounded-full border-[1.5px]',
        place.total.ungraded === 0 && 'border-ok! bg-ok',
        place.total.ungraded > 0 &&
          graded > 0 &&
          'border-ink! bg-[linear-gradient(90deg,var(--ink)_50%,transparent_50%)]',
        graded === 0 && 'border-faint!',
      )}
    />
  );
}
