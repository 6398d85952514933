'use client';
import { policyInfo } from '@overcommit/engine';
import type { LabVariant } from '@overcommit/handbook';
import type { Decision } from '@overcommit/reading';
import Link from 'next/link';
import { useMemo, useState } from 'react';
import { type Explainer, explainerOf } from '@/machineView/explainSource.ts';
import { indexPeople } from '@/machineView/people.ts';
import { gaugeReach } from '@/machineView/scale.ts';
import { Button } from '@/ui/Button.tsx';
import { Card } from '@/ui/Card.tsx';
import { cx } from '@/ui/cx.ts';
import { CommitGauge } from '../machineParts/CommitGauge.tsx';
import { DecisionCard } from '../machineParts/cards/DecisionCard.tsx';
import { AccountLine } from './AccountLine.tsx';
import { CastCard } from './CastCard.tsx';
import { KernelSwitch } from './KernelSwitch.tsx';
import { keepHref } from './keepHref.ts';
import { CAST, MOST_MIB, runSandbox, SANDBOX_VARIANTS, SEATS } from './sandboxRun.ts';
import { outcomeSentence } from './sentence.ts';

const people = indexPeople(SEATS);
const usual = SANDBOX_VARIANTS[0];
const peer = usual && policyInfo(usual.policy).system.strictPeer;
const solaris = SANDBOX_VARIANTS.find(({ policy }) => policy === peer?.policy);

/** Three processes, one slider, and the kernel's decision. The engine runs in the page. */
export function Sandbox() {
  return usual ? <Machine usual={usual} /> : null;
}

function Machine({ usual }: { usual: LabVariant }) {
  const [variant, setVariant] = useState(usual);
  const [mib, setMib] = useState(0);
  const state = useMemo(() => runSandbox(variant, mib), [variant, mib]);
  // The usual kernel promises most, before its kill: on that scale nothing changes its length by itself.
  const reach = useMemo(() => gaugeReach([runSandbox(usual, 0).commit]), [usual]);
  const decision = state.decisions.at(-1);
  const isKill = decision?.kind === 'kill';
  return (
    <Card as="section" aria-label="A machine to crash" className="grid grid-cols-1 gap-4 p-4 sm:p-5">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <h2 className="text-lg font-semibold tracking-tight text-balance">256 MiB of RAM, shared by Ana and Ben</h2>
        <KernelSwitch variant={variant} onChange={setVariant} />
      </div>
      <TouchSlider mib={mib} touchedPages={state.touchedPages} onChange={setMib} />
      <div className="flex min-h-16 flex-wrap items-start justify-between gap-x-6 gap-y-2 sm:min-h-11">
        <p role="status" className={cx('max-w-prose text-base text-pretty', isKill && 'font-medium')}>
          {outcomeSentence(state, mib)}
        </p>
        {isKill && solaris && <Button onClick={() => setVariant(solaris)}>The same under Solaris</Button>}
      </div>
      <ul className="grid gap-2 sm:grid-cols-3">
        {CAST.map((member) => (
          <CastCard key={member.name} member={member} state={state} people={people} />
        ))}
      </ul>
      <CommitGauge
        commit={state.commit}
        use={state.use}
        people={people}
        reach={reach}
        className="border-0! px-0! pb-0!"
      />
      <AccountLine account={state.account} installedPages={state.log.spec.memKb / 4} ramPages={state.commit.ramPages} />
      {decision && (
        <Why
          key={`${decision.kind} ${decision.seq}`}
          decision={decision}
          explainer={explainerOf(`sandbox ${variant.id} ${mib}`, state.log)}
        />
      )}
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2 border-t border-line pt-4 text-soft">
        <Button asChild>
          <Link href={keepHref({ variantId: variant.id, mib })} prefetch={false}>
            Keep this as a machine
          </Link>
        </Button>
        <span>Go on from here, by command line, alone or with others.</span>
      </div>
    </Card>
  );
}

function Why({ decision, explainer }: { decision: Decision; explainer: Explainer }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <details
      onToggle={(event) => setOpen(event.currentTarget.open)}
      className="rounded-lg border border-line px-3 py-2.5"
    >
      <summary className="cursor-pointer font-medium">
        {decision.kind === 'kill' ? 'Why this one?' : 'Why was it refused?'}
      </summary>
      <div className="mt-3">
        <DecisionCard decision={decision} people={people} explainer={isOpen ? explainer : null} />
      </div>
    </details>
  );
}

/** The slider goes to half of what was asked for: that is enough for a kill. */
function touchedWords(mib: number, touchedPages: number): string {
  if (mib > 0 && touchedPages === 0) return `${mib} MiB tried, none granted`;
  return `${mib} of ${MOST_MIB} MiB; it asked for 200`;
}

function TouchSlider({
  mib,
  touchedPages,
  onChange,
}: {
  mib: number;
  touchedPages: number;
  onChange: (mib: number) => void;
}) {
  const words = touchedWords(mib, touchedPages);
  return (
    <label className="grid gap-1">
      <span className="flex flex-wrap items-baseline justify-between gap-x-3">
        <span className="font-medium">Ben’s web server touches its cache</span>
        <span className="tabular-nums">{words}</span>
      </span>
      <input
        type="range"
        min={0}
        max={MOST_MIB}
        step={2}
        value={mib}
        aria-valuetext={words}
        onChange={(event) => onChange(Number(event.currentTarget.value))}
        className="h-8 w-full accent-ink"
      />
    </label>
  );
}
