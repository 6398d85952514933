import type { Metadata } from 'next';
import { HomeScreen } from '@/features/home/HomeScreen.tsx';

export const metadata: Metadata = { title: 'Home' };

export default function Page() {
  return <HomeScreen />;
}
