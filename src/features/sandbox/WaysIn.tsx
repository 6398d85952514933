'use client';
import Link from 'next/link';
import type { ReactNode } from 'react';
import { LINK } from '@/ui/Small.tsx';
import { useUser } from '../useUser.ts';

/** One sentence with links: log in, sign up, or my machines. `hasCode`: also join with a code. */
export function WaysIn({ hasCode }: { hasCode?: boolean }) {
  const { user } = useUser();
  const code = hasCode && <Way href="/join">Join with a code</Way>;
  if (user)
    return (
      <p className="text-soft">
        {code ? <>{code}, or go</> : 'Or go'} to <Way href="/home">your machines</Way>.
      </p>
    );
  return (
    <p className="text-soft">
      {code ? <>{code}, </> : 'Or '}
      <Way href="/login">log in</Way>, or <Way href="/signup">make an account</Way>.
    </p>
  );
}

function Way({ href, children }: { href: string; children: ReactNode }) {
  return (
    <Link href={href} className={LINK}>
      {children}
    </Link>
  );
}
