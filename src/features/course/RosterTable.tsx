import type { CourseDetail, RosterRow } from '@/server/api/shapes/index.ts';
import { type Column, DataTable } from '@/ui/DataTable.tsx';
import { EmptyState } from '@/ui/States.tsx';

/** Who is in the course, by group. Addresses are there for staff only. */
export function RosterTable({ course, isStaff }: { course: CourseDetail; isStaff: boolean }) {
  const groupName = new Map(course.groups.map((group) => [group.id, group.name]));
  const nameOf = (row: RosterRow): string => (row.groupId === null ? '' : (groupName.get(row.groupId) ?? ''));
  const rows = [...course.roster].sort(
    (a, b) =>
      Number(a.role === 'student') - Number(b.role === 'student') ||
      nameOf(a).localeCompare(nameOf(b), 'en', { numeric: true }) ||
      a.name.localeCompare(b.name, 'en', { numeric: true }),
  );
  const columns: Column<RosterRow>[] = [
    {
      id: 'name',
      head: 'name',
      className: 'max-w-80',
      cell: (row) => (
        <span className="break-words">
          {row.name}
          {row.isMe && <span className="text-soft"> (you)</span>}
        </span>
      ),
    },
    { id: 'group', head: 'group', className: 'max-w-48 break-words', cell: (row) => nameOf(row) || <None /> },
    { id: 'role', head: 'role', cell: (row) => row.role },
  ];
  if (isStaff)
    columns.push({
      id: 'email',
      head: 'email',
      className: 'break-all text-soft',
      cell: (row) => row.email ?? <None />,
    });
  return (
    <DataTable
      caption="Roster"
      columns={columns}
      rows={rows}
      rowKey={(row) => row.enrollmentId}
      empty={
        <EmptyState title="Nobody is in this course yet.">
          Import a roster: a CSV file with name, email, group.
        </EmptyState>
      }
    />
  );
}

function None() {
  return <span className="text-faint">–</span>;
}
