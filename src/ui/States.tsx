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

/** Lucide's "triangle-alert" as plain SVG: every page loads the page for errors, which must not bring the icon library. */
function WarningSign() {
  return (
    <svg
      className="size-4 shrink-0"
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth={2}
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden
    >
      <path d="m21.73 18-8-14a2 2 0 0 0-3.48 0l-8 14A2 2 0 0 0 4 21h16a2 2 0 0 0 1.73-3" />
      <path d="M12 9v4" />
      <path d="M12 17h.01" />
    </svg>
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
        <WarningSign />
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
