'use client';
import type { AssignmentDetail } from '@overcommit/protocol/api';
import { zonedWords } from '@/timeZone.ts';
import { PageTitle, SectionTitle } from '@/ui/Card.tsx';
import { EmptyState } from '@/ui/States.tsx';
import { MyGrade } from '../grades/MyGrade.tsx';
import { MachineList } from '../home/MachineList.tsx';
import { dateWithin } from '../home/zonedDates.ts';
import { LabIdea, LabWork } from '../labs/LabText.tsx';
import { useLab } from '../labs/useLab.ts';
import { AnswersCard } from './AnswersCard.tsx';
import { DatesCard } from './DatesCard.tsx';
import { HandInCard } from './HandInCard.tsx';
import { RubricCard } from './RubricCard.tsx';

/** An assignment for a student: dates, my group's work, my answers, the handout, the rubric or my grade. */
export function StudentAssignment({ assignment }: { assignment: AssignmentDetail }) {
  const { title, timeZone, now, isOpen, opensAt, machines, myWork } = assignment;
  const lab = useLab(assignment.labSlug);
  const dueAt = myWork?.myWindow.dueAt ?? assignment.dueAt;
  return (
    <>
      <PageTitle title={title} lead={dueAt ? `Due ${dateWithin(timeZone, dueAt, now)}` : 'No due date'} />
      <div className="grid grid-cols-1 items-start gap-x-8 gap-y-6 lg:grid-cols-[minmax(0,1fr)_22rem]">
        <div className="grid grid-cols-1 gap-6 max-lg:order-last">
          {myWork && <AnswersCard assignmentId={assignment.id} work={myWork} />}
          {machines.length > 1 && (
            <section className="grid grid-cols-1 gap-3" aria-label="Machines">
              <SectionTitle>My group’s machines</SectionTitle>
              <MachineList machines={machines} empty={null} />
            </section>
          )}
          {lab && (
            <div className="grid max-w-prose grid-cols-1 gap-6 text-base">
              <LabIdea lab={lab} />
              {isOpen && <LabWork lab={lab} />}
            </div>
          )}
        </div>
        <div className="grid grid-cols-1 gap-4">
          {!isOpen && opensAt && (
            <EmptyState title="Not open yet.">
              It opens {zonedWords(timeZone, opensAt)}. Then your machine, the questions and the rubric are here.
            </EmptyState>
          )}
          {isOpen && !myWork && (
            <EmptyState title="You are in no group yet.">
              Work is handed in by groups. Ask your instructor to put you into one.
            </EmptyState>
          )}
          {myWork && <HandInCard assignment={assignment} work={myWork} />}
          <DatesCard assignment={assignment} window={myWork?.myWindow} />
          {assignment.myGrade && <MyGrade assignmentId={assignment.id} />}
          {isOpen && !assignment.myGrade && <RubricCard assignment={assignment} isStaff={false} />}
        </div>
      </div>
    </>
  );
}
