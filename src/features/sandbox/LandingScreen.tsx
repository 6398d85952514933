import Link from 'next/link';
import { LINK } from '@/ui/Small.tsx';
import { PageFrame } from '../home/PageFrame.tsx';
import { JoinBox } from './JoinBox.tsx';
import { LazySandbox } from './LazySandbox.tsx';
import { WaysIn } from './WaysIn.tsx';

/** The first page: what it is in one sentence, the ways in, and a machine that can be crashed here and now. */
export function LandingScreen() {
  return (
    <PageFrame className="gap-8! py-8!">
      <div className="grid items-end gap-x-10 gap-y-6 lg:grid-cols-[minmax(0,1fr)_20rem]">
        <div className="grid max-w-prose gap-3">
          <h1 className="text-2xl font-semibold tracking-tight text-balance sm:text-3xl">
            Crash one simulated machine together, and learn why it crashed.
          </h1>
          <p className="text-lg text-soft text-pretty">
            Everybody drives processes on the same machine: fork, map, touch, exit. Memory runs short because of what
            all of you did. Linux kills somebody. Solaris would have said no.
          </p>
        </div>
        <div className="grid gap-3">
          <JoinBox />
          <WaysIn />
        </div>
      </div>
      <LazySandbox />
      <p className="text-soft">
        This machine runs in your browser and belongs to you alone. The shared ones start from{' '}
        <Link href="/labs" className={LINK}>
          ten labs
        </Link>
        ; the words are in the{' '}
        <Link href="/handbook" className={LINK}>
          handbook
        </Link>
        .
      </p>
    </PageFrame>
  );
}
