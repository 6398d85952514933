import type { Metadata } from 'next';
import { Suspense } from 'react';
import { GradingScreen } from '@/features/grading/GradingScreen.tsx';

export const metadata: Metadata = { title: 'Grading' };

export default async function Page({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  return (
    <Suspense>
      <GradingScreen assignmentId={id} />
    </Suspense>
  );
}
