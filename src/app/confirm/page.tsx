import type { Metadata } from 'next';
import { Suspense } from 'react';
import { ConfirmScreen } from '@/features/login/ConfirmScreen.tsx';

export const metadata: Metadata = { title: 'Confirm your account' };

/** The address's parameters are known in the browser only, so the page needs a boundary. */
export default function Page() {
  return (
    <Suspense>
      <ConfirmScreen />
    </Suspense>
  );
}
