'use client';
import { useQuery } from '@tanstack/react-query';
import { Download, LayoutGrid } from 'lucide-react';
import Link from 'next/link';
import type { CourseDetail } from '@/server/api/shapes/index.ts';
import { useTRPC } from '@/trpc/client.tsx';
import { Button } from '@/ui/Button.tsx';
import { PageTitle, SectionTitle } from '@/ui/Card.tsx';
import { EmptyState } from '@/ui/States.tsx';
import { Loaded } from '../home/Loaded.tsx';
import { MachineList } from '../home/MachineList.tsx';
import { PageFrame } from '../home/PageFrame.tsx';
import { usePageTitle } from '../usePageTitle.ts';
import { AssignmentList } from './AssignmentList.tsx';
import { ImportRoster } from './ImportRoster.tsx';
import { RosterTable } from './RosterTable.tsx';

/** A course: for staff the roster, assignments and all machines; for a student the own ones. */
export function CourseScreen({ courseId }: { courseId: string }) {
  const trpc = useTRPC();
  const query = useQuery(trpc.courses.get.queryOptions({ courseId }));
  usePageTitle(query.data?.title);
  return (
    <PageFrame crumbs={[{ label: 'Home', href: '/home' }, { label: query.data?.title ?? 'Course' }]}>
      <Loaded query={query} isPage>
        {(course) => <Course course={course} />}
      </Loaded>
    </PageFrame>
  );
}

function Course({ course }: { course: CourseDetail }) {
  const isStaff = course.myRole !== 'student';
  const people = course.roster.length === 1 ? '1 person' : `${course.roster.length} people`;
  return (
    <>
      <PageTitle
        title={course.title}
        lead={`${people}, ${course.groups.length === 1 ? '1 group' : `${course.groups.length} groups`}`}
        actions={
          isStaff && (
            <>
              <Button asChild>
                <Link href={`/courses/${course.id}/wall`}>
                  <LayoutGrid aria-hidden />
                  Wall
                </Link>
              </Button>
              <Button asChild>
                <a href={`/api/courses/${course.id}/gradebook.csv`} download>
                  <Download aria-hidden />
                  Gradebook (CSV)
                </a>
              </Button>
            </>
          )
        }
      />
      <div className="grid items-start gap-x-8 gap-y-6 lg:grid-cols-2">
        <section className="grid gap-3" aria-label="Assignments">
          <SectionTitle>Assignments</SectionTitle>
          <AssignmentList assignments={course.assignments} isStaff={isStaff} />
        </section>
        <section className="grid gap-3" aria-label="Machines">
          <SectionTitle>{isStaff ? 'Machines' : 'My group’s machines'}</SectionTitle>
          <MachineList
            machines={course.machines}
            gradingHref={(machine) =>
              isStaff && machine.assignmentId
                ? `/assignments/${machine.assignmentId}/grading?machine=${machine.id}`
                : null
            }
            empty={
              <EmptyState title="No machine yet.">
                {isStaff
                  ? 'Open an assignment and make a machine for every group.'
                  : 'Your instructor makes them from an assignment.'}
              </EmptyState>
            }
          />
        </section>
      </div>
      <div className="grid gap-3">
        <div className="flex flex-wrap items-center justify-between gap-2">
          <SectionTitle>Roster</SectionTitle>
          {course.myRole === 'instructor' && <ImportRoster courseId={course.id} />}
        </div>
        <RosterTable course={course} isStaff={isStaff} />
      </div>
    </>
  );
}
