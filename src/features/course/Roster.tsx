'use client';
import type { CourseDetail, RosterRow } from '@overcommit/protocol/api';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTRPC } from '@/trpc/client.tsx';
import { type Column, DataTable } from '@/ui/DataTable.tsx';
import { Select, TextField } from '@/ui/Field.tsx';
import { toast } from '@/ui/Toaster.tsx';
import { ConfirmationLink } from './ConfirmationLink.tsx';
import { GroupChoice, RemoveMember } from './MemberActions.tsx';

/** With this many people or more there is a search field. */
const MANY = 20;
const ROLES = ['student', 'assistant', 'instructor'] as const;

/** The members of the course, by group. Staff also see e-mail addresses; an instructor changes roles. */
export function Roster({ course, isStaff }: { course: CourseDetail; isStaff: boolean }) {
  const [sought, setSought] = useState('');
  const groupName = new Map(course.groups.map((group) => [group.id, group.name]));
  const groupOf = (row: RosterRow): string => (row.groupId === null ? '' : (groupName.get(row.groupId) ?? ''));
  const rows = [...course.roster]
    .filter((row) => fits(sought, [row.name, groupOf(row), row.email ?? '']))
    .sort(
      (a, b) =>
        Number(a.role === 'student') - Number(b.role === 'student') ||
        groupOf(a).localeCompare(groupOf(b), 'en', { numeric: true }) ||
        a.name.localeCompare(b.name, 'en', { numeric: true }),
    );
  return (
    <div className="grid grid-cols-1 gap-3">
      {course.roster.length >= MANY && (
        <TextField
          label="Find by name, group or address"
          isLabelHidden
          placeholder="Find by name, group or address"
          type="search"
          value={sought}
          onChange={(event) => setSought(event.currentTarget.value)}
          className="max-w-80"
        />
      )}
      <DataTable
        caption="Roster"
        columns={columnsOf(course, { isStaff, groupOf })}
        rows={rows}
        rowKey={(row) => row.enrollmentId}
        empty={<p className="text-soft">No one here matches “{sought}”.</p>}
      />
    </div>
  );
}

function fits(sought: string, texts: string[]): boolean {
  const wanted = sought.trim().toLocaleLowerCase();
  return texts.some((text) => text.toLocaleLowerCase().includes(wanted));
}

type Look = { isStaff: boolean; groupOf: (row: RosterRow) => string };

function columnsOf(course: CourseDetail, { isStaff, groupOf }: Look): Column<RosterRow>[] {
  const mayChange = course.myRole === 'instructor' && !course.isArchived;
  const columns: Column<RosterRow>[] = [
    {
      id: 'name',
      head: 'name',
      className: 'max-w-64 min-w-32 break-words',
      cell: (row) => (
        <>
          {row.name}
          {row.isMe && <span className="text-soft"> (you)</span>}
        </>
      ),
    },
    {
      id: 'group',
      head: 'group',
      className: 'min-w-16 max-w-40 break-words',
      cell: (row) =>
        mayChange && row.role === 'student' ? <GroupChoice course={course} row={row} /> : groupOf(row) || <None />,
    },
    {
      id: 'role',
      head: 'role',
      cell: (row) => (mayChange && !row.isMe ? <RoleChoice courseId={course.id} row={row} /> : row.role),
    },
  ];
  if (isStaff)
    columns.push({
      id: 'email',
      head: 'email',
      className: 'max-w-80 text-soft',
      cell: (row) => (
        <span className="flex items-center gap-2">
          {row.email === null ? (
            <None />
          ) : (
            <span title={row.email} className="min-w-0 truncate">
              {row.email}
            </span>
          )}
          {row.standing !== null && row.standing !== 'confirmed' && <Standing standing={row.standing} />}
          {row.standing === 'notConfirmed' && course.myRole === 'instructor' && (
            <ConfirmationLink courseId={course.id} row={row} />
          )}
        </span>
      ),
    });
  if (isStaff && course.roster.some(({ section }) => section))
    columns.push({ id: 'section', head: 'section', isExtra: true, cell: ({ section }) => section || <None /> });
  if (mayChange)
    columns.push({
      id: 'remove',
      head: <span className="sr-only">remove</span>,
      className: 'w-8',
      cell: (row) => row.role === 'student' && <RemoveMember course={course} row={row} />,
    });
  return columns;
}

/** A person's role in the course. A change applies at once, on their machines too. */
function RoleChoice({ courseId, row }: { courseId: string; row: RosterRow }) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const change = useMutation(
    trpc.courses.setRole.mutationOptions({
      onSuccess: () => queries.invalidateQueries({ queryKey: trpc.courses.get.queryKey({ courseId }) }),
      onError: (error) => toast(`The role was not changed. ${error.message}`),
    }),
  );
  return (
    <Select
      aria-label={`Role of ${row.name}`}
      className="-ml-2 min-h-6! w-auto! border-transparent! bg-transparent px-1! py-0! text-xs! hover:border-line-strong!"
      value={change.isPending ? change.variables.role : row.role}
      disabled={change.isPending}
      onChange={(event) => {
        const role = ROLES.find((one) => one === event.currentTarget.value);
        if (role) change.mutate({ courseId, enrollmentId: row.enrollmentId, role });
      }}
      options={ROLES.map((role) => ({ value: role, label: role }))}
    />
  );
}

const STANDING = {
  invited: ['invited', 'The link was not used yet.'],
  notConfirmed: ['not confirmed', 'This account signed up by itself: nothing shows that it belongs to the address.'],
} as const;

function Standing({ standing }: { standing: keyof typeof STANDING }) {
  const [word, why] = STANDING[standing];
  return (
    <span title={why} className="shrink-0 text-warn">
      {word}
    </span>
  );
}

function None() {
  return <span className="text-faint">–</span>;
}
