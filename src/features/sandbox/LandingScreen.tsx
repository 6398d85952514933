import { PageFrame } from '../home/PageFrame.tsx';
import { JoinBox } from './JoinBox.tsx';
import { LazySandbox } from './LazySandbox.tsx';
import { WaysIn } from './WaysIn.tsx';
import { WhatElse } from './WhatElse.tsx';

/** The first page: the product in one sentence, a machine to crash in the page, and the ways in. */
export function LandingScreen() {
  return (
    <PageFrame className="grid-cols-1 gap-8! py-8! lg:grid-cols-[minmax(0,1fr)_18rem]">
      <div className="grid max-w-[38rem] content-start gap-3">
        <h1 className="text-2xl leading-tight font-semibold tracking-tight text-balance sm:text-3xl">
          Crash one simulated machine together, and learn why it crashed.
        </h1>
        <p className="text-lg text-soft text-pretty">
          Linux promises more memory than there is. When the promises come due it kills a process, often one that asked
          for nothing. Solaris would have said no up front. See it here; then do it with others.
        </p>
        <div className="lg:hidden">
          <WaysIn hasCode />
        </div>
      </div>
      <div className="lg:order-last lg:col-span-2">
        <LazySandbox />
      </div>
      <div className="hidden content-end gap-3 lg:grid">
        <JoinBox />
        <WaysIn />
      </div>
      <div className="lg:order-last lg:col-span-2">
        <WhatElse />
      </div>
    </PageFrame>
  );
}
