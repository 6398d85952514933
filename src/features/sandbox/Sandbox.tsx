'use client';
import Link from 'next/link';
import { useMemo, useState } from 'react';
import { Card } from '@/ui/Card.tsx';
import { cx } from '@/ui/cx.ts';
import { LINK } from '@/ui/Small.tsx';
import { CommitGauge } from '../machine/CommitGauge.tsx';
import { DecisionCard } from '../machine/DecisionCard.tsx';
import { indexPeople } from '../machine/people.ts';
import { CastCard } from './CastCard.tsx';
import { keepHref } from './keepHref.ts';
import { CAST, MOST_MIB, runSandbox, SANDBOX_VARIANTS, SEATS } from './sandboxRun.ts';
import { outcomeSentence } from './sentence.ts';

const SHORT: Record<string, string> = { 'linux-guess': 'Linux', 'linux-never': 'Linux, strict', solaris: 'Solaris' };
const people = indexPeople(SEATS);

/** Three processes, one slider, and the kernel's decision. Everything shown is folded by the engine, here. */
export function Sandbox() {
  const [variant, setVariant] = useState(SANDBOX_VARIANTS[0]);
  const [mib, setMib] = useState(0);
  const state = useMemo(() => (variant ? runSandbox(variant, mib) : null), [variant, mib]);
  if (!variant || !state) return null;
  const decision = state.decisions.at(-1);
  return (
    <Card as="section" aria-label="A machine to crash" className="grid gap-4 p-4">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <h2 className="text-lg font-semibold tracking-tight">256 MiB RAM, no swap, two people</h2>
        <fieldset className="flex overflow-hidden rounded-md border border-line">
          <legend className="sr-only">Kernel</legend>
          {SANDBOX_VARIANTS.map((one) => (
            <label
              key={one.id}
              title={one.label}
              className={cx(
                'relative grid min-h-8 cursor-pointer place-items-center px-3 has-focus-visible:outline-2 has-focus-visible:-outline-offset-2 has-focus-visible:outline-focus',
                one.id === variant.id ? 'bg-ink font-medium text-bg' : 'bg-panel hover:bg-sunk',
              )}
            >
              <input
                type="radio"
                name="kernel"
                className="absolute inset-0 cursor-pointer opacity-0"
                checked={one.id === variant.id}
                onChange={() => setVariant(one)}
              />
              {SHORT[one.id] ?? one.label}
            </label>
          ))}
        </fieldset>
      </div>
      <ul className="grid gap-2 sm:grid-cols-3">
        {CAST.map((member) => (
          <CastCard key={member.name} member={member} state={state} people={people} />
        ))}
      </ul>
      <CommitGauge commit={state.commit} use={state.use} people={people} className="border-0! px-0!" />
      <TouchSlider mib={mib} onChange={setMib} />
      <p role="status" className={cx('text-base text-pretty', decision?.kind === 'kill' && 'font-medium')}>
        {outcomeSentence(state, mib)}
      </p>
      {decision && (
        <details key={`${decision.kind} ${decision.seq}`} className="rounded-lg border border-line p-3">
          <summary className="cursor-pointer font-medium">
            {decision.kind === 'kill' ? 'Why this one?' : 'Why was it refused?'}
          </summary>
          <div className="mt-3">
            <DecisionCard decision={decision} people={people} />
          </div>
        </details>
      )}
      <p className="text-soft">
        <Link href={keepHref({ variantId: variant.id, mib })} prefetch={false} className={LINK}>
          Keep this as a machine
        </Link>{' '}
        of your own, share it, and go on from here.
      </p>
    </Card>
  );
}

function TouchSlider({ mib, onChange }: { mib: number; onChange: (mib: number) => void }) {
  return (
    <label className="grid gap-1.5">
      <span className="flex flex-wrap items-baseline justify-between gap-2">
        <span className="font-medium">Ben’s web server touches its cache</span>
        <span className="tabular-nums">
          {mib} <span className="text-soft">of the 200 MiB that it asked for</span>
        </span>
      </span>
      <input
        type="range"
        min={0}
        max={MOST_MIB}
        step={2}
        value={mib}
        aria-valuetext={`${mib} MiB`}
        onChange={(event) => onChange(Number(event.currentTarget.value))}
        className="h-6 w-full accent-ink"
      />
    </label>
  );
}
