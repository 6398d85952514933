import type { Metadata } from 'next';
import { NuqsAdapter } from 'nuqs/adapters/next/app';
import { Suspense } from 'react';
import { ReplayScreen } from '@/features/replay/ReplayScreen.tsx';

export const metadata: Metadata = { title: 'Replay' };

export default async function ReplayPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  return (
    <NuqsAdapter>
      <Suspense>
        <ReplayScreen machineId={id} />
      </Suspense>
    </NuqsAdapter>
  );
}
