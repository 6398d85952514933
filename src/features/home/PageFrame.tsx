'use client';
import type { ReactNode } from 'react';
import { AppBar, type Crumb } from '@/ui/AppBar.tsx';
import { cx } from '@/ui/cx.ts';
import { useMe } from './useMe.ts';

/** The library for logging in and out is large, and every page has this frame: it comes when it is needed. */
const signOut = () => void import('../login/authClient.ts').then((auth) => auth.signOut());

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
  const me = useMe();
  const user = me && { name: me.name, detail: me.email ?? 'guest' };
  return (
    <div className="flex min-h-dvh flex-col">
      <AppBar
        crumbs={crumbs}
        user={user}
        userItems={[
          { kind: 'link', label: 'Home', href: '/home' },
          { kind: 'link', label: 'Labs', href: '/labs' },
          { kind: 'link', label: 'Handbook', href: '/handbook' },
          { kind: 'separator' },
          { label: 'Log out', onSelect: signOut },
        ]}
      >
        {bar}
      </AppBar>
      <main className={cx('grid w-full grow content-start gap-6 px-4 py-6', !isWide && 'mx-auto max-w-5xl', className)}>
        {children}
      </main>
    </div>
  );
}
