'use client';
import { formatPoints } from '@overcommit/coursework';
import { findLab, type Lab } from '@overcommit/handbook';
import type { AssignmentDetail } from '@overcommit/protocol/api';
import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useState } from 'react';
import { useTRPC } from '@/trpc/client.tsx';
import { Button } from '@/ui/Button.tsx';
import { Card, PageTitle, SectionTitle } from '@/ui/Card.tsx';
import { LINK } from '@/ui/Small.tsx';
import { EmptyState } from '@/ui/States.tsx';
import { dateWords, fromNow } from '../home/dates.ts';
import { Loaded } from '../home/Loaded.tsx';
import { MachineList } from '../home/MachineList.tsx';
import { PageFrame } from '../home/PageFrame.tsx';
import { LabIdea, LabWork } from '../labs/LabText.tsx';
import { usePageTitle } from '../usePageTitle.ts';
import { HandIn } from './HandIn.tsx';
import { OpenMachines } from './OpenMachines.tsx';

/** An assignment: handout, dates, rubric, my group's machine, my grade. */
export function AssignmentScreen({ assignmentId }: { assignmentId: string }) {
  const trpc = useTRPC();
  const query = useQuery(trpc.assignments.get.queryOptions({ assignmentId }));
  usePageTitle(query.data?.title);
  const crumbs = query.data
    ? [{ label: query.data.courseTitle, href: `/courses/${query.data.courseId}` }, { label: query.data.title }]
    : [{ label: 'Assignment' }];
  return (
    <PageFrame crumbs={crumbs}>
      <Loaded query={query} isPage>
        {(assignment) => <Assignment assignment={assignment} />}
      </Loaded>
    </PageFrame>
  );
}

function Assignment({ assignment }: { assignment: AssignmentDetail }) {
  const isStaff = assignment.myRole !== 'student';
  const lab = findLab(assignment.labSlug);
  const [now] = useState(() => new Date());
  const { dueAt } = assignment;
  const machines = [...assignment.machines].sort((a, b) => a.title.localeCompare(b.title, 'en', { numeric: true }));
  return (
    <>
      <PageTitle
        title={assignment.title}
        lead={dueAt ? `Due ${dateWords(dueAt, now)}, ${fromNow(dueAt, now)}` : 'No due date'}
        actions={
          isStaff && (
            <>
              <OpenMachines assignmentId={assignment.id} isFirst={machines.length === 0} />
              <Button asChild variant={machines.length === 0 ? 'plain' : 'primary'}>
                <Link href={`/assignments/${assignment.id}/grading`}>Grade</Link>
              </Button>
            </>
          )
        }
      />
      <div className="grid items-start gap-x-8 gap-y-6 lg:grid-cols-[minmax(0,1fr)_20rem]">
        <div className="grid grid-cols-1 gap-6">
          {isStaff ? lab && <LabLink lab={lab} /> : null}
          {(isStaff || machines.length > 1) && (
            <section className="grid gap-3" aria-label="Machines">
              <SectionTitle>{isStaff ? 'Machines' : 'My group’s machines'}</SectionTitle>
              <MachineList
                machines={machines}
                gradingHref={(machine) =>
                  isStaff ? `/assignments/${assignment.id}/grading?machine=${machine.id}` : null
                }
                empty={
                  <EmptyState title="No machine yet.">
                    “Make the groups’ machines” makes one for every group of the roster.
                  </EmptyState>
                }
              />
            </section>
          )}
          {!isStaff && lab && (
            <div className="grid max-w-prose grid-cols-1 gap-6 text-base max-lg:order-last">
              <LabIdea lab={lab} />
              <LabWork lab={lab} />
            </div>
          )}
        </div>
        <div className="grid grid-cols-1 gap-4 max-lg:order-first">
          {!isStaff && <HandIn assignment={assignment} now={now} />}
          <RubricCard assignment={assignment} isStaff={isStaff} />
        </div>
      </div>
    </>
  );
}

function LabLink({ lab }: { lab: Lab }) {
  return (
    <section className="grid max-w-prose gap-2">
      <SectionTitle>The lab</SectionTitle>
      <p className="text-base text-pretty">{lab.claim}</p>
      <p>
        <Link href={`/labs/${lab.slug}`} className={LINK}>
          Read the handout: {lab.title}
        </Link>
      </p>
    </section>
  );
}

function RubricCard({ assignment, isStaff }: { assignment: AssignmentDetail; isStaff: boolean }) {
  const { rubric, myGrade } = assignment;
  const outOf = rubric.reduce((sum, item) => sum + (item.isBonus ? 0 : item.outOf), 0);
  const mine = new Map((myGrade?.items ?? []).map((item) => [item.itemId, item]));
  return (
    <Card as="section" className="grid gap-3 p-4" aria-label="Rubric">
      <div className="flex items-baseline justify-between gap-3">
        <SectionTitle>{myGrade ? 'My grade' : 'Rubric'}</SectionTitle>
        <b className="leading-none tabular-nums">
          {myGrade && `${formatPoints(myGrade.points)} `}
          <span className="font-normal text-soft">
            {myGrade ? 'of' : ''} {formatPoints(outOf)} {myGrade ? '' : 'points'}
          </span>
        </b>
      </div>
      <ul className="grid gap-2.5">
        {rubric.map((item) => {
          const grade = mine.get(item.id);
          return (
            <li key={item.id} className="grid grid-cols-[1fr_auto] gap-x-3">
              <span className="break-words">{item.title}</span>
              <span className="text-right tabular-nums">
                {grade?.points != null && `${formatPoints(grade.points)} / `}
                {formatPoints(item.outOf)}
                {item.isBonus && ' bonus'}
              </span>
              <span className="text-xs text-soft">
                {item.kind === 'automatic' ? 'decided by the log' : 'read by a person'}, for{' '}
                {item.scope === 'group' ? 'the group' : 'each member'}
              </span>
              {grade?.note && (
                <span className="col-span-2 mt-1 rounded-md bg-sunk px-2.5 py-1.5 text-sm break-words">
                  {grade.note}
                </span>
              )}
            </li>
          );
        })}
      </ul>
      {!isStaff && !myGrade && (
        <p className="text-xs text-soft">You see your points here when the grades are released.</p>
      )}
    </Card>
  );
}
