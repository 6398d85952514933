'use client';
import { useMutation } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import type { FormEvent } from 'react';
import { useTRPC } from '@/trpc/client.tsx';
import { Button } from '@/ui/Button.tsx';
import { Dialog } from '@/ui/Dialog.tsx';
import { TextField } from '@/ui/Field.tsx';
import { ErrorState } from '@/ui/States.tsx';

/** Makes a course and opens it. The person who makes it is its instructor. */
export function NewCourse() {
  const trpc = useTRPC();
  const create = useMutation(
    trpc.courses.create.mutationOptions({
      onSuccess: ({ courseId }) => window.location.assign(`/courses/${courseId}`),
    }),
  );
  const onSubmit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    create.mutate({ title: String(new FormData(event.currentTarget).get('title') ?? '') });
  };
  return (
    <Dialog
      title="New course"
      lead="You are its instructor. Next you bring the roster in, then choose a lab."
      trigger={
        <Button>
          <Plus aria-hidden />
          New course
        </Button>
      }
    >
      <form onSubmit={onSubmit} className="grid gap-4">
        <TextField label="Title" name="title" maxLength={120} required autoComplete="off" />
        {create.error && <ErrorState title="The course was not made." why={create.error.message} />}
        <Button type="submit" variant="primary" size="lg" isPending={create.isPending || create.isSuccess}>
          Make the course
        </Button>
      </form>
    </Dialog>
  );
}
