import type { Metadata } from 'next';
import { Suspense } from 'react';
import { SignupScreen } from '@/features/login/LoginScreen.tsx';

export const metadata: Metadata = { title: 'Sign up' };

/** The address's parameters are known in the browser only, so the page needs a boundary. */
export default function Page() {
  return (
    <Suspense>
      <SignupScreen />
    </Suspense>
  );
}
