'use client';
import type { CourseDetail } from '@overcommit/protocol/api';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { FormEvent } from 'react';
import { useTRPC } from '@/trpc/client.tsx';
import { Button } from '@/ui/Button.tsx';
import { Dialog } from '@/ui/Dialog.tsx';
import { TextField } from '@/ui/Field.tsx';
import { ErrorState } from '@/ui/States.tsx';
import { toast } from '@/ui/Toaster.tsx';

function useArchive() {
  const trpc = useTRPC();
  const queries = useQueryClient();
  return useMutation(
    trpc.courses.archive.mutationOptions({
      onSuccess: () => queries.invalidateQueries({ queryKey: trpc.courses.pathKey() }),
      onError: (error) => toast(`It was not changed. ${error.message}`),
    }),
  );
}

/** Title, and putting the course away. */
export function CourseSettings({ course }: { course: CourseDetail }) {
  const { id: courseId, title } = course;
  const trpc = useTRPC();
  const queries = useQueryClient();
  const rename = useMutation(
    trpc.courses.rename.mutationOptions({
      onSuccess: () => queries.invalidateQueries({ queryKey: trpc.courses.pathKey() }),
    }),
  );
  const archive = useArchive();
  const onSubmit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    rename.mutate({ courseId, title: String(new FormData(event.currentTarget).get('title') ?? '') });
  };
  return (
    <Dialog title="Course settings" onOpenChange={() => rename.reset()} trigger={<Button>Settings</Button>}>
      <div className="grid grid-cols-1 gap-5">
        <form onSubmit={onSubmit} className="grid grid-cols-1 gap-2">
          <TextField label="Title" name="title" defaultValue={title} maxLength={120} required autoComplete="off" />
          {rename.error && <ErrorState title="It was not renamed." why={rename.error.message} />}
          <Button type="submit" variant="primary" className="justify-self-start" isPending={rename.isPending}>
            {rename.isSuccess ? 'Renamed' : 'Rename'}
          </Button>
        </form>
        <div className="grid grid-cols-1 gap-2 border-t border-line pt-4">
          <p className="text-sm text-soft text-pretty">
            An archived course is out of all lists. It can still be read, with its grades and logs, and not changed. It
            can be brought back.
          </p>
          <Button
            className="justify-self-start"
            isPending={archive.isPending}
            onClick={() => archive.mutate({ courseId, isArchived: true })}
          >
            Archive the course
          </Button>
        </div>
      </div>
    </Dialog>
  );
}

/** On an archived course: that it is one, and the way back. */
export function ArchivedNotice({ course }: { course: CourseDetail }) {
  const archive = useArchive();
  return (
    <div
      role="status"
      className="flex flex-wrap items-center justify-between gap-3 rounded-lg border border-line bg-sunk p-3 text-sm"
    >
      <span>This course is archived: it can be read, not changed.</span>
      {course.myRole === 'instructor' && (
        <Button
          isPending={archive.isPending}
          onClick={() => archive.mutate({ courseId: course.id, isArchived: false })}
        >
          Bring it back
        </Button>
      )}
    </div>
  );
}
