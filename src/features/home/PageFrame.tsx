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

/** Bar, crumbs and the page below them. `isWide` gives the page the whole width, and its bar no other links; `isDesk` the window's height, where there is room. */
export function PageFrame({
  crumbs,
  bar,
  isWide,
  isDesk,
  className,
  children,
}: {
  crumbs?: Crumb[];
  bar?: ReactNode;
  isWide?: boolean;
  /** Its columns scroll, not the page. */
  isDesk?: boolean;
  className?: string;
  children: ReactNode;
}) {
  const { user, items } = useUser();
  const path = usePathname();
  const links = isWide ? [] : PAGES.map((page) => ({ ...page, isHere: path.startsWith(page.href) }));
  return (
    <div className={cx('flex min-h-dvh flex-col', isDesk && 'lg:h-dvh')}>
      <AppBar crumbs={crumbs} user={user} userItems={items} links={links}>
        {bar}
      </AppBar>
      <main
        className={cx(
          'grid w-full grow content-start',
          isDesk ? 'lg:min-h-0 lg:grid-rows-[minmax(0,1fr)_auto] lg:content-stretch' : 'gap-6 px-4 py-6',
          !isWide && 'mx-auto max-w-5xl',
          className,
        )}
      >
        {children}
      </main>
    </div>
  );
}
