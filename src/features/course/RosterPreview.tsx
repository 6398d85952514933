import type { RosterPreview as Preview } from '@overcommit/protocol/api';
import { DataTable } from '@/ui/DataTable.tsx';
import { ErrorState } from '@/ui/States.tsx';

const WORDS = { add: 'added', change: 'changed', same: 'left alone', staff: 'staff, left alone' } as const;

/** What the file would do, line by line, before anything is written. */
export function RosterPreview({ preview }: { preview: Preview }) {
  if (!preview.ok) return <RosterErrors errors={preview.errors} />;
  const { lines, used, unused } = preview;
  const counts = (['add', 'change', 'same', 'staff'] as const).flatMap((what) => {
    const count = lines.filter((line) => line.what === what).length;
    return count === 0 ? [] : [`${count} ${WORDS[what]}`];
  });
  return (
    <div className="grid grid-cols-1 gap-2">
      <p role="status" className="font-medium">
        {counts.join(', ')}.
      </p>
      <p className="text-xs text-soft text-pretty">
        Columns: {used.map(({ header, as }) => `“${header}” as ${as}`).join(', ')}
        {unused.length > 0 && `. Not used: ${unused.join(', ')}`}.
      </p>
      <DataTable
        caption="What the file does"
        className="max-h-64 overflow-y-auto"
        mostRows={50}
        rows={lines}
        rowKey={({ line }) => line}
        columns={[
          { id: 'line', head: 'Line', cell: ({ line }) => line },
          { id: 'name', head: 'Name', cell: ({ name }) => name },
          { id: 'email', head: 'Email', cell: ({ email }) => email, isExtra: true, className: 'break-all' },
          { id: 'what', head: 'What happens', cell: ({ words }) => words },
        ]}
      />
    </div>
  );
}

export function RosterErrors({ errors }: { errors: { line: number; message: string }[] }) {
  return (
    <ErrorState
      title={`Nothing is imported: ${errors.length === 1 ? 'one line is' : `${errors.length} lines are`} wrong.`}
      why={
        <ul className="grid max-h-40 gap-0.5 overflow-y-auto">
          {errors.map((error) => (
            <li key={`${error.line} ${error.message}`}>
              <b className="font-medium">Line {error.line}:</b> {error.message}
            </li>
          ))}
        </ul>
      }
    />
  );
}
