'use client';
import { policyInfo } from '@overcommit/engine';
import type { Decision } from '@overcommit/reading';
import { entryNumber, refusalTitle, upTo } from '@overcommit/reading';
import { ChevronRight } from 'lucide-react';
import Link from 'next/link';
import { useState } from 'react';
import type { Explainer } from '@/machineView/explainSource.ts';
import type { People } from '@/machineView/people.ts';
import type { Snapshot } from '@/machineView/snapshot.ts';
import { LINK } from '@/ui/Small.tsx';
import { EmptyState } from '@/ui/States.tsx';
import { type CardFooter, DecisionCard } from './DecisionCard.tsx';
import { FatesNow } from './FatesNow.tsx';

const MOST_SHOWN = 40;

type Props = {
  snapshot: Snapshot;
  people: People;
  openSeq?: number | null;
  footer?: CardFooter;
  explainer?: Explainer;
  /** Link to a page on which the reader tries an own killer's rule on this machine's log. */
  ruleHref?: string;
  /** Link to all decisions, for a page that does not have the whole log. */
  olderHref?: string;
};

/** Decisions of the kernel, newest first; the newest is open, or the one at `openSeq`. */
export function WhyPanel({ snapshot, people, openSeq, footer, explainer, ruleHref, olderHref }: Props) {
  const all = upTo(snapshot.history.decisions, snapshot.seq);
  const shown = all.slice(-MOST_SHOWN).reverse();
  if (openSeq && !shown.some((d) => d.seq === openSeq)) {
    const old = all.find((d) => d.seq === openSeq);
    if (old) shown.push(old);
  }
  const open = openSeq ?? shown[0]?.seq;
  // The page's part of the log starts later than the log, or the list is too long.
  const hasOlder = all.length > MOST_SHOWN || (snapshot.history.shell[0]?.seq ?? 1) > 1;
  const hasRule = policyInfo(snapshot.machine.spec.policy).choosesVictims;
  return (
    <>
      {!snapshot.isHeld && <FatesNow snapshot={snapshot} people={people} />}
      {shown.length === 0 && (
        <EmptyState title="Nothing decided yet">
          When the kernel kills a process or refuses a request, its reasons appear here, with the whole sum. Map more
          than there is, then touch it.
        </EmptyState>
      )}
      {shown.length > 0 && (
        <ol className="grid grid-cols-1 gap-2">
          {shown.map((d, i) => (
            <li key={`${d.seq}-${d.kind}-${d.kind === 'kill' ? d.fact.victim.pid : i}`} id={`why-${d.seq}`}>
              <Item decision={d} isFirst={d.seq === open} {...{ people, footer, explainer }} />
            </li>
          ))}
        </ol>
      )}
      <Links older={hasOlder && olderHref} rule={hasRule && ruleHref} />
    </>
  );
}

function Links({ older, rule }: { older: string | false | undefined; rule: string | false | undefined }) {
  if (!older && !rule) return null;
  return (
    <div className="mt-3 grid gap-1">
      {older && (
        <p>
          <Link href={older} prefetch={false} className={LINK}>
            Earlier decisions, if any, are in the replay
          </Link>
        </p>
      )}
      {rule && (
        <p>
          <Link href={rule} prefetch={false} className={LINK}>
            Try a killer’s rule of your own on this log
          </Link>
        </p>
      )}
    </div>
  );
}

/** `isFirst`: open from the start. */
function Item({
  decision,
  isFirst,
  people,
  footer,
  explainer,
}: {
  decision: Decision;
  isFirst: boolean;
  people: People;
  footer?: CardFooter;
  explainer?: Explainer;
}) {
  const [isOpen, setOpen] = useState(isFirst);
  return (
    <details
      open={isFirst}
      onToggle={(event) => setOpen(event.currentTarget.open)}
      className="group rounded-lg border border-line open:border-transparent"
    >
      <summary className="flex cursor-pointer list-none items-center gap-1.5 rounded-lg px-2.5 py-1.5 group-open:pb-0 group-open:pl-0">
        <ChevronRight className="size-3.5 shrink-0 text-soft transition-transform group-open:rotate-90" aria-hidden />
        <Headline decision={decision} />
      </summary>
      <div className="pt-2 pb-3 group-open:border-b group-open:border-line">
        <DecisionCard decision={decision} people={people} footer={footer} explainer={isOpen ? explainer : null} />
      </div>
    </details>
  );
}

function Headline({ decision: d }: { decision: Decision }) {
  return (
    <span className="flex min-w-0 flex-1 items-baseline justify-between gap-2">
      {d.kind === 'kill' ? (
        <span className="truncate font-medium text-kill">✖ {d.fact.victim.process} killed</span>
      ) : (
        <span className="truncate font-medium text-warn">
          ▲ {d.kind === 'refusal' ? refusalTitle(d) : 'SIGDANGER to all'}
        </span>
      )}
      <span className="shrink-0 text-soft">{entryNumber(d.seq)}</span>
    </span>
  );
}
