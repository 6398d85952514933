'use client';
import type { GuideShape, GuideStepShape } from '@overcommit/protocol/api';
import { Check, Play } from 'lucide-react';
import dynamic from 'next/dynamic';
import Link from 'next/link';
import type { ReactNode } from 'react';
import { Button } from '@/ui/Button.tsx';
import { SectionTitle } from '@/ui/Card.tsx';
import { EmptyState, Skeleton } from '@/ui/States.tsx';
import { LazyMarkdown } from '../ownLabs/LazyMarkdown.tsx';

const WHO = { anyone: null, first: 'First person', second: 'Second person' } as const;

/** The lab in which students write their own killer's rule. */
const RULE_LAB = 'who-do-we-throw-out';

/** Only in an assignment. */
const MachineWorkPanel = dynamic(() => import('../work/MachineWorkPanel.tsx').then((m) => m.MachineWorkPanel), {
  ssr: false,
});

type Props = {
  slug: string;
  guide: GuideShape | undefined;
  isWaiting: boolean;
  machineId: string;
  isAssigned: boolean;
  /** Link to a page on which a rule is tried on this machine's log. */
  ruleHref: string;
  onLine?: (line: string) => void;
};

/** All of the lab's text beside the machine; while a question is open, what would answer it is left out. */
export function HandoutPanel({ slug, guide, isWaiting, machineId, isAssigned, ruleHref, onLine }: Props) {
  if (isWaiting)
    return (
      <div className="grid grid-cols-1 gap-2">
        <Skeleton className="h-5 w-2/3" />
        <Skeleton className="h-24" />
      </div>
    );
  if (!guide)
    return (
      <EmptyState title="No handout">This machine belongs to no lab, so it has no instructions. Enjoy it.</EmptyState>
    );
  const { title, texts, steps } = guide;
  return (
    <div className="grid grid-cols-1 gap-4 text-pretty">
      <div>
        <h2 className="text-lg font-semibold">{title}</h2>
        {texts && <p className="mt-1 text-soft">{texts.claim}</p>}
      </div>
      {texts ? (
        <p>{texts.idea}</p>
      ) : (
        <p className="text-soft">
          The idea, and what there is to see, are held back until the question is answered. So are ranks and scores.
        </p>
      )}
      {texts?.handout && <LazyMarkdown text={texts.handout} />}
      {slug === RULE_LAB && (
        <Button asChild className="justify-self-start">
          <Link href={ruleHref} prefetch={false}>
            Try a rule on this machine’s log
          </Link>
        </Button>
      )}
      <Section title="All steps">
        <ol className="grid grid-cols-1 list-decimal gap-2 pl-5 marker:text-soft">
          {steps.map((step) => (
            <StepItem key={step.id} step={step} onLine={onLine} />
          ))}
        </ol>
      </Section>
      {texts && <ListSection title="What you will see" items={texts.whatYouWillSee} />}
      {isAssigned && <MachineWorkPanel machineId={machineId} isHeld={guide.isHeld} />}
      {texts && texts.questions.length > 0 && <ListSection title="Questions" items={texts.questions} />}
      {texts && (
        <Section title="The finer truth">
          <p className="text-soft">{texts.finerTruth}</p>
        </Section>
      )}
    </div>
  );
}

function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="grid grid-cols-1 gap-1.5">
      <SectionTitle as="h3">{title}</SectionTitle>
      {children}
    </section>
  );
}

function ListSection({ title, items }: { title: string; items: readonly string[] }) {
  return (
    <Section title={title}>
      <ul className="grid grid-cols-1 list-disc gap-1 pl-5 marker:text-soft">
        {items.map((item) => (
          <li key={item}>{item}</li>
        ))}
      </ul>
    </Section>
  );
}

const STATE_WORDS = { done: 'done', skipped: 'passed over', open: null } as const;

function StepItem({ step, onLine }: { step: GuideStepShape; onLine: Props['onLine'] }) {
  const { who, say, lines, state } = step;
  return (
    <li>
      {WHO[who] && <b className="font-medium">{WHO[who]}: </b>}
      {say}
      {STATE_WORDS[state] && (
        <span className="ml-1 inline-flex items-center gap-0.5 text-xs text-soft">
          {state === 'done' && <Check className="size-3.5 text-ok" aria-hidden />}
          {STATE_WORDS[state]}
        </span>
      )}
      {lines.map((line, at) => (
        <span
          // biome-ignore lint/suspicious/noArrayIndexKey: the same line may stand there twice
          key={at}
          className="mt-1 flex items-center justify-between gap-2 rounded-md bg-sunk px-2 py-1 font-mono text-xs"
        >
          <code className="wrap-anywhere">{line}</code>
          {onLine && (
            <Button size="sm" variant="ghost" aria-label={`Put ${line} into the shell`} onClick={() => onLine(line)}>
              <Play aria-hidden />
            </Button>
          )}
        </span>
      ))}
    </li>
  );
}
