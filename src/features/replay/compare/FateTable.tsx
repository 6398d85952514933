import type { LaneReport, ProcessFate } from '@overcommit/engine';
import { type FateRow, fateTable, fateText } from '@overcommit/reading';
import type { People } from '@/machineView/people.ts';
import { cx } from '@/ui/cx.ts';
import { type Column, DataTable } from '@/ui/DataTable.tsx';
import { OwnerMark } from '@/ui/OwnerMark.tsx';

const MOST_ROWS = 200;
const FIRST_ROWS = 15;

/** Processes that survive everywhere sort last. */
const isTold = ({ cells }: FateRow): boolean => cells.some((fate) => fate.kind !== 'lived');

/** Red is for a kill for memory only. */
function toneOf(fate: ProcessFate): string {
  if (fate.kind === 'killed' && fate.how === 'oom-kill') return 'font-semibold text-kill';
  if (fate.kind === 'refused' || fate.kind === 'hung') return 'text-warn';
  return fate.kind === 'lived' ? '' : 'text-soft';
}

function signOf(fate: ProcessFate): string {
  if (fate.kind === 'killed' && fate.how === 'oom-kill') return '✖ ';
  return fate.kind === 'refused' ? '▲ ' : '';
}

function detailOf(fate: ProcessFate): string | undefined {
  if (fate.kind === 'skipped') return fate.reason;
  return fate.kind === 'hung' ? fate.words : undefined;
}

/** The fate of each process in each lane: lived, killed, refused, hung; with the entry. */
export function FateTable({ lanes, people }: { lanes: readonly LaneReport[]; people: People }) {
  const all = fateTable(lanes);
  const rows = [...all].sort((a, b) => Number(isTold(b)) - Number(isTold(a))).slice(0, MOST_ROWS);
  const columns: Column<FateRow>[] = [
    {
      id: 'process',
      head: 'process',
      cell: ({ process, owner }) => (
        <span className="flex items-center gap-1.5 whitespace-nowrap">
          {owner.actor && <OwnerMark look={people.look(owner.actor)} />}
          <span className="font-mono">{process}</span>
        </span>
      ),
    },
    ...lanes.map(
      (lane, i): Column<FateRow> => ({
        id: `${i} ${lane.title}`,
        head: lane.title,
        cell: ({ cells }) => {
          const fate = cells[i];
          if (!fate) return null;
          return (
            <span className={cx('whitespace-nowrap', toneOf(fate))} title={detailOf(fate)}>
              {signOf(fate)}
              {fateText(fate)}
            </span>
          );
        },
      }),
    ),
  ];
  return (
    <div className="grid min-w-0 gap-1">
      <DataTable
        caption="What became of each process"
        columns={columns}
        rows={rows}
        rowKey={(row) => row.key}
        mostRows={FIRST_ROWS}
        empty={<p className="text-soft">No process was ever started.</p>}
      />
      {all.length > rows.length && (
        <p className="text-soft">
          The first {rows.length} of {all.length} processes.
        </p>
      )}
    </div>
  );
}
