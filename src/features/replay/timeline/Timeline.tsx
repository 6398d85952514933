import { entryNumber, figures, percent } from '@overcommit/reading';
import { cx } from '@/ui/cx.ts';
import type { Marker } from './transport.ts';

const LOOK = {
  kill: { sign: '✖', tone: 'text-kill', order: 5 },
  comment: { sign: '✎', tone: 'text-ink', order: 4 },
  prediction: { sign: '?', tone: 'text-ink', order: 3 },
  refusal: { sign: '▲', tone: 'text-warn', order: 2 },
  warning: { sign: '▲', tone: 'text-warn', order: 2 },
  setting: { sign: '◆', tone: 'text-focus', order: 1 },
};
const BUCKETS = 300;

/** A comment's mark is beside the mark of its entry. */
const isWritten = ({ kind }: Marker): boolean => kind === 'comment';

/** The entries on one line, with markers above it. Dragging or arrow keys move the replay. */
export function Timeline({
  seq,
  last,
  markers,
  sentence,
  onGoTo,
}: {
  seq: number;
  last: number;
  markers: Marker[];
  sentence: string;
  onGoTo: (seq: number) => void;
}) {
  return (
    <div className="relative h-9">
      <div aria-hidden className="absolute inset-x-[3px] top-0 h-4">
        {spread(markers, last).map((m) => (
          <span
            key={`${m.seq} ${m.kind}`}
            title={`${entryNumber(m.seq)} ${m.label}`}
            className={cx(
              'absolute text-2xs leading-4',
              isWritten(m) ? 'translate-x-1/2' : '-translate-x-1/2',
              LOOK[m.kind].tone,
            )}
            style={{ left: percent(m.seq, last) }}
          >
            {LOOK[m.kind].sign}
          </span>
        ))}
      </div>
      <div aria-hidden className="absolute inset-x-[3px] bottom-2 h-1.5 rounded-full bg-sunk">
        <div className="h-full rounded-full bg-soft" style={{ width: percent(seq, last) }} />
      </div>
      <input
        type="range"
        data-scrub
        aria-label="Entry"
        aria-valuetext={`entry ${figures(seq)} of ${figures(last)}. ${sentence}`}
        min={0}
        max={last}
        step={1}
        value={seq}
        onChange={(e) => onGoTo(e.target.valueAsNumber)}
        className="scrub absolute inset-x-0 bottom-0 h-5.5 w-full cursor-pointer"
      />
    </div>
  );
}

/** At most one mark for each spot of the line, the most serious: a thousand refusals must not draw a thousand elements. */
function spread(markers: Marker[], last: number): Marker[] {
  const best = new Map<string, Marker>();
  for (const m of markers) {
    const place = last <= BUCKETS ? m.seq : Math.round((m.seq / last) * BUCKETS);
    const bucket = `${place} ${isWritten(m)}`;
    const was = best.get(bucket);
    if (!was || LOOK[m.kind].order > LOOK[was.kind].order) best.set(bucket, m);
  }
  return [...best.values()];
}
