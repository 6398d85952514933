import type { Candidate } from '@overcommit/engine';
import { figures } from '@overcommit/reading';
import type { People } from '@/machineView/people.ts';
import { cx } from '@/ui/cx.ts';
import { type Column, DataTable } from '@/ui/DataTable.tsx';
import { OwnerMark } from '@/ui/OwnerMark.tsx';
import { Mono } from '@/ui/Small.tsx';

const MOST_ROWS = 8;

/** Candidates with the terms of the rule and their points, in the given order. */
export function Ranking({
  caption,
  rows,
  people,
  victimPid,
}: {
  caption: string;
  rows: Candidate[];
  people: People;
  victimPid: number | null;
}) {
  const labels = [...new Set(rows.flatMap((row) => row.terms.map(({ label }) => label)))];
  const columns: Column<Candidate>[] = [
    { id: 'who', head: 'process', cell: (row) => <Who name={row.process} uid={row.uid} people={people} /> },
    ...labels.map((label) => ({
      id: label,
      head: label,
      isNumeric: true,
      className: 'font-mono',
      cell: (row: Candidate) => {
        const term = row.terms.find((one) => one.label === label);
        if (!term) return '';
        // Numbers that are names (pid, uid) are not grouped.
        return label === 'uid' || label === 'pid' ? term.value : figures(term.value);
      },
    })),
    {
      id: 'points',
      head: 'points',
      isNumeric: true,
      className: 'font-mono',
      cell: (row) =>
        row.exempt === undefined ? figures(row.points) : <span className="font-sans text-soft">{row.exempt}</span>,
    },
  ];
  return (
    <DataTable
      caption={caption}
      isCaptionShown
      columns={columns}
      rows={rows}
      rowKey={(row) => row.pid}
      mostRows={MOST_ROWS}
      rowClassName={(row) => cx(row.pid === victimPid && 'font-semibold text-kill')}
    />
  );
}

/** A process with the mark of its owner. */
export function Who({ name, uid, people }: { name: string; uid: number | null; people: People }) {
  return (
    <span className="flex items-center gap-1.5">
      {uid !== null && <OwnerMark look={people.lookOfUid(uid)} size="sm" />}
      <Mono>{name}</Mono>
    </span>
  );
}
