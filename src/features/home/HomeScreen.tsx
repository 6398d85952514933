'use client';
import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useTRPC } from '@/trpc/client.tsx';
import { Badge } from '@/ui/Badge.tsx';
import { Button } from '@/ui/Button.tsx';
import { Card, PageTitle, SectionTitle } from '@/ui/Card.tsx';
import { LINK } from '@/ui/Small.tsx';
import { EmptyState } from '@/ui/States.tsx';
import { DueAssignments } from './DueAssignments.tsx';
import { Loaded } from './Loaded.tsx';
import { MachineList } from './MachineList.tsx';
import { NewCourse } from './NewCourse.tsx';
import { PageFrame } from './PageFrame.tsx';
import { useMe } from './useMe.ts';

/** My machines, my courses, what is due. */
export function HomeScreen() {
  const me = useMe();
  return (
    <PageFrame crumbs={[{ label: 'Home' }]}>
      <PageTitle
        title={me ? `Hello, ${me.name}` : 'Home'}
        actions={
          <>
            <Button asChild variant="primary">
              <Link href="/labs">Start a lab</Link>
            </Button>
            <Button asChild>
              <Link href="/join">Join with a code</Link>
            </Button>
          </>
        }
      />
      <div className="grid items-start gap-6 lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
        <Machines />
        {me?.isGuest !== true && <Courses isHost={me?.isHost ?? false} />}
      </div>
    </PageFrame>
  );
}

function Machines() {
  const trpc = useTRPC();
  const query = useQuery(trpc.machines.list.queryOptions());
  return (
    <section className="grid gap-3" aria-label="My machines">
      <SectionTitle>My machines</SectionTitle>
      <Loaded query={query}>
        {(machines) => (
          <MachineList
            machines={machines}
            empty={
              <EmptyState
                title="No machine yet."
                action={
                  <Button asChild>
                    <Link href="/labs">See the ten labs</Link>
                  </Button>
                }
              >
                Start a lab alone, or ask a classmate for a join code.
              </EmptyState>
            }
          />
        )}
      </Loaded>
    </section>
  );
}

const ROLE = { instructor: 'instructor', assistant: 'assistant', student: 'student' } as const;

function Courses({ isHost }: { isHost: boolean }) {
  const trpc = useTRPC();
  const query = useQuery(trpc.courses.list.queryOptions());
  return (
    <section className="grid gap-3" aria-label="My courses">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <SectionTitle>My courses</SectionTitle>
        {(isHost || query.data?.some((course) => course.myRole === 'instructor')) && <NewCourse />}
      </div>
      <Loaded query={query}>
        {(courses) =>
          courses.length === 0 ? (
            <EmptyState title="You are in no course.">
              {isHost
                ? 'Make one: you are its instructor, and bring the others in with a roster.'
                : 'An instructor adds you with your email address.'}
            </EmptyState>
          ) : (
            <>
              <ul className="grid gap-2">
                {courses.map((course) => (
                  <Card as="li" key={course.id} className="flex flex-wrap items-center gap-x-3 gap-y-1 p-3">
                    <Link href={`/courses/${course.id}`} className={`min-w-0 grow font-medium break-words ${LINK}`}>
                      {course.title}
                    </Link>
                    <Badge tone="soft">{ROLE[course.myRole]}</Badge>
                  </Card>
                ))}
              </ul>
              <DueAssignments courses={courses} />
            </>
          )
        }
      </Loaded>
    </section>
  );
}
