'use client';
import type { StorageState } from '@overcommit/protocol/api';
import { figures } from '@overcommit/reading';
import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useTRPC } from '@/trpc/client.tsx';
import { SectionTitle } from '@/ui/Card.tsx';
import { type Column, DataTable } from '@/ui/DataTable.tsx';
import { LINK } from '@/ui/Small.tsx';
import { dateWords } from '../home/dates.ts';
import { Loaded } from '../home/Loaded.tsx';
import { bytes } from './amounts.ts';

type LogSize = StorageState['machines'][number];
const MOST_ROWS = 8;

/** What the database holds, and whose logs are the largest. */
export function Storage() {
  const trpc = useTRPC();
  const query = useQuery(trpc.admin.storage.queryOptions());
  return (
    <section aria-label="Storage" className="grid grid-cols-1 gap-3">
      <SectionTitle>Storage</SectionTitle>
      <Loaded query={query}>
        {({ sizeBytes, machines }) => (
          <>
            <p className="text-soft">
              The database takes {bytes(sizeBytes.database)}: {bytes(sizeBytes.logs)} of it are logs, and{' '}
              {bytes(sizeBytes.snapshots)} are kept states, which are made again when they are missing.
            </p>
            <DataTable
              caption="Largest logs"
              columns={columns()}
              rows={machines}
              rowKey={({ id }) => id}
              mostRows={MOST_ROWS}
              empty={<p className="text-soft">No machine has been started yet.</p>}
            />
          </>
        )}
      </Loaded>
    </section>
  );
}

function columns(): Column<LogSize>[] {
  const now = new Date();
  return [
    {
      id: 'title',
      head: 'largest logs',
      className: 'max-w-64 min-w-36 break-words',
      cell: ({ id, title }) => (
        <Link href={`/machines/${id}/replay`} className={LINK}>
          {title || 'A machine that is gone'}
        </Link>
      ),
    },
    {
      id: 'course',
      head: 'course',
      isExtra: true,
      className: 'max-w-56 truncate text-soft',
      cell: ({ course }) => (course === null ? '–' : <span title={course}>{course}</span>),
    },
    { id: 'entries', head: 'entries', isNumeric: true, cell: ({ entries }) => figures(entries) },
    {
      id: 'bytes',
      head: 'size',
      isNumeric: true,
      className: 'whitespace-nowrap',
      cell: ({ logBytes }) => bytes(logBytes),
    },
    {
      id: 'last',
      head: <span className="pl-4">last entry</span>,
      isExtra: true,
      className: 'pl-4 whitespace-nowrap text-soft',
      cell: ({ lastEntryAt }) => (lastEntryAt ? dateWords(lastEntryAt, now) : '–'),
    },
  ];
}
