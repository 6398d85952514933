'use client';
import { useQuery } from '@tanstack/react-query';
import { useTRPC } from '@/trpc/client.tsx';
import type { MenuItem } from '@/ui/Menu.tsx';

/** Who is logged in, as the bar wants it: undefined while unknown, null for nobody. */
export function useUser(): { user: { name: string; detail?: string } | null | undefined; items: MenuItem[] } {
  const trpc = useTRPC();
  const { data } = useQuery(trpc.me.get.queryOptions());
  if (data === undefined) return { user: undefined, items: [] };
  if (data === null) return { user: null, items: [] };
  const { name, email, isGuest } = data.user;
  const items: MenuItem[] = [
    { kind: 'link', label: 'My machines', href: '/home' },
    { kind: 'link', label: 'Labs', href: '/labs' },
    { label: 'Log out', onSelect: () => void logOut() },
  ];
  return { user: { name, detail: isGuest ? 'guest' : (email ?? undefined) }, items };
}

/** A full load afterwards: nothing of the person may stay in memory. */
async function logOut(): Promise<void> {
  await fetch('/api/auth/sign-out', { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' });
  window.location.assign('/');
}
