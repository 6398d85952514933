import { TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { cx } from './cx.ts';

/** Nothing here yet, and what to do next. */
export function EmptyState({
  title,
  children,
  action,
  className,
}: {
  title: string;
  children?: ReactNode;
  action?: ReactNode;
  className?: string;
}) {
  return (
    <div
      className={cx(
        'grid justify-items-start gap-2 rounded-lg border border-dashed border-line-strong/60 p-4',
        className,
      )}
    >
      <p className="font-medium">{title}</p>
      {children && <div className="text-sm text-soft text-pretty">{children}</div>}
      {action}
    </div>
  );
}

/** What happened, why, and what to try. */
export function ErrorState({
  title,
  why,
  action,
  className,
}: {
  title: string;
  why?: ReactNode;
  action?: ReactNode;
  className?: string;
}) {
  return (
    <div
      role="alert"
      className={cx('grid justify-items-start gap-2 rounded-lg border border-warn/40 bg-warn-bg p-4', className)}
    >
      <p className="flex items-center gap-2 font-medium text-warn">
        <TriangleAlert className="size-4 shrink-0" aria-hidden />
        {title}
      </p>
      {why && <div className="text-sm text-pretty break-words">{why}</div>}
      {action}
    </div>
  );
}

/** A placeholder while something loads. Give it the size of what will come. */
export function Skeleton({ className, label = 'Loading' }: { className?: string; label?: string }) {
  return <div role="status" aria-label={label} className={cx('skeleton h-4', className)} />;
}
