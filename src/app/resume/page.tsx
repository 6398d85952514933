import type { Metadata } from 'next';
import { Suspense } from 'react';
import { ResumeScreen } from '@/features/login/ResumeScreen.tsx';

export const metadata: Metadata = { title: 'Back to your place' };

/** The address's parameters are known in the browser only, so the page needs a boundary. */
export default function Page() {
  return (
    <Suspense>
      <ResumeScreen />
    </Suspense>
  );
}
