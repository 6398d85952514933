'use client';
import { formatPoints } from '@overcommit/coursework';
import type { RubricItemShape } from '@overcommit/protocol/api';
import { useEffect, useRef } from 'react';
import { SectionTitle } from '@/ui/Card.tsx';
import { cx } from '@/ui/cx.ts';
import { outOfRubric, type Place } from './deskModel.ts';
import { PointsForm } from './PointsForm.tsx';
import { RubricRow } from './RubricRow.tsx';
import type { Desk } from './useDesk.ts';

/** Free pixels below the selected item, and above it for the sticky heading. */
const EDGE = 14;
const HEAD = 52;

type Props = {
  desk: Desk;
  place: Place;
  rubric: RubricItemShape[];
  selected: number;
  onSelect: (item: number) => void;
  onNext: () => void;
};

/** Scrolls the panel, never the page, so that the selected item is in view. */
function useItemInView(selected: number) {
  const box = useRef<HTMLElement>(null);
  const list = useRef<HTMLUListElement>(null);
  // Layout is only known after drawing.
  useEffect(() => {
    const item = list.current?.children[selected]?.getBoundingClientRect();
    const view = box.current?.getBoundingClientRect();
    if (!box.current || !item || !view) return;
    const below = item.bottom + EDGE - view.bottom;
    const above = view.top + HEAD - item.top;
    if (below > 0) box.current.scrollTop += below;
    else if (above > 0) box.current.scrollTop -= above;
  }, [selected]);
  return { box, list };
}

/** The rubric of one student: every item with its points. The selected item can be graded. */
export function RubricPanel({ desk, place, rubric, selected, onSelect, onNext }: Props) {
  const { box, list } = useItemInView(selected);
  return (
    <section
      ref={box}
      aria-label="Rubric"
      className="grid content-start gap-3 overflow-y-auto border-line bg-panel p-3.5 pt-0 max-lg:border-t lg:border-l"
    >
      <div className="sticky top-0 z-20 -mx-3.5 flex items-baseline justify-between gap-3 bg-panel px-3.5 pt-3.5 pb-1">
        <SectionTitle>Rubric</SectionTitle>
        <b className="text-lg font-semibold tabular-nums">
          {formatPoints(place.total.points)}{' '}
          <span className="text-sm font-normal text-soft">of {formatPoints(outOfRubric(rubric))}</span>
        </b>
      </div>
      <ul ref={list} className="grid gap-2">
        {rubric.map((item, index) => {
          const row = place.rows[index];
          if (!row) return null;
          const isSelected = index === selected;
          return (
            <li
              key={item.id}
              className={cx(
                'rounded-lg border',
                isSelected && 'border-focus! shadow-[0_0_0_1px_var(--focus)]',
                row.points !== null && row.points > 0 && 'bg-[color-mix(in_srgb,var(--ok)_8%,var(--panel))]',
              )}
            >
              <RubricRow item={item} row={row} isSelected={isSelected} onSelect={() => onSelect(index)} />
              {isSelected && (
                <PointsForm
                  key={`${place.key} ${item.id} ${row.version}`}
                  item={item}
                  row={row}
                  desk={desk}
                  onNext={onNext}
                />
              )}
            </li>
          );
        })}
      </ul>
    </section>
  );
}
