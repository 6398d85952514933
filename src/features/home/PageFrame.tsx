'use client';
import type { ReactNode } from 'react';
import { AppBar, type Crumb } from '@/ui/AppBar.tsx';
import { cx } from '@/ui/cx.ts';
import { useUser } from '../useUser.ts';

/** Bar, crumbs and the page below them. `isWide` gives the page the whole width. */
export function PageFrame({
  crumbs,
  bar,
  isWide,
  className,
  children,
}: {
  crumbs?: Crumb[];
  bar?: ReactNode;
  isWide?: boolean;
  className?: string;
  children: ReactNode;
}) {
  const { user, items } = useUser();
  return (
    <div className="flex min-h-dvh flex-col">
      <AppBar crumbs={crumbs} user={user} userItems={items}>
        {bar}
      </AppBar>
      <main className={cx('grid w-full grow content-start gap-6 px-4 py-6', !isWide && 'mx-auto max-w-5xl', className)}>
        {children}
      </main>
    </div>
  );
}
