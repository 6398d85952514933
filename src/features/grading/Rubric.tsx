'use client';
import { type Cap, formatPoints, rubricOutOf, totalOf } from '@overcommit/coursework';
import type { DeskCell, DeskItem, DeskSheet, DeskVerdict } from '@overcommit/protocol/api';
import { Check, CircleAlert, Flag, Minus, PenLine, X } from 'lucide-react';
import { type ReactNode, useLayoutEffect, useRef } from 'react';
import { SectionTitle } from '@/ui/Card.tsx';
import { cx } from '@/ui/cx.ts';
import { creditOf } from '../grades/creditWords.ts';
import { shownCell } from './deskModel.ts';
import type { CellAt, SaveQueue } from './saving/saveQueue.ts';

const SIGN = {
  earned: { Icon: Check, words: 'earned' },
  partly: { Icon: Minus, words: 'partly earned' },
  missed: { Icon: X, words: 'not earned' },
  error: { Icon: CircleAlert, words: 'could not be evaluated' },
} as const;

type Props = {
  items: readonly DeskItem[];
  caps: readonly Cap[];
  sheet: DeskSheet | null;
  /** From the queue: shown until the sheet is there. */
  cell: DeskCell | null;
  current: CellAt;
  queue: SaveQueue;
  onSelect: (at: CellAt) => void;
  /** The form of the selected cell. */
  children: ReactNode;
};

/** The rubric of one row: its items with their points; the form of the selected one stands below it. */
export function Rubric({ items, caps, sheet, cell, current, queue, onSelect, children }: Props) {
  const selected = useRef<HTMLLIElement>(null);
  // Before the picture is drawn: the selected item is in view, and the page itself does not scroll.
  // biome-ignore lint/correctness/useExhaustiveDependencies: they say when another item was selected, and when its form came
  useLayoutEffect(() => {
    const box = selected.current?.closest('[data-rubric]');
    if (!box || !selected.current) return;
    const [line, view] = [selected.current.getBoundingClientRect(), box.getBoundingClientRect()];
    if (line.bottom > view.bottom) box.scrollTop += line.bottom - view.bottom + 14;
    else if (line.top < view.top + 48) box.scrollTop -= view.top + 48 - line.top;
  }, [current.itemId, cell === null]);
  return (
    <section
      aria-label="Rubric"
      data-rubric
      className="grid min-w-0 content-start gap-3 overflow-y-auto border-line bg-panel p-3.5 pt-0 max-lg:border-t lg:border-l"
    >
      <Total {...{ items, caps, sheet, current, queue }} />
      <ul className="grid grid-cols-1 gap-2">
        {items.map((item) => {
          const isSelected = item.id === current.itemId;
          const at = isSelected ? current : cellOfItem(sheet, item, current);
          const own = sheet?.cells.find((one) => one.itemId === at?.itemId && one.rowId === at?.rowId) ?? null;
          return (
            <li
              key={item.id}
              ref={isSelected ? selected : undefined}
              className={cx('rounded-lg border', isSelected && 'border-focus! shadow-[0_0_0_1px_var(--focus)]')}
            >
              <ItemRow
                item={item}
                cell={own ?? (isSelected ? cell : null)}
                verdict={sheet?.verdicts.find((one) => one.itemId === at?.itemId && one.rowId === at?.rowId) ?? null}
                queue={queue}
                isSelected={isSelected}
                onSelect={at && !isSelected ? () => onSelect({ rowId: at.rowId, itemId: item.id }) : null}
              />
              {isSelected && children}
            </li>
          );
        })}
      </ul>
      {sheet && <Credit members={sheet.members} rowId={current.rowId} />}
    </section>
  );
}

/** What each member did on the machines, in words. The one whose row is open stands out. */
function Credit({ members, rowId }: { members: DeskSheet['members']; rowId: string }) {
  const known = members.flatMap(({ credit, ...who }) =>
    credit ? [{ ...who, words: creditOf(credit).join(', ') }] : [],
  );
  if (known.length === 0) return null;
  return (
    <section aria-label="Who did what" className="grid gap-1.5">
      <SectionTitle>Who did what</SectionTitle>
      <ul className="grid gap-1 text-xs text-soft">
        {known.map(({ rowId: row, pseudonym, name, words }) => (
          <li key={row} className="text-pretty break-words">
            <b className={cx('font-semibold', row === rowId && 'text-ink')}>{name ?? pseudonym}</b>: {words}.
          </li>
        ))}
      </ul>
    </section>
  );
}

