import { entryNumber, kb, mibFigure, type ShellEntry } from '@overcommit/reading';
import type { Axis } from '@/machineView/river/axis.ts';
import { columnOf, usedAt } from '@/machineView/river/river.ts';
import { type Column, DataTable } from '@/ui/DataTable.tsx';
import type { BoardLane } from './RiverBoard.tsx';

const MOST_ROWS = 60;

/** The rivers in figures, newest first: what was typed, and what each lane used and promised after it. */
export function RiverTable({
  lanes,
  axis,
  shell,
  className = '',
}: {
  lanes: readonly BoardLane[];
  axis: Axis;
  shell: readonly ShellEntry[];
  className?: string;
}) {
  const rows = shell.filter(({ seq }) => seq <= axis.last).reverse();
  const columns: Column<ShellEntry>[] = [
    { id: 'seq', head: 'entry', cell: ({ seq }) => entryNumber(seq) },
    { id: 'line', head: 'command', cell: ({ line }) => <span className="font-mono">{line}</span> },
    ...lanes.flatMap(({ id, title, river }): Column<ShellEntry>[] => {
      const name = lanes.length > 1 ? `, ${title}` : '';
      const figure = (pages: number) => <span title={kb(pages)}>{mibFigure(pages)}</span>;
      return [
        {
          id: `${id} used`,
          head: `MiB used${name}`,
          isNumeric: true,
          cell: ({ seq }) => figure(usedAt(river, columnOf(river, seq))),
        },
        {
          id: `${id} promised`,
          head: `promised${name}`,
          isNumeric: true,
          cell: ({ seq }) => figure(river.promised[columnOf(river, seq)] ?? 0),
        },
      ];
    }),
  ];
  return (
    <DataTable
      caption="Memory over entries, newest first"
      className={`overflow-y-auto ${className}`}
      rows={rows}
      rowKey={({ seq }) => seq}
      mostRows={MOST_ROWS}
      columns={columns}
    />
  );
}
