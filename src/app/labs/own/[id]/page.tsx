import type { Metadata } from 'next';
import { OwnLabScreen } from '@/features/ownLabs/OwnLabScreen.tsx';

export const metadata: Metadata = { title: 'Lab' };

export default async function Page({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  return <OwnLabScreen labId={id} />;
}
