'use client';
import { count } from '@overcommit/reading';
import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import type { ReactNode } from 'react';
import { useTRPC } from '@/trpc/client.tsx';
import { Button } from '@/ui/Button.tsx';
import { PageTitle, SectionTitle } from '@/ui/Card.tsx';
import { Row, RowList } from '@/ui/RowList.tsx';
import { LINK } from '@/ui/Small.tsx';
import { EmptyState } from '@/ui/States.tsx';
import { ArchivedCourses } from '../course/ArchivedCourses.tsx';
import { DueAssignments } from './DueAssignments.tsx';
import { Loaded } from './Loaded.tsx';
import { MachineList } from './MachineList.tsx';
import { MachinesPutAway, PutAwayButton } from './MachinesPutAway.tsx';
import { NewCourse } from './NewCourse.tsx';
import { PageFrame } from './PageFrame.tsx';
import { RecentGrades } from './RecentGrades.tsx';
import { useMe } from './useMe.ts';

const FIRST_LAB = 'the-database-dies';

/** My machines, my courses, what is due, what was graded. */
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
      <Heading>My machines</Heading>
      <Loaded query={query}>
        {(machines) => (
          <MachineList
            machines={machines}
            empty={<NoMachine />}
            actions={(machine) => machine.isOwn && <PutAwayButton machine={machine} />}
          />
        )}
      </Loaded>
      <MachinesPutAway />
    </section>
  );
}

/** The first step for a new user: the lab that shows the main point in half an hour. */
function NoMachine() {
  return (
    <EmptyState
      title="No machine yet."
      action={
        <Button asChild>
          <Link href={`/labs/${FIRST_LAB}`}>Begin with “The database dies”</Link>
        </Button>
      }
    >
      A machine is one simulated computer that a group shares. Start one from a lab, alone or with others, or join a
      classmate’s by its code.
    </EmptyState>
  );
}

/** Both columns begin at one height, with a button beside the title or without. */
function Heading({ children, action }: { children: string; action?: ReactNode }) {
  return (
    <div className="flex min-h-7 flex-wrap items-center justify-between gap-2">
      <SectionTitle>{children}</SectionTitle>
      {action}
    </div>
  );
}

const ROLE = { instructor: 'you teach it', assistant: 'you assist', student: 'you are a student' } as const;

function Courses({ isHost }: { isHost: boolean }) {
  const trpc = useTRPC();
  const query = useQuery(trpc.courses.list.queryOptions());
  const mayMake = isHost || query.data?.some((course) => course.myRole === 'instructor');
  return (
    <section className="grid gap-3" aria-label="My courses">
      <Heading action={mayMake && <NewCourse />}>My courses</Heading>
      <Loaded query={query}>
        {(courses) =>
          courses.length === 0 ? (
            <EmptyState title="You are in no course.">
              {isHost
                ? 'Make one: you are its instructor, and bring the others in with a roster.'
                : 'None is needed for the labs. To be in one, tell an instructor the address of your account.'}
            </EmptyState>
          ) : (
            <>
              <RowList>
                {courses.map((course) => (
                  <Row key={course.id}>
                    <Link
                      href={`/courses/${course.id}`}
                      className={`justify-self-start font-medium break-words ${LINK}`}
                    >
                      {course.title}
                    </Link>
                    <span className="text-xs text-soft">
                      {ROLE[course.myRole]} · {count(course.members, 'person', 'people')} ·{' '}
                      {count(course.assignments, 'assignment')}
                    </span>
                  </Row>
                ))}
              </RowList>
              <DueAssignments courses={courses} />
              <RecentGrades />
            </>
          )
        }
      </Loaded>
      <ArchivedCourses />
    </section>
  );
}
