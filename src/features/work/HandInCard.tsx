'use client';
import type { AssignmentDetail, TeamWork } from '@overcommit/protocol/api';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import Link from 'next/link';
import { zonedWords } from '@/timeZone.ts';
import { useTRPC } from '@/trpc/client.tsx';
import { Button } from '@/ui/Button.tsx';
import { Card, SectionTitle } from '@/ui/Card.tsx';
import { ConfirmDialog } from '@/ui/Dialog.tsx';
import { ErrorState } from '@/ui/States.tsx';
import { StartAgain } from './StartAgain.tsx';
import { lateWords, sealWords } from './words.ts';

/** What handing in now means, before it is done. */
function leadOf({ phase, percentNow, seal }: TeamWork): string {
  if (phase !== 'late')
    return 'It seals all machines of your group and all your answers as they are now. You can hand in again until the due date.';
  const price = percentNow === 0 ? 'This late hand-in costs nothing.' : `It costs ${percentNow} % of the points.`;
  const replaced = seal ? 'It replaces what is sealed now, which is on time or less late. ' : '';
  return `The due date is over. ${replaced}${price}`;
}

/** My group's machines, and handing in. */
export function HandInCard({ assignment, work }: { assignment: AssignmentDetail; work: TeamWork }) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const { id: assignmentId, myMachineId, timeZone } = assignment;
  const { seal, phase, percentNow } = work;
  const handIn = useMutation(
    trpc.assignments.handIn.mutationOptions({
      onSettled: () => queries.invalidateQueries({ queryKey: trpc.assignments.get.queryKey({ assignmentId }) }),
    }),
  );
  const confirm = () =>
    handIn.mutateAsync({ assignmentId, acceptsPercent: percentNow }).then(
      () => {},
      () => {},
    );
  const late = seal && lateWords(seal);
  return (
    <Card as="section" className="grid grid-cols-1 gap-3 p-4" aria-label="My group’s work">
      <SectionTitle>{work.name}</SectionTitle>
      <p className="text-xs text-soft break-words">{work.members.join(', ')}</p>
      {myMachineId ? (
        <div className="flex flex-wrap gap-2">
          <Button asChild variant="primary" size="lg" className="grow">
            <Link href={`/machines/${myMachineId}`}>Open the machine</Link>
          </Button>
          <Button asChild size="lg">
            <Link href={`/machines/${myMachineId}/replay`}>Replay</Link>
          </Button>
        </div>
      ) : (
        <p className="text-soft">Your group has no machine yet. It appears here when your instructor has made it.</p>
      )}
      {seal ? (
        <p>
          {sealWords(seal)}, {zonedWords(timeZone, seal.asOf)}
          {late ? `: ${late}` : ', on time'}. What you do afterwards does not count.
        </p>
      ) : (
        <p className="text-soft">
          {phase === 'closed' ? 'Closed: nothing counts any more.' : 'Not handed in yet.'}
          {phase === 'open' && work.window.dueAt && ' At the due date it is sealed as it is then.'}
        </p>
      )}
      {seal && phase === 'closed' && (
        <p className="text-xs text-soft">Closed. You can go on playing; it is marked as after the deadline.</p>
      )}
      {handIn.error && <ErrorState title="It was not handed in." why={handIn.error.message} />}
      {phase !== 'closed' && myMachineId && (
        <ConfirmDialog
          title={phase === 'late' ? 'Hand in late?' : 'Hand in as it is now?'}
          lead={leadOf(work)}
          confirmLabel={phase === 'late' && percentNow > 0 ? `Hand in for −${percentNow} %` : 'Hand in'}
          onConfirm={confirm}
          trigger={<Button size="lg">{seal ? 'Hand in again' : 'Hand in'}</Button>}
        />
      )}
      {phase !== 'closed' && myMachineId && (
        <StartAgain assignmentId={assignmentId} labSlug={assignment.labSlug} attemptsLeft={work.attemptsLeft} />
      )}
      <History work={work} timeZone={timeZone} />
    </Card>
  );
}

/** All seals and reopenings, where there was more than one. */
function History({ work: { history }, timeZone }: { work: TeamWork; timeZone: string }) {
  if (history.length < 2) return null;
  return (
    <details className="text-xs text-soft">
      <summary className="cursor-pointer">What happened so far</summary>
      <ol className="mt-1 grid gap-1">
        {history.map((step) => (
          <li key={step.at.toISOString()} className="break-words">
            {zonedWords(timeZone, step.at)}: {step.type === 'Sealed' ? 'sealed' : 'reopened'} by {step.by}
            {step.words && `: “${step.words}”`}
          </li>
        ))}
      </ol>
    </details>
  );
}
