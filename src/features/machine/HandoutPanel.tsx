'use client';
import { useQuery } from '@tanstack/react-query';
import { Play } from 'lucide-react';
import dynamic from 'next/dynamic';
import Link from 'next/link';
import type { ReactNode } from 'react';
import { useTRPC } from '@/trpc/client.tsx';
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
  machineId: string;
  isAssigned: boolean;
  /** Link to a page on which a rule is tried on this machine's log. */
  ruleHref: string;
  onLine?: (line: string) => void;
};

/** The lab's text beside the machine. A button puts one of its lines at the shell's prompt. */
export function HandoutPanel({ slug, machineId, isAssigned, ruleHref, onLine }: Props) {
  const trpc = useTRPC();
  const { data, isPending, isError } = useQuery(trpc.labs.get.queryOptions({ slug }));
  if (isPending)
    return (
      <div className="grid grid-cols-1 gap-2">
        <Skeleton className="h-5 w-2/3" />
        <Skeleton className="h-24" />
      </div>
    );
  if (isError)
    return (
      <EmptyState title="No handout">This machine belongs to no lab, so it has no instructions. Enjoy it.</EmptyState>
    );
  const { lab } = data;
  return (
    <div className="grid grid-cols-1 gap-4 text-pretty">
      <div>
        <h2 className="text-lg font-semibold">{lab.title}</h2>
        <p className="mt-1 text-soft">{lab.claim}</p>
      </div>
      <p>{lab.idea}</p>
      {lab.handout && <LazyMarkdown text={lab.handout} />}
      {slug === RULE_LAB && (
        <Button asChild className="justify-self-start">
          <Link href={ruleHref} prefetch={false}>
            Try a rule on this machine’s log
          </Link>
        </Button>
      )}
      <Section title="Steps">
        <ol className="grid grid-cols-1 list-decimal gap-2 pl-5 marker:text-soft">
          {lab.steps.map((step) => (
            <StepItem key={step.id} step={step} onLine={onLine} />
          ))}
        </ol>
      </Section>
      <ListSection title="What you will see" items={lab.whatYouWillSee} />
      {isAssigned && <MachineWorkPanel machineId={machineId} />}
      {lab.questions.length > 0 && <ListSection title="Questions" items={lab.questions} />}
      <Section title="The finer truth">
        <p className="text-soft">{lab.finerTruth}</p>
      </Section>
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

type Step = { who: keyof typeof WHO; say: string; lines?: readonly string[] };

function StepItem({ step: { who, say, lines }, onLine }: { step: Step; onLine: Props['onLine'] }) {
  return (
    <li>
      {WHO[who] && <b className="font-medium">{WHO[who]}: </b>}
      {say}
      {lines?.map((line) => (
        <span
          key={line}
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
