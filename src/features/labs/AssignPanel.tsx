'use client';
import { useMutation, useQuery } from '@tanstack/react-query';
import { instantIn } from '@/timeZone.ts';
import { useTRPC } from '@/trpc/client.tsx';
import { Button } from '@/ui/Button.tsx';
import { Card, SectionTitle } from '@/ui/Card.tsx';
import { Field, Select, TextField } from '@/ui/Field.tsx';
import { ErrorState } from '@/ui/States.tsx';

/** For instructors: gives the lab to one of their courses. Draws nothing for others. */
export function AssignPanel({ slug, title }: { slug: string; title: string }) {
  const trpc = useTRPC();
  const courses = useQuery(trpc.courses.list.queryOptions());
  const mine = (courses.data ?? []).filter((course) => course.myRole === 'instructor');
  const create = useMutation(
    trpc.assignments.create.mutationOptions({
      onSuccess: ({ assignmentId }) => window.location.assign(`/assignments/${assignmentId}`),
    }),
  );
  if (mine.length === 0) return null;

  function onSubmit(event: React.FormEvent<HTMLFormElement>): void {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const due = String(form.get('due') ?? '');
    const zone = Intl.DateTimeFormat('en-GB').resolvedOptions().timeZone;
    create.mutate({
      courseId: String(form.get('course')),
      title: String(form.get('title')),
      labSlug: slug,
      timeZone: zone,
      dueAt: due === '' ? null : instantIn(zone, due),
    });
  }

  return (
    <Card as="section" className="p-4" aria-label="Give it to a course">
      <form onSubmit={onSubmit} className="grid gap-3">
        <SectionTitle>Give it to a course</SectionTitle>
        <Field label="Course">
          {(aria) => (
            <Select
              {...aria}
              name="course"
              options={mine.map((course) => ({ value: course.id, label: course.title }))}
            />
          )}
        </Field>
        <TextField label="Title" name="title" defaultValue={title} maxLength={120} required />
        <TextField
          label="Due"
          name="due"
          type="datetime-local"
          hint="In your time zone. Leave it empty for no date; all else is set on the page of the assignment."
        />
        {create.error && <ErrorState title="The assignment was not made." why={create.error.message} />}
        <Button type="submit" size="lg" isPending={create.isPending || create.isSuccess}>
          Make the assignment
        </Button>
      </form>
    </Card>
  );
}
