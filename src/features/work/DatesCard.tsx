import type { AssignmentDetail } from '@overcommit/protocol/api';
import type { ReactNode } from 'react';
import { zonedWords } from '@/timeZone.ts';
import { Card, SectionTitle } from '@/ui/Card.tsx';
import { dateWithin } from '../home/zonedDates.ts';
import { lateRuleWords } from './words.ts';

type Dates = Pick<AssignmentDetail, 'opensAt' | 'dueAt' | 'closesAt'>;

/** When it opens, is due and closes, in the time zone of the assignment, and what being late costs. */
export function DatesCard({
  assignment,
  window,
  children,
}: {
  assignment: AssignmentDetail;
  /** The reader's own dates, where they are not those of the assignment. */
  window?: Dates | null;
  children?: ReactNode;
}) {
  const { timeZone, now, lateRule } = assignment;
  const { opensAt, dueAt, closesAt } = window ?? assignment;
  const isMoved = window?.dueAt?.getTime() !== assignment.dueAt?.getTime() && window?.dueAt != null;
  return (
    <Card as="section" className="grid grid-cols-1 gap-3 p-4" aria-label="Dates">
      <SectionTitle>Dates</SectionTitle>
      <dl className="grid grid-cols-[auto_1fr] gap-x-3 gap-y-1.5">
        {opensAt && <Line name="Opens" words={dateWithin(timeZone, opensAt, now)} />}
        <Line name="Due" words={dueAt ? dateWithin(timeZone, dueAt, now) : 'no due date'} />
        {closesAt && closesAt.getTime() !== dueAt?.getTime() && (
          <Line name="Closes" words={dateWithin(timeZone, closesAt, now)} />
        )}
      </dl>
      {isMoved && assignment.dueAt && (
        <p className="text-xs text-soft">
          You have an extension. For the others it is due {zonedWords(timeZone, assignment.dueAt)}.
        </p>
      )}
      {dueAt && <p className="text-xs text-soft">{lateRuleWords(lateRule)}</p>}
      <p className="text-xs text-soft">Time zone: {timeZone}</p>
      {children}
    </Card>
  );
}

function Line({ name, words }: { name: string; words: string }) {
  return (
    <>
      <dt className="text-soft">{name}</dt>
      <dd className="text-pretty">{words}</dd>
    </>
  );
}
