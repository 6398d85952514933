'use client';
import type { AssignmentSummary } from '@overcommit/protocol/api';
import Link from 'next/link';
import { useState } from 'react';
import { Row, RowList } from '@/ui/RowList.tsx';
import { LINK } from '@/ui/Small.tsx';
import { EmptyState } from '@/ui/States.tsx';
import { dateWithin } from '../home/zonedDates.ts';

/** "due Mon 2 Nov 2026, 10:15 CET, in 3 days". */
function dueWords({ dueAt, timeZone }: AssignmentSummary, now: Date): string {
  return dueAt ? `due ${dateWithin(timeZone, dueAt, now)}` : 'no due date';
}

export function AssignmentList({ assignments, isStaff }: { assignments: AssignmentSummary[]; isStaff: boolean }) {
  const [now] = useState(() => new Date());
  if (assignments.length === 0)
    return <EmptyState title="No assignment yet.">Your instructor will give you one.</EmptyState>;
  return (
    <RowList>
      {assignments.map((one) => (
        <Row key={one.id}>
          <div className="flex items-baseline justify-between gap-4">
            <Link href={`/assignments/${one.id}`} className={`min-w-0 font-medium break-words ${LINK}`}>
              {one.title}
            </Link>
            {isStaff && (
              <Link
                href={`/assignments/${one.id}/grading`}
                className={`shrink-0 text-xs ${LINK}`}
                aria-label={`Grading: ${one.title}`}
              >
                Grading
              </Link>
            )}
          </div>
          <span className="text-xs text-soft">{dueWords(one, now)}</span>
        </Row>
      ))}
    </RowList>
  );
}
