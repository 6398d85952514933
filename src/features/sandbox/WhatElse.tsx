import Link from 'next/link';
import type { ReactNode } from 'react';
import { LINK } from '@/ui/Small.tsx';

/** What else the product has, in four short paragraphs. */
export function WhatElse() {
  return (
    <dl className="grid gap-x-8 gap-y-5 sm:grid-cols-2 lg:grid-cols-4">
      <Fact name="One machine, many hands">
        Everyone drives their own processes. Each page and each kill has a person’s name on it.
      </Fact>
      <Fact name="A log that can be asked">
        Step back entry by entry, or send the same commands to another of{' '}
        <Link href="/handbook" className={LINK}>
          fourteen kernels
        </Link>{' '}
        and compare who lived.
      </Fact>
      <Fact name="Made for a class">
        <Link href="/labs" className={LINK}>
          The labs
        </Link>{' '}
        with steps and questions, predictions before the reveal, and grades that point at the log.
      </Fact>
      <Fact name="Why did this process die?">
        Paste{' '}
        <Link href="/oom" className={LINK}>
          a report of the OOM killer
        </Link>{' '}
        of a real machine and have it explained. It never leaves your browser.
      </Fact>
    </dl>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="grid content-start gap-1">
      <dt className="font-medium">{name}</dt>
      <dd className="text-soft text-pretty">{children}</dd>
    </div>
  );
}
