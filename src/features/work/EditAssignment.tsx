'use client';
import type { AssignmentDetail, AssignmentEditor, AssignmentSettings } from '@overcommit/protocol/api';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTRPC } from '@/trpc/client.tsx';
import { Button } from '@/ui/Button.tsx';
import { ConfirmDialog, Dialog } from '@/ui/Dialog.tsx';
import { ErrorState } from '@/ui/States.tsx';
import { toast } from '@/ui/Toaster.tsx';
import { Loaded } from '../home/Loaded.tsx';
import { useLab } from '../labs/useLab.ts';
import { SettingsFields } from './SettingsFields.tsx';
import { formOf, readForm, type SettingsProblems } from './settingsForm.ts';

/** Changes an assignment: first what the change would do, then the change. */
export function EditAssignment({ assignment }: { assignment: AssignmentDetail }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <Dialog
      title="Edit the assignment"
      open={isOpen}
      onOpenChange={setOpen}
      trigger={<Button>Edit</Button>}
      className="max-w-2xl"
    >
      {isOpen && <EditorLoaded assignment={assignment} onDone={() => setOpen(false)} />}
    </Dialog>
  );
}

type Props = { assignment: AssignmentDetail; onDone: () => void };

function EditorLoaded(props: Props) {
  const trpc = useTRPC();
  const editor = useQuery(trpc.assignments.editor.queryOptions({ assignmentId: props.assignment.id }));
  return <Loaded query={editor}>{(data) => <Editor {...props} editor={data} />}</Loaded>;
}

function Editor({ assignment, onDone, editor }: Props & { editor: AssignmentEditor }) {
  const [form, setForm] = useState(() => formOf(editor.settings));
  const [problems, setProblems] = useState<SettingsProblems>({});
  const [wanted, setWanted] = useState<AssignmentSettings | null>(null);
  const lab = useLab(assignment.labSlug);

  function onSubmit(event: React.FormEvent<HTMLFormElement>): void {
    event.preventDefault();
    const read = readForm(form, editor.settings);
    setProblems(read.ok ? {} : read.problems);
    if (read.ok) setWanted(read.settings);
  }

  if (wanted) return <Preview assignment={assignment} wanted={wanted} onBack={() => setWanted(null)} onDone={onDone} />;
  return (
    <form className="grid grid-cols-1 gap-4" onSubmit={onSubmit} noValidate>
      <SettingsFields
        lab={lab}
        form={form}
        problems={problems}
        onChange={(change) => setForm({ ...form, ...change })}
      />
      {Object.keys(problems).length > 0 && (
        <p role="alert" className="text-xs text-warn">
          Some fields need another look.
        </p>
      )}
      <div className="flex flex-wrap justify-between gap-2">
        <DeleteAssignment assignment={assignment} mayDelete={editor.mayDelete} />
        <Button type="submit" variant="primary">
          See what it changes
        </Button>
      </div>
    </form>
  );
}

type PreviewProps = Props & { wanted: AssignmentSettings; onBack: () => void };

function Preview({ assignment, wanted, onBack, onDone }: PreviewProps) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const { id: assignmentId } = assignment;
  const input = { assignmentId, ...wanted };
  const preview = useQuery(trpc.assignments.preview.queryOptions(input, { retry: false, staleTime: 0 }));
  const update = useMutation(
    trpc.assignments.update.mutationOptions({
      onSuccess: async () => {
        await queries.invalidateQueries({ queryKey: trpc.assignments.pathKey() });
        toast('The assignment is changed.');
        onDone();
      },
    }),
  );
  const changes = preview.data?.changes ?? [];
  return (
    <div className="grid grid-cols-1 gap-4">
      <Loaded query={preview}>
        {() =>
          changes.length === 0 ? (
            <p>It changes nothing.</p>
          ) : (
            <ul className="grid list-disc gap-1.5 pl-5">
              {changes.map((change) => (
                <li key={change}>{change}</li>
              ))}
            </ul>
          )
        }
      </Loaded>
      {update.error && <ErrorState title="It was not changed." why={update.error.message} />}
      <div className="flex flex-wrap justify-end gap-2">
        <Button onClick={onBack}>Back to the form</Button>
        <Button
          variant="primary"
          isPending={update.isPending}
          disabled={changes.length === 0}
          onClick={() => update.mutate(input)}
        >
          Change it
        </Button>
      </div>
    </div>
  );
}

function DeleteAssignment({ assignment, mayDelete }: { assignment: AssignmentDetail; mayDelete: boolean }) {
  const trpc = useTRPC();
  const remove = useMutation(
    trpc.assignments.remove.mutationOptions({
      onSuccess: () => window.location.assign(`/courses/${assignment.courseId}`),
      onError: (error) => toast(`It was not deleted. ${error.message}`),
    }),
  );
  if (!mayDelete)
    return <p className="self-center text-xs text-soft">Groups have handed in: it cannot be deleted any more.</p>;
  return (
    <ConfirmDialog
      title={`Delete “${assignment.title}”?`}
      lead="Its dates and its rubric are gone. Machines that were made for it stay with their groups."
      confirmLabel="Delete"
      onConfirm={() =>
        remove.mutateAsync({ assignmentId: assignment.id }).then(
          () => {},
          () => {},
        )
      }
      trigger={<Button>Delete</Button>}
    />
  );
}
