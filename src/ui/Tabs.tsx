'use client';
import { type KeyboardEvent, type ReactNode, useId, useState } from 'react';
import { cx } from './cx.ts';

export type Tab = { id: string; label: ReactNode; content: ReactNode };

type Props = {
  label: string;
  tabs: Tab[];
  value?: string;
  defaultValue?: string;
  onValueChange?: (id: string) => void;
  className?: string;
  listClassName?: string;
  panelClassName?: string;
};

/** Tabs with arrow keys, after the ARIA pattern; uncontrolled unless `value` is given. Only the open panel exists. */
export function Tabs({
  label,
  tabs,
  value,
  defaultValue,
  onValueChange,
  className,
  listClassName,
  panelClassName,
}: Props) {
  const base = useId();
  const [inside, setInside] = useState(defaultValue ?? tabs[0]?.id);
  const current = tabs.find((t) => t.id === (value ?? inside)) ?? tabs[0];
  if (!current) return null;
  const show = (id: string) => {
    setInside(id);
    onValueChange?.(id);
  };
  return (
    <div className={cx('flex min-h-0 min-w-0 flex-col', className)}>
      <TabList {...{ base, label, tabs, current, show }} className={listClassName} />
      <div
        key={current.id}
        id={`${base}-panel`}
        role="tabpanel"
        aria-labelledby={`${base}-${current.id}`}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a panel that scrolls must be reachable by keyboard
        tabIndex={0}
        className={cx('min-h-0 min-w-0 flex-1 -outline-offset-2', panelClassName)}
      >
        {current.content}
      </div>
    </div>
  );
}

type ListProps = Pick<Props, 'label' | 'tabs' | 'className'> & {
  base: string;
  current: Tab;
  show: (id: string) => void;
};

function TabList({ base, label, tabs, current, show, className }: ListProps) {
  const onKeyDown = (e: KeyboardEvent) => {
    const at = tabs.indexOf(current);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: tabs.length - 1 }[e.key];
    const next = to === undefined ? undefined : tabs[(to + tabs.length) % tabs.length];
    if (!next) return;
    e.preventDefault();
    show(next.id);
    document.getElementById(`${base}-${next.id}`)?.focus();
  };
  return (
    <div
      role="tablist"
      aria-label={label}
      onKeyDown={onKeyDown}
      className={cx('flex shrink-0 gap-0.5 overflow-x-auto border-b border-line px-2.5', className)}
    >
      {tabs.map((t) => (
        <button
          key={t.id}
          id={`${base}-${t.id}`}
          type="button"
          role="tab"
          aria-selected={t === current}
          aria-controls={t === current ? `${base}-panel` : undefined}
          tabIndex={t === current ? 0 : -1}
          onClick={() => show(t.id)}
          className="-mb-px border-b-2 border-transparent px-2.5 pt-2.5 pb-2 font-medium whitespace-nowrap text-soft -outline-offset-2 hover:text-ink aria-selected:border-ink aria-selected:text-ink"
        >
          {t.label}
        </button>
      ))}
    </div>
  );
}
