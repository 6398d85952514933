'use client';
import { formatPoints } from '@overcommit/coursework';
import type { RubricEffect } from '@overcommit/protocol/api';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTRPC } from '@/trpc/client.tsx';
import { Button } from '@/ui/Button.tsx';
import { DataTable } from '@/ui/DataTable.tsx';
import { Dialog } from '@/ui/Dialog.tsx';
import { ErrorState, Skeleton } from '@/ui/States.tsx';
import { toast } from '@/ui/Toaster.tsx';
import type { ReadRubric } from './rubricForm.ts';
import type { OpenedRubric } from './types.ts';

type Props = { opened: OpenedRubric; read: ReadRubric; isDraft: boolean; onDone: () => void };

/** First what the change would do to the scores, each of them; then the change. */
export function PublishRubric({ opened, read, isDraft, onDone }: Props) {
  const { assignmentId, version: basedOn } = opened;
  const trpc = useTRPC();
  const queries = useQueryClient();
  const [isOpen, setOpen] = useState(false);
  const preview = useMutation(trpc.rubric.preview.mutationOptions());
  const publish = useMutation(
    trpc.rubric.publish.mutationOptions({
      onSuccess: async ({ words }) => {
        setOpen(false);
        onDone();
        toast(`The rubric is changed. ${words}`);
        await Promise.all(
          [trpc.rubric.pathKey(), trpc.assignments.pathKey(), trpc.grading.pathKey(), trpc.grades.pathKey()].map(
            (queryKey) => queries.invalidateQueries({ queryKey }),
          ),
        );
      },
    }),
  );
  const error = preview.error ?? publish.error;
  return (
    <Dialog
      title="Publish the rubric"
      open={isOpen}
      onOpenChange={(next) => {
        setOpen(next);
        publish.reset();
        if (next && read.ok) preview.mutate({ assignmentId, basedOn, rubric: read.rubric });
      }}
      className="w-[min(44rem,calc(100vw-2rem))]"
      trigger={
        <Button variant="primary" disabled={!isDraft || !read.ok}>
          See what it changes
        </Button>
      }
    >
      <div className="grid grid-cols-1 gap-4">
        {preview.isPending && <Skeleton className="h-24" label="Working out the scores" />}
        {preview.data && <Effect effect={preview.data} />}
        {error && <ErrorState title="It was not published." why={error.message} />}
        <div className="flex flex-wrap justify-end gap-2">
          <Button onClick={() => setOpen(false)}>Not yet</Button>
          <Button
            variant="primary"
            disabled={!preview.data}
            isPending={publish.isPending}
            onClick={() => read.ok && publish.mutate({ assignmentId, basedOn, rubric: read.rubric })}
          >
            Publish
          </Button>
        </div>
      </div>
    </Dialog>
  );
}

function Effect({ effect }: { effect: RubricEffect }) {
  const { words, notes, changes } = effect;
  return (
    <div className="grid grid-cols-1 gap-3" role="status">
      <p className="text-base font-medium">{words}</p>
      {notes.length > 0 && (
        <ul className="grid list-disc gap-1 pl-5 text-sm">
          {notes.map((note) => (
            <li key={note}>{note}</li>
          ))}
        </ul>
      )}
      {changes.length > 0 && (
        <DataTable
          caption="Scores that change"
          className="max-h-80 overflow-y-auto"
          mostRows={50}
          rows={changes}
          rowKey={({ studentId }) => studentId}
          columns={[
            { id: 'name', head: 'Student', cell: ({ name }) => name },
            { id: 'group', head: 'Group', cell: ({ group }) => group, isExtra: true },
            { id: 'before', head: 'Before', isNumeric: true, cell: ({ before }) => formatPoints(before) },
            { id: 'after', head: 'After', isNumeric: true, cell: ({ after }) => formatPoints(after) },
            {
              id: 'by',
              head: 'Change',
              isNumeric: true,
              cell: ({ before, after }) => `${after > before ? '+' : ''}${formatPoints(after - before)}`,
            },
          ]}
        />
      )}
    </div>
  );
}
