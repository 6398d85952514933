import { formatPoints } from '@overcommit/coursework';
import type { GradeRow, RubricItemShape } from '@overcommit/protocol/api';
import { Check, CircleAlert, Minus, PenLine, X } from 'lucide-react';
import Link from 'next/link';
import { LINK } from '@/ui/Small.tsx';

const SHOWN_LINKS = 6;

const SIGN = {
  earned: { Icon: Check, words: 'earned' },
  partly: { Icon: Minus, words: 'partly earned' },
  missed: { Icon: X, words: 'not earned' },
  error: { Icon: CircleAlert, words: 'could not be evaluated' },
} as const;

/** One item: verdict, title, points; below them why, and the entries that decided it. */
export function RubricRow({
  item,
  row,
  isSelected,
  onSelect,
}: {
  item: RubricItemShape;
  row: GradeRow;
  isSelected: boolean;
  onSelect: () => void;
}) {
  return (
    <div className="relative grid grid-cols-[1.5rem_minmax(0,1fr)_auto] items-start gap-2 px-2.5 py-2">
      <Sign row={row} />
      <div className="min-w-0">
        <button
          type="button"
          aria-pressed={isSelected}
          onClick={onSelect}
          className="text-left break-words after:absolute after:inset-0"
        >
          {item.title}
        </button>
        <p className="mt-0.5 text-2xs text-soft">
          {row.automatic
            ? `automatic, for ${item.scope === 'group' ? 'the group' : 'each member'}`
            : 'read by a person'}
          {row.manual && ` · ${formatPoints(row.manual.points)} by ${row.manual.by}`}
        </p>
        {row.automatic && <p className="mt-1 text-xs text-pretty break-words">{row.automatic.explanation}</p>}
        {row.automatic && <EvidenceLinks machineId={row.machineId} evidence={row.automatic.evidence} />}
      </div>
      <b className="text-right font-semibold tabular-nums">
        {row.points === null ? '–' : formatPoints(row.points)}
        <span className="font-normal text-soft">
          {' '}
          / {formatPoints(item.outOf)}
          {item.isBonus && <span className="block text-2xs">bonus</span>}
        </span>
      </b>
    </div>
  );
}

function Sign({ row }: { row: GradeRow }) {
  const box = 'grid size-5 place-items-center rounded-sm border text-soft [&_svg]:size-3';
  if (!row.automatic) {
    return (
      <span className={box} title="read by a person">
        <PenLine aria-hidden />
      </span>
    );
  }
  const { Icon, words } = SIGN[row.automatic.verdict];
  return (
    <span className={`${box} ${row.automatic.verdict === 'error' ? 'text-warn' : ''}`} title={words}>
      <Icon aria-hidden />
      <span className="sr-only">{words}</span>
    </span>
  );
}

function EvidenceLinks({ machineId, evidence }: { machineId: string; evidence: number[] }) {
  if (evidence.length === 0) return null;
  const shown = evidence.slice(0, SHOWN_LINKS);
  return (
    <p className="relative z-10 mt-1 flex flex-wrap gap-x-2 text-xs">
      {shown.map((seq) => (
        <Link
          key={seq}
          href={`/machines/${machineId}/replay?at=${seq}`}
          className={LINK}
          aria-label={`Replay at entry ${seq}`}
        >
          #{seq}
        </Link>
      ))}
      {evidence.length > shown.length && <span className="text-soft">and {evidence.length - shown.length} more</span>}
    </p>
  );
}
