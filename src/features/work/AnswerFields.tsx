'use client';
import type { QuestionShape } from '@overcommit/protocol/api';
import { Button } from '@/ui/Button.tsx';
import { Field, Textarea } from '@/ui/Field.tsx';
import { Skeleton } from '@/ui/States.tsx';
import type { DraftState } from './draftKeeper.ts';
import { useDraft } from './useDraft.ts';

const SCOPE = { member: 'Each member answers for themselves.', group: 'Your group answers together.' } as const;

const STATUS: Record<DraftState['status'], string> = {
  kept: 'Saved.',
  typing: 'Typing…',
  sending: 'Saving…',
  waiting: 'Not saved yet. It is kept in this browser and sent again.',
  conflict: 'Someone in your group changed this answer. Choose one of both.',
};

/** The questions of the lab that are answered in words, each with its field. */
export function AnswerFields({
  assignmentId,
  questions,
  isClosed,
}: {
  assignmentId: string;
  questions: QuestionShape[];
  isClosed: boolean;
}) {
  return (
    <div className="grid grid-cols-1 gap-4">
      {questions.map((question) => (
        <AnswerField key={question.id} assignmentId={assignmentId} question={question} isClosed={isClosed} />
      ))}
    </div>
  );
}

type Props = { assignmentId: string; question: QuestionShape; isClosed: boolean };

function AnswerField({ assignmentId, question, isClosed }: Props) {
  const draft = useDraft(assignmentId, question);
  if (!draft) return <Skeleton className="h-28" label="Loading your answer" />;
  const { keeper, state } = draft;
  const isEmpty = state.text === '' && state.status === 'kept';
  return (
    <div className="grid grid-cols-1 gap-1.5">
      <Field
        label={question.text}
        hint={`${SCOPE[question.scope]} Name entries as #16.`}
        error={state.status === 'waiting' ? (state.why ?? STATUS.waiting) : null}
      >
        {(aria) => (
          <Textarea
            {...aria}
            rows={5}
            maxLength={20_000}
            disabled={isClosed}
            value={state.text}
            onChange={(e) => keeper.type(e.target.value)}
            onBlur={keeper.flush}
          />
        )}
      </Field>
      <p className="text-xs text-soft" role="status">
        {isEmpty ? 'Nothing written yet.' : STATUS[state.status]}
        {question.scope === 'group' && question.draft && ` Last by ${question.draft.by}.`}
      </p>
      {state.theirs && (
        <div className="grid grid-cols-1 gap-2 rounded-md border border-line-strong p-3">
          <p className="text-xs font-medium">{state.theirs.by} wrote:</p>
          <p className="text-sm whitespace-pre-wrap wrap-anywhere">{state.theirs.text}</p>
          <div className="flex flex-wrap gap-2">
            <Button size="sm" onClick={() => keeper.choose('theirs')}>
              Take theirs
            </Button>
            <Button size="sm" onClick={() => keeper.choose('mine')}>
              Keep mine
            </Button>
          </div>
        </div>
      )}
    </div>
  );
}
