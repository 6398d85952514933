'use client';
import Link from 'next/link';
import { useState } from 'react';
import type { AssignmentSummary } from '@/server/api/shapes/index.ts';
import { Card } from '@/ui/Card.tsx';
import { LINK } from '@/ui/Small.tsx';
import { EmptyState } from '@/ui/States.tsx';
import { dateWords, fromNow } from '../home/dates.ts';

/** "due Mon 2 Nov, 10:15, in 3 days". */
function dueWords(dueAt: Date | null, now: Date): string {
  return dueAt ? `due ${dateWords(dueAt, now)}, ${fromNow(dueAt, now)}` : 'no due date';
}

export function AssignmentList({ assignments, isStaff }: { assignments: AssignmentSummary[]; isStaff: boolean }) {
  const [now] = useState(() => new Date());
  if (assignments.length === 0)
    return (
      <EmptyState
        title="No assignment yet."
        action={
          isStaff && (
            <Link href="/labs" className={LINK}>
              Choose a lab
            </Link>
          )
        }
      >
        {isStaff ? 'An assignment is a lab given to this course.' : 'Your instructor will give you one.'}
      </EmptyState>
    );
  return (
    <ul className="grid gap-2">
      {assignments.map((one) => (
        <Card as="li" key={one.id} className="grid gap-0.5 p-3">
          <div className="flex flex-wrap items-baseline justify-between gap-x-4">
            <Link href={`/assignments/${one.id}`} className={`min-w-0 font-medium break-words ${LINK}`}>
              {one.title}
            </Link>
            {isStaff && (
              <Link href={`/assignments/${one.id}/grading`} className={`text-xs ${LINK}`}>
                grading
              </Link>
            )}
          </div>
          <span className="text-xs text-soft">{dueWords(one.dueAt, now)}</span>
        </Card>
      ))}
    </ul>
  );
}
