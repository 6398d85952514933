import type { Metadata } from 'next';
import { Suspense } from 'react';
import { LoginScreen } from '@/features/login/LoginScreen.tsx';

export const metadata: Metadata = { title: 'Log in' };

/** What stands in the address is known in the browser only, hence the boundary. */
export default function Page() {
  return (
    <Suspense>
      <LoginScreen />
    </Suspense>
  );
}
