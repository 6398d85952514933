import type { Metadata } from 'next';
import { RegradesScreen } from '@/features/grades/RegradesScreen.tsx';

export const metadata: Metadata = { title: 'Regrades' };

export default async function Page({ params }: { params: Promise<{ id: string }> }) {
  return <RegradesScreen assignmentId={(await params).id} />;
}
