'use client';
import type { CourseDetail, RosterRow } from '@overcommit/protocol/api';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { UserMinus } from 'lucide-react';
import { useTRPC } from '@/trpc/client.tsx';
import { IconButton } from '@/ui/Button.tsx';
import { ConfirmDialog } from '@/ui/Dialog.tsx';
import { Select } from '@/ui/Field.tsx';
import { toast } from '@/ui/Toaster.tsx';

type Props = { course: CourseDetail; row: RosterRow };

function useRenew(courseId: string) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  return () => queries.invalidateQueries({ queryKey: trpc.courses.get.queryKey({ courseId }) });
}

/** The group of a student; another choice moves them at once. */
export function GroupChoice({ course, row }: Props) {
  const trpc = useTRPC();
  const renew = useRenew(course.id);
  const move = useMutation(
    trpc.courses.moveMember.mutationOptions({
      onSuccess: renew,
      onError: (error) => toast(`${row.name} was not moved. ${error.message}`),
    }),
  );
  const groups = [...course.groups].sort((a, b) => a.name.localeCompare(b.name, 'en', { numeric: true }));
  return (
    <Select
      aria-label={`Group of ${row.name}`}
      className="-ml-2 min-h-6! w-auto! max-w-40 border-transparent! bg-transparent px-1! py-0! text-xs! hover:border-line-strong!"
      value={(move.isPending ? move.variables.groupId : row.groupId) ?? ''}
      disabled={move.isPending}
      options={[{ value: '', label: '–' }, ...groups.map(({ id, name }) => ({ value: id, label: name }))]}
      onChange={(event) => {
        const groupId = event.currentTarget.value === '' ? null : event.currentTarget.value;
        move.mutate({ courseId: course.id, enrollmentId: row.enrollmentId, groupId });
      }}
    />
  );
}

/** Takes a student out of the course, after asking once. */
export function RemoveMember({ course, row }: Props) {
  const trpc = useTRPC();
  const remove = useMutation(
    trpc.courses.removeMember.mutationOptions({
      onSuccess: useRenew(course.id),
      onError: (error) => toast(`${row.name} was not removed. ${error.message}`),
    }),
  );
  return (
    <ConfirmDialog
      title={`Remove ${row.name}?`}
      lead="They lose their place in the course and on its machines. What they did stays in the logs."
      confirmLabel="Remove"
      onConfirm={() =>
        remove.mutateAsync({ courseId: course.id, enrollmentId: row.enrollmentId }).then(
          () => {},
          () => {},
        )
      }
      trigger={
        <IconButton label={`Remove ${row.name}`} size="sm">
          <UserMinus aria-hidden />
        </IconButton>
      }
    />
  );
}
