'use client';
import Link from 'next/link';
import { Button } from '@/ui/Button.tsx';
import { useUser } from '../useUser.ts';

/** Log in or sign up; whoever is logged in already goes on to their machines. */
export function WaysIn() {
  const { user } = useUser();
  const ways = user
    ? [{ href: '/home', label: 'My machines' }]
    : [
        { href: '/login', label: 'Log in' },
        { href: '/signup', label: 'Sign up' },
      ];
  return (
    <div className="flex flex-wrap items-center gap-2">
      {ways.map(({ href, label }) => (
        <Button key={href} asChild size="lg" className="grow">
          <Link href={href}>{label}</Link>
        </Button>
      ))}
    </div>
  );
}
