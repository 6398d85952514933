'use client';
import type { TeamWork } from '@overcommit/protocol/api';
import { Card, SectionTitle } from '@/ui/Card.tsx';
import { AnswerFields } from './AnswerFields.tsx';

/** The questions of the lab: the fields, and what of them is sealed. */
export function AnswersCard({ assignmentId, work }: { assignmentId: string; work: TeamWork }) {
  const { questions, sealedAnswers, seal, phase } = work;
  if (questions.length === 0) return null;
  const draftOf = (prompt: string) => questions.find(({ id }) => id === prompt)?.draft?.text;
  const isChanged = seal !== null && sealedAnswers.some(({ prompt, text }) => draftOf(prompt) !== text);
  return (
    <Card as="section" className="grid grid-cols-1 gap-4 p-4" aria-label="Answers">
      <SectionTitle>Answers</SectionTitle>
      <AnswerFields assignmentId={assignmentId} questions={questions} isClosed={phase === 'closed'} />
      {seal && (
        <div className="grid grid-cols-1 gap-2 border-t border-line pt-3">
          <h3 className="text-xs font-medium">Sealed with your hand-in</h3>
          {sealedAnswers.length === 0 && <p className="text-soft">No answer of yours is in the seal.</p>}
          {sealedAnswers.map(({ prompt, text }) => (
            <p key={prompt} className="rounded-md bg-sunk px-3 py-2 whitespace-pre-wrap wrap-anywhere">
              {text}
            </p>
          ))}
          {isChanged && phase !== 'closed' && (
            <p className="text-xs text-soft">What you wrote since then counts only if your group hands in again.</p>
          )}
        </div>
      )}
    </Card>
  );
}
