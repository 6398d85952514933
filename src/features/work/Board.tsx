'use client';
import type { AssignmentDetail, Board, BoardRow } from '@overcommit/protocol/api';
import { count } from '@overcommit/reading';
import Link from 'next/link';
import { useState } from 'react';
import { zonedWords } from '@/timeZone.ts';
import { Badge } from '@/ui/Badge.tsx';
import { Button } from '@/ui/Button.tsx';
import { SectionTitle } from '@/ui/Card.tsx';
import { DataTable } from '@/ui/DataTable.tsx';
import { TextField } from '@/ui/Field.tsx';
import { LINK } from '@/ui/Small.tsx';
import { EmptyState } from '@/ui/States.tsx';
import { fromNow } from '../home/dates.ts';
import { BOARD_FILTERS, type BoardFilter, countsOf, FILTER_WORDS, filteredRows } from './boardModel.ts';
import { RowActions } from './RowActions.tsx';
import { lateWords, sealWords } from './words.ts';

const PAGE_ROWS = 50;

/** Who has handed in, when, late by how much, and who has not started. */
export function BoardView({
  board,
  assignment,
  courseHref,
}: {
  board: Board;
  assignment: AssignmentDetail;
  courseHref: string;
}) {
  const [filter, setFilter] = useState<BoardFilter>('all');
  const [text, setText] = useState('');
  const { rows, withoutGroup } = board;
  if (rows.length === 0)
    return (
      <EmptyState
        title="No groups yet."
        action={
          <Button asChild>
            <Link href={courseHref}>Open the course</Link>
          </Button>
        }
      >
        Work is handed in by groups. They come with the roster, in its column “group”.
      </EmptyState>
    );
  const counts = countsOf(rows);
  const shown = filteredRows(rows, filter, text);
  return (
    <section className="grid grid-cols-1 gap-3" aria-label="Hand-ins">
      <SectionTitle note={`${counts.handedIn} of ${counts.all} sealed`}>Hand-ins</SectionTitle>
      <div className="flex flex-wrap items-end gap-2">
        {BOARD_FILTERS.map((one) => (
          <Button
            key={one}
            size="sm"
            variant={one === filter ? 'primary' : 'plain'}
            aria-pressed={one === filter}
            onClick={() => setFilter(one)}
          >
            {FILTER_WORDS[one]} {counts[one]}
          </Button>
        ))}
        <TextField
          label="Find a group or a person"
          isLabelHidden
          placeholder="Group or person"
          type="search"
          value={text}
          onChange={(event) => setText(event.target.value)}
          className="ml-auto w-44"
        />
      </div>
      <BoardTable rows={shown} assignment={assignment} />
      {withoutGroup.length > 0 && (
        <p className="text-xs text-soft break-words">
          In no group, so without work: {withoutGroup.slice(0, 20).join(', ')}
          {withoutGroup.length > 20 && ` and ${withoutGroup.length - 20} more`}.
        </p>
      )}
    </section>
  );
}

function BoardTable({ rows, assignment }: { rows: BoardRow[]; assignment: AssignmentDetail }) {
  return (
    <DataTable
      caption="Groups and their hand-ins"
      rows={rows}
      rowKey={(row) => row.teamId}
      mostRows={PAGE_ROWS}
      empty={<EmptyState title="No group is like that.">Choose another filter.</EmptyState>}
      columns={[
        { id: 'group', head: 'Group', cell: (row) => <GroupCell row={row} /> },
        { id: 'state', head: 'Hand-in', cell: (row) => <SealCell row={row} assignment={assignment} /> },
        { id: 'machines', head: 'Machines', cell: (row) => <MachinesCell row={row} />, isExtra: true },
        {
          id: 'last',
          head: 'Last entry',
          cell: (row) => (row.lastAt ? fromNow(row.lastAt, assignment.now) : '–'),
          isExtra: true,
          className: 'whitespace-nowrap',
        },
        {
          id: 'actions',
          head: <span className="sr-only">Actions</span>,
          cell: (row) => <RowActions row={row} assignment={assignment} />,
        },
      ]}
    />
  );
}

function GroupCell({ row: { name, members } }: { row: BoardRow }) {
  return (
    <>
      <span className="font-medium wrap-anywhere">{name}</span>
      <span className="block text-2xs text-soft wrap-anywhere">{members.join(', ') || 'nobody'}</span>
    </>
  );
}

function SealCell({ row, assignment }: { row: BoardRow; assignment: AssignmentDetail }) {
  const { seal, hasStarted, isReopened, hasExtension, window } = row;
  const { timeZone, now } = assignment;
  const late = seal && lateWords(seal);
  return (
    <div className="grid justify-items-start gap-0.5">
      {seal ? (
        <span>
          {sealWords(seal)}
          <span className="block text-2xs text-soft">{zonedWords(timeZone, seal.asOf)}</span>
        </span>
      ) : (
        <span className="text-soft">{isReopened ? 'Reopened' : hasStarted ? 'At work' : 'Not started'}</span>
      )}
      {seal && !hasStarted && <Badge tone="soft">not started</Badge>}
      {late && <Badge tone="warn">{late}</Badge>}
      {hasExtension && window.dueAt && <Badge tone="soft">extension: due {fromNow(window.dueAt, now)}</Badge>}
    </div>
  );
}

function MachinesCell({ row: { machines, seal } }: { row: BoardRow }) {
  if (machines.length === 0) return <span className="text-soft">none yet</span>;
  return (
    <ul>
      {machines.map(({ machineId, entries }, index) => {
        const part = seal?.parts.find((one) => one.machineId === machineId);
        const after = seal ? entries - (part?.seq ?? 0) : 0;
        return (
          <li key={machineId} className="whitespace-nowrap">
            <Link href={`/machines/${machineId}/replay`} className={LINK}>
              {machines.length > 1 ? `Attempt ${index + 1}` : 'Replay'}
            </Link>{' '}
            <span className="text-soft tabular-nums">
              {part ? `to #${part.seq}` : count(entries, 'entry', 'entries')}
              {after > 0 && `, ${after} after`}
            </span>
          </li>
        );
      })}
    </ul>
  );
}
