'use client';
import type { CourseDetail } from '@overcommit/protocol/api';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { UserPlus } from 'lucide-react';
import type { FormEvent } from 'react';
import { useTRPC } from '@/trpc/client.tsx';
import { Button } from '@/ui/Button.tsx';
import { CopyButton } from '@/ui/CopyButton.tsx';
import { Dialog } from '@/ui/Dialog.tsx';
import { TextField } from '@/ui/Field.tsx';
import { ErrorState } from '@/ui/States.tsx';

/** One student more, by name and address. Without an account they get a link. */
export function AddMember({ course }: { course: CourseDetail }) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const add = useMutation(
    trpc.courses.addMember.mutationOptions({
      onSuccess: () => queries.invalidateQueries({ queryKey: trpc.courses.get.queryKey({ courseId: course.id }) }),
    }),
  );
  const onSubmit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const text = (name: string) => String(form.get(name) ?? '').trim();
    add.mutate({ courseId: course.id, name: text('name'), email: text('email'), group: text('group') });
  };
  return (
    <Dialog
      title="Add a person"
      onOpenChange={() => add.reset()}
      trigger={
        <Button>
          <UserPlus aria-hidden />
          Add a person
        </Button>
      }
    >
      <form onSubmit={onSubmit} className="grid grid-cols-1 gap-3">
        <TextField label="Name" name="name" maxLength={80} required autoComplete="off" />
        <TextField label="Email" name="email" type="email" required autoComplete="off" />
        <TextField
          label="Group"
          name="group"
          maxLength={60}
          list="groups-of-course"
          autoComplete="off"
          hint="Empty: none for now."
        />
        <datalist id="groups-of-course">
          {course.groups.map(({ id, name }) => (
            <option key={id} value={name} />
          ))}
        </datalist>
        {add.error && <ErrorState title="No one was added." why={add.error.message} />}
        {add.data && (
          <div role="status" className="grid gap-2">
            <p className="font-medium text-ok">Added.</p>
            {add.data.invitation && (
              <>
                <p className="text-xs text-soft break-all">{add.data.invitation.url}</p>
                <CopyButton label="Copy the link for them" text={add.data.invitation.url} />
              </>
            )}
          </div>
        )}
        <Button type="submit" variant="primary" isPending={add.isPending}>
          Add
        </Button>
      </form>
    </Dialog>
  );
}
