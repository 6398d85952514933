'use client';
import type { ReactNode } from 'react';
import { AppBar, type Crumb } from '@/ui/AppBar.tsx';
import { useUser } from './useUser.ts';

/** The bar at the top of every page, with the account of the person who is logged in. */
export function UserBar({
  crumbs,
  ...rest
}: {
  crumbs: Crumb[];
  children?: ReactNode;
  /** See `AppBar`. */
  brief?: ReactNode;
  isOpen?: boolean;
}) {
  const { user, items } = useUser();
  return <AppBar crumbs={crumbs} user={user} userItems={items} className="shrink-0" {...rest} />;
}
