'use client';
import { usePathname } from 'next/navigation';
import type { ReactNode } from 'react';
import { AppBar, type Crumb } from '@/ui/AppBar.tsx';
import { cx } from '@/ui/cx.ts';
import { useUser } from '../useUser.ts';

const PAGES = [
  { label: 'Labs', href: '/labs' },
  { label: 'Handbook', href: '/handbook' },
];

/** Bar, crumbs and the page below them. `isWide` gives the page the whole width, and its bar no other links. */
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
  const path = usePathname();
  const links = isWide ? [] : PAGES.map((page) => ({ ...page, isHere: path.startsWith(page.href) }));
  return (
    <div className="flex min-h-dvh flex-col">
      <AppBar crumbs={crumbs} user={user} userItems={items} links={links}>
        {bar}
      </AppBar>
      <main className={cx('grid w-full grow content-start gap-6 px-4 py-6', !isWide && 'mx-auto max-w-5xl', className)}>
        {children}
      </main>
    </div>
  );
}
