'use client';
import { useQuery } from '@tanstack/react-query';
import { Play } from 'lucide-react';
import Link from 'next/link';
import { useTRPC } from '@/trpc/client.tsx';
import { Button } from '@/ui/Button.tsx';
import { SectionTitle } from '@/ui/Card.tsx';
import { EmptyState, Skeleton } from '@/ui/States.tsx';

const WHO = { anyone: null, first: 'First person', second: 'Second person' } as const;

/** The lab in which a class writes its own killer's rule. */
const RULE_LAB = 'who-do-we-throw-out';

type Props = {
  slug: string /** Where a rule is tried on this machine's log. */;
  ruleHref: string;
  onLine?: (line: string) => void;
};

/** The lab's text beside the machine; a line of it can be sent to the shell's prompt. */
export function HandoutPanel({ slug, ruleHref, onLine }: Props) {
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
      <EmptyState title="No handout">
        This machine belongs to no lab, so nobody tells you what to do. Enjoy it.
      </EmptyState>
    );
  const { lab } = data;
  return (
    <div className="grid grid-cols-1 gap-4 text-pretty">
      <div>
        <h2 className="text-lg font-semibold">{lab.title}</h2>
        <p className="mt-1 text-soft">{lab.claim}</p>
      </div>
      <p>{lab.idea}</p>
      {slug === RULE_LAB && (
        <Button asChild className="justify-self-start">
          <Link href={ruleHref} prefetch={false}>
            Try a rule on this machine’s log
          </Link>
        </Button>
      )}
      <section className="grid grid-cols-1 gap-1.5">
        <SectionTitle as="h3">Steps</SectionTitle>
        <ol className="grid grid-cols-1 list-decimal gap-2 pl-5 marker:text-soft">
          {lab.steps.map((s) => (
            <li key={s.text}>
              {WHO[s.who] && <b className="font-medium">{WHO[s.who]}: </b>}
              {s.text}
              {s.lines?.map((line) => (
                <span
                  key={line}
                  className="mt-1 flex items-center justify-between gap-2 rounded-md bg-sunk px-2 py-1 font-mono text-xs"
                >
                  <code className="wrap-anywhere">{line}</code>
                  {onLine && (
                    <Button
                      size="sm"
                      variant="ghost"
                      aria-label={`Put ${line} into the shell`}
                      onClick={() => onLine(line)}
                    >
                      <Play aria-hidden />
                    </Button>
                  )}
                </span>
              ))}
            </li>
          ))}
        </ol>
      </section>
      <section className="grid grid-cols-1 gap-1.5">
        <SectionTitle as="h3">What you will see</SectionTitle>
        <ul className="grid grid-cols-1 list-disc gap-1 pl-5 marker:text-soft">
          {lab.whatYouWillSee.map((w) => (
            <li key={w}>{w}</li>
          ))}
        </ul>
      </section>
      {lab.questions.length > 0 && (
        <section className="grid grid-cols-1 gap-1.5">
          <SectionTitle as="h3">Questions</SectionTitle>
          <ul className="grid grid-cols-1 list-disc gap-1 pl-5 marker:text-soft">
            {lab.questions.map((q) => (
              <li key={q}>{q}</li>
            ))}
          </ul>
        </section>
      )}
      <section className="grid grid-cols-1 gap-1.5">
        <SectionTitle as="h3">The finer truth</SectionTitle>
        <p className="text-soft">{lab.finerTruth}</p>
      </section>
    </div>
  );
}
