'use client';
import { useQuery } from '@tanstack/react-query';
import { useTRPC } from '@/trpc/client.tsx';
import type { MenuItem } from '@/ui/Menu.tsx';

/** The user and the menu for the top bar: undefined while unknown, null when not logged in. */
export function useUser(): { user: { name: string; detail?: string } | null | undefined; items: MenuItem[] } {
  const trpc = useTRPC();
  const { data } = useQuery(trpc.me.get.queryOptions());
  if (data === undefined) return { user: undefined, items: [] };
  if (data === null) return { user: null, items: [] };
  const { name, email, isGuest, isHost } = data.user;
  const items: MenuItem[] = [
    { kind: 'link', label: 'Home', href: '/home' },
    { kind: 'link', label: 'Labs', href: '/labs' },
    { kind: 'link', label: 'Handbook', href: '/handbook' },
    ...(isHost ? [{ kind: 'link' as const, label: 'This service', href: '/admin' }] : []),
    ...(isGuest ? [] : [{ kind: 'link' as const, label: 'Your account', href: '/account' }]),
    { kind: 'separator' },
    { label: 'Log out', onSelect: logOut },
  ];
  return { user: { name, detail: isGuest ? 'guest' : (email ?? undefined) }, items };
}

/** The library for logging in and out is large: load it when it is needed. */
const logOut = () => void import('./login/authClient.ts').then((auth) => auth.signOut());
