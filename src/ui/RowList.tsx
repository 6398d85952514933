import type { ReactNode } from 'react';
import { cx } from './cx.ts';

/** A list on one surface; its children are `Row`s. */
export function RowList({
  children,
  className,
  isOrdered,
}: {
  children: ReactNode;
  className?: string;
  isOrdered?: boolean;
}) {
  const Tag = isOrdered ? 'ol' : 'ul';
  return <Tag className={cx('divide-y divide-line rounded-lg border border-line bg-panel', className)}>{children}</Tag>;
}

/** One item: its name and links in the first line, small facts below. */
export function Row({ children, className }: { children: ReactNode; className?: string }) {
  return <li className={cx('grid min-w-0 gap-1 px-3.5 py-2.5', className)}>{children}</li>;
}
