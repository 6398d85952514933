import type { Metadata } from 'next';
import { Suspense } from 'react';
import { ResumeScreen } from '@/features/login/ResumeScreen.tsx';

export const metadata: Metadata = { title: 'Back to your place' };

/** What stands in the address is known in the browser only, hence the boundary. */
export default function Page() {
  return (
    <Suspense>
      <ResumeScreen />
    </Suspense>
  );
}
