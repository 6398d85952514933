import type { Metadata } from 'next';
import { Suspense } from 'react';
import { KeepScreen } from '@/features/sandbox/KeepScreen.tsx';

export const metadata: Metadata = { title: 'Keep the machine' };

export default function Page() {
  return (
    <Suspense>
      <KeepScreen />
    </Suspense>
  );
}
