'use client';
import { Ellipsis } from 'lucide-react';
import { cx } from '@/ui/cx.ts';
import { Menu } from '@/ui/Menu.tsx';
import { PARTS, type PartId, type ShownPart } from './useShownPart.ts';

type Props = {
  shown: ShownPart;
  tabs: { id: string; label: string }[];
  /** A kill that the reader has not looked at yet. */
  hasNews: boolean;
};

const ITEM = 'relative flex min-h-11 min-w-0 flex-1 items-center justify-center rounded-md px-1 text-xs font-medium';

/** Small screens: one bar at the bottom chooses the part that is shown. What is used less is behind More. */
export function PartBar({ shown: { part, tab, showPart, showTab }, tabs, hasNews }: Props) {
  const hasHandout = tabs.some(({ id }) => id === 'handout');
  const main = PARTS.filter(({ id }) => id !== 'shell' && (id !== 'handout' || hasHandout));
  const others = tabs.filter(({ id }) => !main.some((one) => one.id === id));
  const current: PartId | 'more' = part !== 'why' ? part : (main.find(({ id }) => id === tab)?.id ?? 'more');
  return (
    <nav
      aria-label="Parts of the screen"
      className="z-10 flex shrink-0 gap-0.5 border-t short:sticky short:bottom-0 border-line bg-panel p-1 pb-[max(0.25rem,env(safe-area-inset-bottom))] min-[1100px]:hidden"
    >
      {main.map(({ id, label }) => (
        <button
          key={id}
          type="button"
          aria-pressed={id === current}
          onClick={() => (id === 'why' ? showTab('why') : showPart(id))}
          className={cx(ITEM, id === current ? 'bg-sunk text-ink' : 'text-soft')}
        >
          {label}
          {id === 'why' && hasNews && <NewsDot className="absolute top-2 ml-9" />}
        </button>
      ))}
      <Menu
        align="end"
        trigger={
          <button
            type="button"
            className={cx(ITEM, current === 'more' || current === 'shell' ? 'bg-sunk text-ink' : 'text-soft')}
          >
            <Ellipsis aria-hidden className="mr-1 size-3.5" />
            More
          </button>
        }
        items={[
          { label: 'Shell', onSelect: () => showPart('shell') },
          ...others.map(({ id, label }) => ({ label, onSelect: () => showTab(id) })),
        ]}
      />
    </nav>
  );
}

/** Something red was not looked at. The live region says it to those who do not see it. */
export function NewsDot({ className }: { className?: string }) {
  return <span aria-hidden className={cx('inline-block size-1.5 rounded-full bg-kill', className)} />;
}
