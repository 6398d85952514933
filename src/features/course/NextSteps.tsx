import type { CourseDetail } from '@overcommit/protocol/api';
import { Check } from 'lucide-react';
import Link from 'next/link';
import type { ReactNode } from 'react';
import { Button } from '@/ui/Button.tsx';
import { Card, SectionTitle } from '@/ui/Card.tsx';
import { cx } from '@/ui/cx.ts';
import { LINK } from '@/ui/Small.tsx';

type Step = { title: string; text: ReactNode; isDone: boolean; action?: ReactNode };

function stepsOf({ assignments: [assignment], roster }: CourseDetail): Step[] {
  return [
    {
      title: 'Bring the roster in',
      text: 'A CSV file with name, email and group, by “Import roster” below. People without an account get a link to make one.',
      isDone: roster.some(({ role }) => role === 'student'),
    },
    {
      title: 'Give the course a lab',
      text: 'On the lab’s page, under “Give it to a course”.',
      isDone: assignment !== undefined,
      action: (
        <Button asChild>
          <Link href="/labs">Choose a lab</Link>
        </Button>
      ),
    },
    {
      title: 'Make the groups’ machines',
      text: assignment ? (
        <>
          One for each group, on the page of{' '}
          <Link href={`/assignments/${assignment.id}`} className={LINK}>
            {assignment.title}
          </Link>
          .
        </>
      ) : (
        'One for each group, on the page of the assignment. Then the wall shows all of them.'
      ),
      isDone: false,
    },
  ];
}

/** For staff of a new course: the steps until its groups sit at machines, in this order. */
export function NextSteps({ course }: { course: CourseDetail }) {
  return (
    <Card as="section" aria-label="Next steps" className="grid gap-3 p-4">
      <SectionTitle>Next steps</SectionTitle>
      <ol className="grid gap-3">
        {stepsOf(course).map((step, i) => (
          <StepItem key={step.title} step={step} number={i + 1} />
        ))}
      </ol>
    </Card>
  );
}

function StepItem({ step: { title, text, isDone, action }, number }: { step: Step; number: number }) {
  return (
    <li className="grid grid-cols-[1.5rem_minmax(0,1fr)_auto] items-start gap-x-2.5">
      <span
        aria-hidden
        className={cx(
          'grid size-5 place-items-center rounded-full border text-2xs',
          isDone ? 'border-transparent! bg-sunk text-ok' : 'border-line-strong! text-soft',
        )}
      >
        {isDone ? <Check className="size-3" /> : number}
      </span>
      <div>
        <p className={cx('font-medium', isDone && 'text-soft')}>
          {title}
          {isDone && <span className="sr-only">: done</span>}
        </p>
        {!isDone && <p className="text-soft text-pretty">{text}</p>}
      </div>
      {!isDone && action}
    </li>
  );
}
