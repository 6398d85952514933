import type { Metadata } from 'next';
import Link from 'next/link';
import { HomeButton } from '@/features/home/HomeButton.tsx';
import { PageFrame } from '@/features/home/PageFrame.tsx';
import { Button } from '@/ui/Button.tsx';
import { PageTitle } from '@/ui/Card.tsx';

export const metadata: Metadata = { title: 'Nothing here' };

export default function NotFound() {
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
