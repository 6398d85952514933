import type { Metadata } from 'next';
import { Suspense } from 'react';
import { SignupScreen } from '@/features/login/LoginScreen.tsx';

export const metadata: Metadata = { title: 'Sign up' };

/** What stands in the address is known in the browser only, hence the boundary. */
export default function Page() {
  return (
    <Suspense>
      <SignupScreen />
    </Suspense>
  );
}
