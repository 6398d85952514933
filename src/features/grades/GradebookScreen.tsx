'use client';
import type { Gradebook } from '@overcommit/protocol/api';
import { count } from '@overcommit/reading';
import { useMutation, useQuery } from '@tanstack/react-query';
import { Download } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTRPC } from '@/trpc/client.tsx';
import { Button } from '@/ui/Button.tsx';
import { PageTitle } from '@/ui/Card.tsx';
import { Checkbox } from '@/ui/Field.tsx';
import { EmptyState } from '@/ui/States.tsx';
import { Loaded } from '../home/Loaded.tsx';
import { PageFrame } from '../home/PageFrame.tsx';
import { usePageTitle } from '../usePageTitle.ts';
import { GradebookTable } from './GradebookTable.tsx';
import { Releases } from './Releases.tsx';
import { Statistics } from './Statistics.tsx';

const POLL_MS = 2000;

const isJudging = (book: Gradebook): boolean => book.assignments.some(({ judged }) => judged.done < judged.total);

/** The gradebook of a course. Logs that were not judged yet are judged while one looks. */
export function GradebookScreen({ courseId }: { courseId: string }) {
  const trpc = useTRPC();
  const query = useQuery(
    trpc.grades.gradebook.queryOptions(
      { courseId },
      { refetchInterval: ({ state }) => (state.data && isJudging(state.data) ? POLL_MS : false) },
    ),
  );
  const { mutate: fill } = useMutation(trpc.grades.fill.mutationOptions());
  const isOpen = query.data !== undefined && isJudging(query.data);
  // Judging is asked for by a command: reading the gradebook changes nothing.
  useEffect(() => {
    if (isOpen) fill({ courseId });
  }, [isOpen, fill, courseId]);
  usePageTitle(query.data && `Gradebook: ${query.data.title}`);
  return (
    <PageFrame
      crumbs={[{ label: query.data?.title ?? 'Course', href: `/courses/${courseId}` }, { label: 'Gradebook' }]}
      isWide
    >
      <Loaded query={query} isPage>
        {(book) => <Book courseId={courseId} book={book} onChanged={() => void query.refetch()} />}
      </Loaded>
    </PageFrame>
  );
}

function Book({ courseId, book, onChanged }: { courseId: string; book: Gradebook; onChanged: () => void }) {
  const [withItems, setWithItems] = useState(book.assignments.length === 1);
  const [withMark, setWithMark] = useState(false);
  const { assignments, rows } = book;
  if (rows.length === 0 || assignments.length === 0)
    return (
      <>
        <PageTitle title="Gradebook" lead={book.title} />
        <EmptyState title={rows.length === 0 ? 'There are no students yet.' : 'There is no assignment yet.'}>
          Points appear here as soon as the course has both.
        </EmptyState>
      </>
    );
  const csv = `/api/courses/${courseId}/gradebook.csv${withMark ? '?bom=1' : ''}`;
  return (
    <>
      <PageTitle
        title="Gradebook"
        lead={`${count(rows.length, 'student')}, ${count(assignments.length, 'assignment')}`}
        actions={
          <>
            <Checkbox
              label="for Excel"
              className="items-center"
              checked={withMark}
              onChange={(event) => setWithMark(event.currentTarget.checked)}
            />
            <Button asChild>
              <a href={csv} download>
                <Download aria-hidden />
                CSV
              </a>
            </Button>
          </>
        }
      />
      <Releases book={book} onChanged={onChanged} />
      <div className="grid gap-2">
        <Checkbox
          label="A column for each item"
          checked={withItems}
          onChange={(event) => setWithItems(event.currentTarget.checked)}
        />
        <GradebookTable book={book} withItems={withItems} />
      </div>
      <Statistics book={book} />
    </>
  );
}
