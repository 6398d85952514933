'use client';
import type { AssignmentDetail, AssignmentEditor, BoardRow, ExtensionShape } from '@overcommit/protocol/api';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { instantIn, zonedWords } from '@/timeZone.ts';
import { useTRPC } from '@/trpc/client.tsx';
import { Button } from '@/ui/Button.tsx';
import { Dialog } from '@/ui/Dialog.tsx';
import { Field, Select, TextField } from '@/ui/Field.tsx';
import { ErrorState } from '@/ui/States.tsx';
import { toast } from '@/ui/Toaster.tsx';

type Props = { assignment: AssignmentDetail; groups: Pick<BoardRow, 'teamId' | 'name'>[] };

/** The extensions of an assignment, and giving one more. */
export function Extensions({ assignment, groups }: Props) {
  const trpc = useTRPC();
  const editor = useQuery(trpc.assignments.editor.queryOptions({ assignmentId: assignment.id }));
  if (!editor.data) return null;
  const { extensions } = editor.data;
  return (
    <div className="grid grid-cols-1 gap-2 border-t border-line pt-3">
      <h3 className="text-xs font-medium">Extensions</h3>
      {extensions.length === 0 && <p className="text-xs text-soft">None.</p>}
      <ul className="grid grid-cols-1 gap-1.5">
        {extensions.map((one) => (
          <ExtensionRow key={one.id} assignment={assignment} extension={one} />
        ))}
      </ul>
      <GiveExtension assignment={assignment} groups={groups} people={editor.data.people} />
    </div>
  );
}

function useChanged() {
  const trpc = useTRPC();
  const queries = useQueryClient();
  return () => queries.invalidateQueries({ queryKey: trpc.assignments.pathKey() });
}

function ExtensionRow({ assignment, extension }: { assignment: AssignmentDetail; extension: ExtensionShape }) {
  const trpc = useTRPC();
  const changed = useChanged();
  const { id: extensionId, name, dueAt, attempts, reason } = extension;
  const remove = useMutation(
    trpc.assignments.removeExtension.mutationOptions({
      onSuccess: changed,
      onError: (error) => toast(`It was not taken back. ${error.message}`),
    }),
  );
  return (
    <li className="flex items-start justify-between gap-2 text-xs">
      <span className="min-w-0 break-words">
        <b className="font-medium">{name}</b>
        {dueAt && `: due ${zonedWords(assignment.timeZone, dueAt)}`}
        {attempts !== null && `, ${attempts} attempts`}
        {reason && <span className="block text-soft">{reason}</span>}
      </span>
      <Button
        size="sm"
        variant="ghost"
        isPending={remove.isPending}
        aria-label={`Take back the extension of ${name}`}
        onClick={() => remove.mutate({ assignmentId: assignment.id, extensionId })}
      >
        Take back
      </Button>
    </li>
  );
}

type GiveProps = Props & { people: AssignmentEditor['people'] };

function GiveExtension({ assignment, groups, people }: GiveProps) {
  const trpc = useTRPC();
  const changed = useChanged();
  const [isOpen, setOpen] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const { id: assignmentId, timeZone } = assignment;
  const extend = useMutation(
    trpc.assignments.extend.mutationOptions({
      onSuccess: async () => {
        setOpen(false);
        await changed();
      },
    }),
  );

  function onSubmit(event: React.FormEvent<HTMLFormElement>): void {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const text = (name: string) => String(form.get(name) ?? '').trim();
    const [kind = '', id = ''] = text('whom').split(':');
    const dueAt = text('due') === '' ? null : instantIn(timeZone, text('due'));
    const attempts = text('attempts') === '' ? null : Number(text('attempts'));
    if (!dueAt && !attempts) {
      setProblem('Give a later date or more attempts.');
      return;
    }
    setProblem(null);
    const whom = kind === 'group' ? { groupId: id } : { userId: id };
    extend.mutate({ assignmentId, ...whom, dueAt, attempts, reason: text('reason') });
  }

  return (
    <Dialog
      title="Give an extension"
      lead="To a group: its due date and its closing move. To a person: only their own answers, and how late they are."
      open={isOpen}
      onOpenChange={setOpen}
      trigger={
        <Button size="sm" className="justify-self-start">
          Give an extension
        </Button>
      }
    >
      <form className="grid grid-cols-1 gap-3" onSubmit={onSubmit}>
        <Field label="For">
          {(aria) => (
            <Select
              {...aria}
              name="whom"
              options={[
                ...groups.map(({ teamId, name }) => ({ value: `group:${teamId}`, label: name })),
                ...people.map(({ userId, name }) => ({ value: `user:${userId}`, label: `${name} (alone)` })),
              ]}
            />
          )}
        </Field>
        <TextField label={`Due (${timeZone})`} name="due" type="datetime-local" error={problem} />
        <TextField
          label="Attempts"
          name="attempts"
          type="number"
          min={1}
          max={50}
          hint="Empty: as the assignment says."
        />
        <TextField label="Reason" name="reason" maxLength={500} hint="For the staff." />
        {extend.error && <ErrorState title="It was not given." why={extend.error.message} />}
        <Button type="submit" variant="primary" isPending={extend.isPending}>
          Give it
        </Button>
      </form>
    </Dialog>
  );
}
