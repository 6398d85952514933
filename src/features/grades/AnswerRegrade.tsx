'use client';
import { formatPoints, parsePoints } from '@overcommit/coursework';
import type { RegradeRow } from '@overcommit/protocol/api';
import { count } from '@overcommit/reading';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTRPC } from '@/trpc/client.tsx';
import { Button } from '@/ui/Button.tsx';
import { Checkbox, Field, Textarea, TextField } from '@/ui/Field.tsx';
import { ErrorState } from '@/ui/States.tsx';
import { toast } from '@/ui/Toaster.tsx';

/** Upholds a request with new points, or does not; either with a reason that the student reads. */
export function AnswerRegrade({ assignmentId, row }: { assignmentId: string; row: RegradeRow }) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const [text, setText] = useState('');
  const [points, setPoints] = useState(row.points === null ? '' : formatPoints(row.points));
  const [withSimilar, setWithSimilar] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const answer = useMutation(
    trpc.grades.answerRegrade.mutationOptions({
      onSuccess: ({ changed }) => {
        toast(changed === 0 ? 'Answered.' : `Answered. ${count(changed, 'student')} got new points.`);
        return queries.invalidateQueries({ queryKey: trpc.grades.regrades.queryKey({ assignmentId }) });
      },
    }),
  );
  function send(upheld: boolean): void {
    const parsed = parsePoints(points);
    const isBad = parsed === null || parsed > row.outOf;
    setProblem(upheld && isBad ? `A number from 0 to ${formatPoints(row.outOf)}.` : null);
    if (upheld && isBad) return;
    answer.mutate({ assignmentId, request: row.request, upheld, text, points: upheld ? parsed : null, withSimilar });
  }
  return (
    <div className="grid gap-2.5 border-t border-line pt-3">
      <Field label="Answer, for the student">
        {(aria) => (
          <Textarea {...aria} maxLength={4000} value={text} onChange={(event) => setText(event.currentTarget.value)} />
        )}
      </Field>
      <TextField
        label={`Points if upheld, 0 to ${formatPoints(row.outOf)}`}
        inputMode="decimal"
        autoComplete="off"
        className="max-w-48"
        value={points}
        error={problem}
        onChange={(event) => setPoints(event.currentTarget.value)}
      />
      {row.similar > 0 && (
        <Checkbox
          label={`If upheld, the same points for ${count(row.similar, 'similar case')} (same mark, comments or verdict)`}
          checked={withSimilar}
          onChange={(event) => setWithSimilar(event.currentTarget.checked)}
        />
      )}
      {answer.error && <ErrorState title="This was not saved." why={answer.error.message} />}
      <div className="flex flex-wrap justify-end gap-2">
        <Button onClick={() => send(false)} isPending={answer.isPending}>
          Do not uphold
        </Button>
        <Button variant="primary" onClick={() => send(true)} isPending={answer.isPending}>
          Uphold
        </Button>
      </div>
    </div>
  );
}
