'use client';
import { useQueries } from '@tanstack/react-query';
import Link from 'next/link';
import { useState } from 'react';
import { useTRPC } from '@/trpc/client.tsx';
import { SectionTitle } from '@/ui/Card.tsx';
import { Row, RowList } from '@/ui/RowList.tsx';
import { LINK } from '@/ui/Small.tsx';
import { dateWithin } from './zonedDates.ts';

/** Assignments of all my courses that are not over, soonest first, undated ones last. Draws nothing while there are none. */
export function DueAssignments({ courses }: { courses: { id: string; title: string }[] }) {
  const trpc = useTRPC();
  const [now] = useState(() => new Date());
  const due = useQueries({
    queries: courses.map((course) => trpc.courses.get.queryOptions({ courseId: course.id })),
    combine: (results) =>
      results
        .flatMap((result) =>
          (result.data?.assignments ?? []).map((one) => ({ ...one, course: result.data?.title ?? '' })),
        )
        .filter((one) => one.dueAt === null || one.dueAt > now)
        .sort((a, b) => (a.dueAt?.getTime() ?? Number.MAX_VALUE) - (b.dueAt?.getTime() ?? Number.MAX_VALUE)),
  });
  if (due.length === 0) return null;
  return (
    <section className="mt-2 grid gap-3" aria-label="Assignments">
      <SectionTitle>Assignments</SectionTitle>
      <RowList>
        {due.map((one) => (
          <Row key={one.id}>
            <Link href={`/assignments/${one.id}`} className={`justify-self-start font-medium break-words ${LINK}`}>
              {one.title}
            </Link>
            <span className="text-xs text-soft">
              {one.dueAt ? `due ${dateWithin(one.timeZone, one.dueAt, now)}` : 'no due date'} · {one.course}
            </span>
          </Row>
        ))}
      </RowList>
    </section>
  );
}
