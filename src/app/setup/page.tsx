import type { Metadata } from 'next';
import { Suspense } from 'react';
import { SetupScreen } from '@/features/login/SetupScreen.tsx';

export const metadata: Metadata = { title: 'Set up' };

/** The address's parameters are known in the browser only, so the page needs a boundary. */
export default function Page() {
  return (
    <Suspense>
      <SetupScreen />
    </Suspense>
  );
}
