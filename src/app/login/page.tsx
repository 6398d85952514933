import type { Metadata } from 'next';
import { Suspense } from 'react';
import { LoginScreen } from '@/features/login/LoginScreen.tsx';

export const metadata: Metadata = { title: 'Log in' };

/** The address's parameters are known in the browser only, so the page needs a boundary. */
export default function Page() {
  return (
    <Suspense>
      <LoginScreen />
    </Suspense>
  );
}
