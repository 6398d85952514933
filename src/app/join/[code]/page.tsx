import type { Metadata } from 'next';
import { JoinScreen } from '@/features/login/JoinScreen.tsx';

export const metadata: Metadata = { title: 'Join' };

export default async function Page({ params }: { params: Promise<{ code: string }> }) {
  const { code } = await params;
  return <JoinScreen code={decodeURIComponent(code)} />;
}