/** The same row where it has a cell of this item, else the team or its first member. */
function cellOfItem(sheet: DeskSheet | null, item: DeskItem, current: CellAt): DeskCell | null {
  const cells = sheet?.cells.filter(({ itemId }) => itemId === item.id) ?? [];
  return cells.find(({ rowId }) => rowId === current.rowId) ?? cells[0] ?? null;
}

function Total({ items, caps, sheet, current, queue }: Pick<Props, 'items' | 'caps' | 'sheet' | 'current' | 'queue'>) {
  const points = items.map((item) => {
    const cell = sheet && cellOfItem(sheet, item, current);
    const verdict = sheet?.verdicts.find(({ itemId, rowId }) => itemId === item.id && rowId === cell?.rowId);
    const shown = cell ? (shownCell(queue, cell).points ?? verdict?.points ?? null) : null;
    return { itemId: item.id, points: shown };
  });
  const sum = totalOf(points, caps).points;
  return (
    <div className="sticky top-0 z-20 -mx-3.5 flex items-baseline justify-between gap-3 bg-panel px-3.5 pt-3.5 pb-1">
      <SectionTitle>Rubric</SectionTitle>
      <b className="text-lg font-semibold tabular-nums">
        {sheet ? formatPoints(sum) : '–'}{' '}
        <span className="text-sm font-normal text-soft">of {formatPoints(rubricOutOf({ items, caps }))}</span>
      </b>
    </div>
  );
}

function ItemRow({
  item,
  cell,
  verdict,
  queue,
  isSelected,
  onSelect,
}: {
  item: DeskItem;
  cell: DeskCell | null;
  verdict: DeskVerdict | null;
  queue: SaveQueue;
  isSelected: boolean;
  onSelect: (() => void) | null;
}) {
  const shown = cell && shownCell(queue, cell);
  const points = shown?.points ?? verdict?.points ?? null;
  return (
    <div className="relative grid grid-cols-[1.5rem_minmax(0,1fr)_auto] items-start gap-2 px-2.5 py-2">
      <Sign item={item} verdict={verdict} />
      <div className="min-w-0">
        <button
          type="button"
          aria-pressed={isSelected}
          disabled={onSelect === null && !isSelected}
          onClick={() => onSelect?.()}
          className="text-left break-words after:absolute after:inset-0"
        >
          {item.title}
        </button>
        <p className="mt-0.5 text-2xs text-soft">
          {item.kind === 'automatic' ? 'automatic' : 'read by a person'}, for{' '}
          {item.scope === 'group' ? 'the group' : 'each member'}
          {shown?.points != null && shown.by && ` · ${formatPoints(shown.points)} by ${shown.by}`}
          {shown?.isFlagged && (
            <span className="text-warn">
              {' '}
              · <Flag className="inline size-2.5" aria-hidden /> flagged
            </span>
          )}
        </p>
        {verdict && <p className="mt-1 text-xs text-pretty break-words">{verdict.explanation}</p>}
      </div>
      <b className="text-right font-semibold tabular-nums">
        {points === null ? '–' : formatPoints(points)}
        <span className="font-normal text-soft">
          {' '}
          / {formatPoints(item.isPenalty ? -item.outOf : item.outOf)}
          {(item.isBonus || item.isPenalty) && (
            <span className="block text-2xs">{item.isBonus ? 'bonus' : 'penalty'}</span>
          )}
        </span>
      </b>
    </div>
  );
}

function Sign({ item, verdict }: { item: DeskItem; verdict: DeskVerdict | null }) {
  const box = 'grid size-5 place-items-center rounded-sm border text-soft [&_svg]:size-3';
  if (item.kind === 'manual' || !verdict)
    return (
      <span className={box} title={item.kind === 'manual' ? 'read by a person' : 'not looked at yet'}>
        {item.kind === 'manual' && <PenLine aria-hidden />}
      </span>
    );
  const { Icon, words } = SIGN[verdict.verdict];
  return (
    <span className={cx(box, verdict.verdict === 'error' && 'text-warn')} title={words}>
      <Icon aria-hidden />
      <span className="sr-only">{words}</span>
    </span>
  );
}
