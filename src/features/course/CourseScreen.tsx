'use client';
import type { CourseDetail, MachineSummary } from '@overcommit/protocol/api';
import { count } from '@overcommit/reading';
import { useQuery } from '@tanstack/react-query';
import { LayoutGrid, Table2 } from 'lucide-react';
import Link from 'next/link';
import { useTRPC } from '@/trpc/client.tsx';
import { Button } from '@/ui/Button.tsx';
import { PageTitle, SectionTitle } from '@/ui/Card.tsx';
import { EmptyState } from '@/ui/States.tsx';
import { Loaded } from '../home/Loaded.tsx';
import { MachineList } from '../home/MachineList.tsx';
import { PageFrame } from '../home/PageFrame.tsx';
import { usePageTitle } from '../usePageTitle.ts';
import { AddMember } from './AddMember.tsx';
import { AssignmentList } from './AssignmentList.tsx';
import { ArchivedNotice, CourseSettings } from './CourseSettings.tsx';
import { ImportRoster } from './ImportRoster.tsx';
import { NextSteps } from './NextSteps.tsx';
import { RandomGroups } from './RandomGroups.tsx';
import { Roster } from './Roster.tsx';

/** A course: staff see the roster, the assignments and all machines; a student sees the own ones. */
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
  const isNew = isStaff && course.machines.length === 0;
  const machines = [...course.machines].sort((a, b) => a.title.localeCompare(b.title, 'en', { numeric: true }));
  return (
    <>
      <PageTitle
        title={course.title}
        lead={`${count(course.roster.length, 'person', 'people')}, ${count(course.groups.length, 'group')}`}
        actions={
          isStaff && (
            <>
              {!isNew && <StaffPages courseId={course.id} />}
              {course.myRole === 'instructor' && !course.isArchived && <CourseSettings course={course} />}
            </>
          )
        }
      />
      {course.isArchived && <ArchivedNotice course={course} />}
      {isNew && !course.isArchived && <NextSteps course={course} />}
      {(!isNew || course.assignments.length > 0) && <Work course={course} isNew={isNew} machines={machines} />}
      <div className="grid gap-3">
        <div className="flex flex-wrap items-center justify-between gap-2">
          <SectionTitle>Roster</SectionTitle>
          {course.myRole === 'instructor' && !course.isArchived && (
            <div className="flex flex-wrap gap-2">
              <AddMember course={course} />
              <RandomGroups course={course} />
              <ImportRoster courseId={course.id} />
              <Button asChild>
                <Link href={`/courses/${course.id}/invitations`}>Invitations</Link>
              </Button>
            </div>
          )}
        </div>
        <Roster course={course} isStaff={isStaff} />
      </div>
    </>
  );
}

function StaffPages({ courseId }: { courseId: string }) {
  return (
    <>
      <Button asChild>
        <Link href={`/courses/${courseId}/wall`}>
          <LayoutGrid aria-hidden />
          Wall
        </Link>
      </Button>
      <Button asChild>
        <Link href={`/courses/${courseId}/gradebook`}>
          <Table2 aria-hidden />
          Gradebook
        </Link>
      </Button>
    </>
  );
}

const gradingOf = ({ id, assignmentId }: MachineSummary): string | null =>
  assignmentId && `/assignments/${assignmentId}/grading?machine=${id}`;

type WorkProps = { course: CourseDetail; machines: MachineSummary[]; isNew: boolean };

/** The assignments, with links to them. */
function Work({ course, machines, isNew }: WorkProps) {
  const isStaff = course.myRole !== 'student';
  return (
    <div className="grid items-start gap-x-8 gap-y-6 lg:grid-cols-2">
      <section className="grid gap-3" aria-label="Assignments">
        <SectionTitle>Assignments</SectionTitle>
        <AssignmentList assignments={course.assignments} isStaff={isStaff} />
      </section>
      {!isNew && (
        <section className="grid gap-3" aria-label="Machines">
          <SectionTitle>{isStaff ? 'Machines' : 'My group’s machines'}</SectionTitle>
          <MachineList
            machines={machines}
            gradingHref={(machine) => (isStaff ? gradingOf(machine) : null)}
            empty={
              <EmptyState title="No machine yet.">
                Your instructor makes one for your group, from an assignment.
              </EmptyState>
            }
          />
        </section>
      )}
    </div>
  );
}
