import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { HomeScreen } from '@/features/home/HomeScreen.tsx';
import { api } from '@/trpc/server.ts';

export const metadata: Metadata = { title: 'Home' };

export default async function Page() {
  const { me } = await api();
  if (!(await me.get())) redirect('/login?next=/home');
  return <HomeScreen />;
}
