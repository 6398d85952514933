'use client';
import Link from 'next/link';
import { Button } from '@/ui/Button.tsx';
import { useUser } from '../useUser.ts';

/** Back to the own machines, or to the first page when not logged in. */
export function HomeButton() {
  const { user } = useUser();
  return (
    <Button asChild variant="primary" size="lg">
      <Link href={user ? '/home' : '/'}>Go home</Link>
    </Button>
  );
}
