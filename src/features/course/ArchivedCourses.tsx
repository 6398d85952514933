'use client';
import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useTRPC } from '@/trpc/client.tsx';
import { LINK } from '@/ui/Small.tsx';

/** Courses that were put away. Draws nothing where there are none. */
export function ArchivedCourses() {
  const trpc = useTRPC();
  const { data = [] } = useQuery(trpc.courses.archived.queryOptions());
  if (data.length === 0) return null;
  return (
    <details className="text-sm">
      <summary className="cursor-pointer text-soft">Archived courses ({data.length})</summary>
      <ul className="mt-1 grid gap-1">
        {data.map(({ id, title }) => (
          <li key={id}>
            <Link href={`/courses/${id}`} className={LINK}>
              {title}
            </Link>
          </li>
        ))}
      </ul>
    </details>
  );
}
