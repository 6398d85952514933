import type { Metadata } from 'next';
import { Suspense } from 'react';
import { InviteScreen } from '@/features/login/InviteScreen.tsx';

export const metadata: Metadata = { title: 'Welcome' };

/** The address's parameters are known in the browser only, so the page needs a boundary. */
export default function Page() {
  return (
    <Suspense>
      <InviteScreen />
    </Suspense>
  );
}
