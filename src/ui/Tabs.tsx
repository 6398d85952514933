'use client';
import * as Radix from 'radix-ui/tabs';
import type { ReactNode } from 'react';
import { cx } from './cx.ts';

export type Tab = { id: string; label: ReactNode; content: ReactNode };

/** Tabs with arrow keys; uncontrolled unless `value` is given. */
export function Tabs({
  label,
  tabs,
  value,
  defaultValue,
  onValueChange,
  className,
  panelClassName,
}: {
  label: string;
  tabs: Tab[];
  value?: string;
  defaultValue?: string;
  onValueChange?: (id: string) => void;
  className?: string;
  panelClassName?: string;
}) {
  return (
    <Radix.Root
      className={cx('flex min-h-0 min-w-0 flex-col', className)}
      value={value}
      defaultValue={value === undefined ? (defaultValue ?? tabs[0]?.id) : undefined}
      onValueChange={onValueChange}
    >
      <Radix.List aria-label={label} className="flex shrink-0 gap-0.5 overflow-x-auto border-b border-line px-2.5">
        {tabs.map((t) => (
          <Radix.Trigger
            key={t.id}
            value={t.id}
            className="-mb-px border-b-2 border-transparent px-2.5 pt-2.5 pb-2 font-medium whitespace-nowrap text-soft -outline-offset-2 hover:text-ink data-[state=active]:border-ink data-[state=active]:text-ink"
          >
            {t.label}
          </Radix.Trigger>
        ))}
      </Radix.List>
      {tabs.map((t) => (
        <Radix.Content
          key={t.id}
          value={t.id}
          className={cx('min-h-0 min-w-0 flex-1 -outline-offset-2', panelClassName)}
        >
          {t.content}
        </Radix.Content>
      ))}
    </Radix.Root>
  );
}
