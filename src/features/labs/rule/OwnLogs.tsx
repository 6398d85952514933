'use client';
import { count } from '@overcommit/reading';
import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useTRPC } from '@/trpc/client.tsx';
import { LINK } from '@/ui/Small.tsx';

const MOST_SHOWN = 6;

/** The logs of the reader's machines, to try the rule on. Draws nothing when there are none. */
export function OwnLogs() {
  const trpc = useTRPC();
  const { data = [] } = useQuery(trpc.machines.list.queryOptions());
  const shown = data.filter(({ entries }) => entries > 1).slice(0, MOST_SHOWN);
  if (shown.length === 0) return null;
  return (
    <div className="grid gap-1 text-sm">
      <p>Or try it on the log of a machine of yours:</p>
      <ul className="grid gap-1">
        {shown.map(({ id, title, entries }) => (
          <li key={id}>
            <Link href={`/machines/${id}/rule`} className={LINK}>
              {title}
            </Link>{' '}
            <span className="text-soft">{count(entries, 'entry', 'entries')}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}
