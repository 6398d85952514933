import type { ComponentProps, ReactNode } from 'react';
import { cx } from './cx.ts';

/** A surface. `as="section"` with a heading inside is the usual way. */
export function Card({
  className,
  as: Tag = 'div',
  ...rest
}: ComponentProps<'div'> & { as?: 'div' | 'section' | 'article' | 'li' }) {
  const Any = Tag as 'div';
  return <Any className={cx('min-w-0 rounded-lg border border-line bg-panel', className)} {...rest} />;
}

/** The small upper-case heading of a part of the page. */
export function SectionTitle({
  as: Tag = 'h2',
  className,
  children,
  note,
}: {
  as?: 'h2' | 'h3';
  className?: string;
  children: ReactNode;
  note?: ReactNode;
}) {
  return (
    <Tag className={cx('text-2xs font-semibold tracking-wider text-soft uppercase', className)}>
      {children}
      {note && <span className="font-normal tracking-normal normal-case"> · {note}</span>}
    </Tag>
  );
}

/** Page title with a line below and actions at its right. */
export function PageTitle({ title, lead, actions }: { title: ReactNode; lead?: ReactNode; actions?: ReactNode }) {
  return (
    <div className="flex flex-wrap items-end justify-between gap-3">
      <div className="min-w-0 max-w-prose">
        <h1 className="text-xl font-semibold tracking-tight text-balance break-words">{title}</h1>
        {lead && <p className="mt-1 text-base text-soft text-pretty">{lead}</p>}
      </div>
      {actions && <div className="flex flex-wrap items-center gap-2 print:hidden">{actions}</div>}
    </div>
  );
}
