'use client';
import { formatPoints } from '@overcommit/coursework';
import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useState } from 'react';
import { useTRPC } from '@/trpc/client.tsx';
import { SectionTitle } from '@/ui/Card.tsx';
import { Row, RowList } from '@/ui/RowList.tsx';
import { LINK } from '@/ui/Small.tsx';
import { dateWords } from './dates.ts';

/** My grades that were released, newest first. Draws nothing while there are none. */
export function RecentGrades() {
  const trpc = useTRPC();
  const [now] = useState(() => new Date());
  const { data: grades = [] } = useQuery(trpc.me.grades.queryOptions());
  if (grades.length === 0) return null;
  return (
    <section className="mt-2 grid gap-3" aria-label="Grades">
      <SectionTitle>Grades</SectionTitle>
      <RowList>
        {grades.map((grade) => (
          <Row key={grade.assignmentId}>
            <span className="flex justify-between gap-3">
              <Link href={`/assignments/${grade.assignmentId}`} className={`min-w-0 font-medium break-words ${LINK}`}>
                {grade.title}
              </Link>
              <span className="whitespace-nowrap tabular-nums">
                <span className="font-medium">{formatPoints(grade.points)}</span>{' '}
                <span className="text-soft">of {formatPoints(grade.outOf)}</span>
              </span>
            </span>
            <span className="text-xs text-soft">
              released {dateWords(grade.releasedAt, now)} · {grade.courseTitle}
            </span>
          </Row>
        ))}
      </RowList>
    </section>
  );
}
