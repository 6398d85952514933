import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { AccountScreen } from '@/features/account/AccountScreen.tsx';
import { api } from '@/trpc/server.ts';

export const metadata: Metadata = { title: 'Your account' };

export default async function Page() {
  const { me } = await api();
  const known = await me.get();
  if (!known) redirect('/login?next=/account');
  if (known.user.isGuest) redirect('/home');
  return <AccountScreen />;
}
