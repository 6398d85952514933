'use client';
import type { MachineWork } from '@overcommit/protocol/api';
import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { zonedWords } from '@/timeZone.ts';
import { useTRPC } from '@/trpc/client.tsx';
import { SectionTitle } from '@/ui/Card.tsx';
import { LINK } from '@/ui/Small.tsx';
import { ErrorState } from '@/ui/States.tsx';
import { AnswerFields } from './AnswerFields.tsx';

/** The state is asked for again this often: another member may hand in, and deadlines pass. */
const AGAIN_MS = 30_000;

/** In the handout of an assignment's machine: when it is due, what of it counts, and the questions with their fields. */
export function MachineWorkPanel({ machineId, isHeld }: { machineId: string; isHeld: boolean }) {
  const trpc = useTRPC();
  const work = useQuery(trpc.assignments.ofMachine.queryOptions({ machineId }, { refetchInterval: AGAIN_MS }));
  if (work.isError) return <ErrorState title="Your answers cannot be shown now." why={work.error.message} />;
  if (!work.data) return null;
  const { assignmentId, questions, phase } = work.data;
  return (
    <section className="grid grid-cols-1 gap-3 rounded-lg border border-line p-3" aria-label="Assignment">
      <SectionTitle as="h3">Assignment</SectionTitle>
      <Status work={work.data} isHeld={isHeld} />
      {questions.length > 0 && (
        <AnswerFields assignmentId={assignmentId} questions={questions} isClosed={phase === 'closed'} />
      )}
    </section>
  );
}

/** While a question is open the title may tell its answer, and is not said. */
function Status({ work, isHeld }: { work: NonNullable<MachineWork>; isHeld: boolean }) {
  const { assignmentId, title, timeZone, window, phase, sealedSeq } = work;
  return (
    <div className="grid grid-cols-1 gap-1 text-sm">
      <p>
        <Link href={`/assignments/${assignmentId}`} className={LINK}>
          {isHeld ? 'This assignment' : title}
        </Link>
        {window.dueAt && <span className="text-soft">, due {zonedWords(timeZone, window.dueAt)}</span>}
      </p>
      {phase !== 'closed' && (
        <p className="text-soft">Hand in, or start again under another kernel, on the page of the assignment.</p>
      )}
      {sealedSeq !== null && (
        <p>
          {sealedSeq === 0
            ? 'Nothing of this machine is in the hand-in.'
            : `Sealed up to entry #${sealedSeq}. What comes after it does not count.`}
        </p>
      )}
      {phase === 'late' && <p>The due date is over. A hand-in counts as late.</p>}
      {phase === 'closed' && <p>Closed: what is done now is after the deadline and does not count.</p>}
    </div>
  );
}
