import type { Metadata } from 'next';
import { CodeScreen } from '@/features/login/JoinScreen.tsx';

export const metadata: Metadata = { title: 'Join with a code' };

export default function Page() {
  return <CodeScreen />;
}
