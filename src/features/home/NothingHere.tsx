'use client';
import Link from 'next/link';
import { Button } from '@/ui/Button.tsx';
import { PageTitle } from '@/ui/Card.tsx';
import { HomeButton } from './HomeButton.tsx';
import { PageFrame } from './PageFrame.tsx';

/** What an address shows that leads nowhere. */
export function NothingHere() {
  return (
    <PageFrame className="content-center! place-items-center">
      <div className="grid gap-4">
        <PageTitle
          title="There is nothing at this address."
          lead="It may have been mistyped, or what stood here is gone."
        />
        <div className="flex flex-wrap gap-2">
          <HomeButton />
          <Button asChild size="lg">
            <Link href="/labs">See the labs</Link>
          </Button>
        </div>
      </div>
    </PageFrame>
  );
}
