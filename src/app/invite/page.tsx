import type { Metadata } from 'next';
import { Suspense } from 'react';
import { InviteScreen } from '@/features/login/InviteScreen.tsx';

export const metadata: Metadata = { title: 'Welcome' };

/** What stands in the address is known in the browser only, hence the boundary. */
export default function Page() {
  return (
    <Suspense>
      <InviteScreen />
    </Suspense>
  );
}
