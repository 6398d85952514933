'use client';
import type { CourseDetail } from '@overcommit/protocol/api';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Shuffle } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { useTRPC } from '@/trpc/client.tsx';
import { Button } from '@/ui/Button.tsx';
import { Dialog } from '@/ui/Dialog.tsx';
import { Checkbox, TextField } from '@/ui/Field.tsx';
import { ErrorState } from '@/ui/States.tsx';

const newSeed = (): string => String(Math.floor(Math.random() * 1_000_000));

/** Groups at random. The seed is shown: the same one makes the same groups of the same people. */
export function RandomGroups({ course }: { course: CourseDetail }) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const [seed, setSeed] = useState(newSeed);
  const make = useMutation(
    trpc.courses.randomGroups.mutationOptions({
      onSuccess: () => queries.invalidateQueries({ queryKey: trpc.courses.get.queryKey({ courseId: course.id }) }),
    }),
  );
  const waiting = course.roster.filter(({ role, groupId }) => role === 'student' && groupId === null).length;
  const onSubmit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const isForAll = form.get('all') === 'on';
    make.mutate({ courseId: course.id, size: Number(form.get('size')), seed: Number(seed), isForAll });
  };
  return (
    <Dialog
      title="Groups at random"
      lead={waiting === 1 ? 'One student is in no group.' : `${waiting} students are in no group.`}
      onOpenChange={() => make.reset()}
      trigger={
        <Button>
          <Shuffle aria-hidden />
          Random groups
        </Button>
      }
    >
      <form onSubmit={onSubmit} className="grid grid-cols-1 gap-3">
        <TextField label="People in a group" name="size" type="number" min={1} max={50} defaultValue={4} required />
        <TextField
          label="Seed"
          value={seed}
          inputMode="numeric"
          pattern="\d{1,9}"
          required
          hint="The same seed makes the same groups of the same people."
          onChange={(event) => setSeed(event.currentTarget.value)}
        />
        <Checkbox
          label="Also those who have a group"
          hint="What was handed in and graded stays with the group where it was earned."
          name="all"
        />
        {make.error && <ErrorState title="No group was made." why={make.error.message} />}
        {make.data && (
          <p role="status" className="font-medium text-ok">
            {make.data.people} people are in {make.data.groups} new groups, by seed {seed}.
          </p>
        )}
        <Button type="submit" variant="primary" isPending={make.isPending}>
          Make the groups
        </Button>
      </form>
    </Dialog>
  );
}
