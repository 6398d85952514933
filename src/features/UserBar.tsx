'use client';
import type { ReactNode } from 'react';
import { AppBar, type Crumb } from '@/ui/AppBar.tsx';
import { useUser } from './useUser.ts';

/** The bar at the top of every page, with the account of the person who is logged in. */
export function UserBar({ crumbs, children }: { crumbs: Crumb[]; children?: ReactNode }) {
  const { user, items } = useUser();
  return (
    <AppBar crumbs={crumbs} user={user} userItems={items} className="shrink-0">
      {children}
    </AppBar>
  );
}
