import type { Metadata } from 'next';
import { Suspense } from 'react';
import { SetupScreen } from '@/features/login/SetupScreen.tsx';

export const metadata: Metadata = { title: 'Set up' };

/** What stands in the address is known in the browser only, hence the boundary. */
export default function Page() {
  return (
    <Suspense>
      <SetupScreen />
    </Suspense>
  );
}
