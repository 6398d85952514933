import { entryNumber } from '@overcommit/reading';
import type { Axis } from '@/machineView/river/axis.ts';
import { cx } from '@/ui/cx.ts';
import type { Marker } from './transport.ts';

const LOOK = {
  kill: { sign: '✖', tone: 'text-kill font-semibold', order: 5 },
  comment: { sign: '✎', tone: 'text-ink', order: 4 },
  prediction: { sign: '?', tone: 'text-ink', order: 3 },
  refusal: { sign: '▲', tone: 'text-warn', order: 2 },
  warning: { sign: '▲', tone: 'text-warn', order: 2 },
  setting: { sign: '◆', tone: 'text-focus', order: 1 },
};
const BUCKETS = 240;
/** With more kills than this, names would stand in each other. */
const MOST_NAMED = 6;

/** A comment's mark is beside the mark of its entry. */
const isWritten = ({ kind }: Marker): boolean => kind === 'comment';

/** What happened, above the rivers, at its entry. A few kills are named. */
export function MarkRow({ markers, axis, isLarge }: { markers: Marker[]; axis: Axis; isLarge: boolean }) {
  const shown = spread(markers, axis);
  const kills = shown.filter(({ kind }) => kind === 'kill');
  const isNamed = kills.length <= MOST_NAMED;
  return (
    <div aria-hidden className={cx('relative', isLarge ? 'h-6' : 'h-4')}>
      {shown.map((m) => {
        const at = axis.at(m.seq);
        const name = isNamed && m.kind === 'kill' ? m.label.replace(/ killed$/, '') : null;
        const isRight = at > 0.85;
        return (
          <span
            key={`${m.seq} ${m.kind}`}
            title={`${entryNumber(m.seq)} ${m.label}`}
            className={cx(
              'absolute bottom-0 whitespace-nowrap',
              isLarge && m.kind === 'kill' ? 'text-xl leading-6' : 'text-xs leading-4',
              name === null
                ? isWritten(m)
                  ? 'translate-x-1/2'
                  : '-translate-x-1/2'
                : isRight
                  ? '-translate-x-[calc(100%-0.375rem)]'
                  : '-translate-x-1.5',
              LOOK[m.kind].tone,
            )}
            style={{ left: `${at * 100}%` }}
          >
            {name !== null && isRight && <span className="mr-1 font-mono">{name}</span>}
            {LOOK[m.kind].sign}
            {name !== null && !isRight && <span className="ml-1 font-mono">{name}</span>}
          </span>
        );
      })}
    </div>
  );
}

/** At most one mark for each spot of the line, the most serious: a thousand refusals must not draw a thousand elements. */
function spread(markers: Marker[], axis: Axis): Marker[] {
  const best = new Map<string, Marker>();
  for (const m of markers) {
    const bucket = `${Math.round(axis.at(m.seq) * BUCKETS)} ${isWritten(m)}`;
    const was = best.get(bucket);
    if (!was || LOOK[m.kind].order > LOOK[was.kind].order) best.set(bucket, m);
  }
  return [...best.values()];
}
