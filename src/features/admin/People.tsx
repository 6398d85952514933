'use client';
import type { AdminUser } from '@overcommit/protocol/api';
import { figures } from '@overcommit/reading';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useDeferredValue, useState } from 'react';
import { useTRPC } from '@/trpc/client.tsx';
import { Badge } from '@/ui/Badge.tsx';
import { Button } from '@/ui/Button.tsx';
import { SectionTitle } from '@/ui/Card.tsx';
import { type Column, DataTable } from '@/ui/DataTable.tsx';
import { TextField } from '@/ui/Field.tsx';
import { dateWords } from '../home/dates.ts';
import { Loaded } from '../home/Loaded.tsx';
import { useMe } from '../home/useMe.ts';
import { EraseAccount } from './EraseAccount.tsx';
import { HostChange } from './HostChange.tsx';
import { PasswordLink } from './PasswordLink.tsx';

/** All accounts and guests, newest first: who is a host, and a link for a person who forgot the password. */
export function People() {
  const trpc = useTRPC();
  const me = useMe();
  const [sought, setSought] = useState('');
  const search = useDeferredValue(sought.trim());
  const query = useInfiniteQuery(
    trpc.admin.users.infiniteQueryOptions(
      { search },
      {
        getNextPageParam: ({ users, total }, pages) =>
          pages.reduce((sum, page) => sum + page.users.length, 0) < total ? users.at(-1)?.id : undefined,
        placeholderData: (before) => before,
      },
    ),
  );
  return (
    <section aria-label="People" className="grid grid-cols-1 gap-3">
      <SectionTitle note={query.data && figures(query.data.pages[0]?.total ?? 0)}>People</SectionTitle>
      <TextField
        label="Find by name or address"
        isLabelHidden
        placeholder="Find by name or address"
        type="search"
        maxLength={100}
        value={sought}
        onChange={(event) => setSought(event.currentTarget.value)}
        className="max-w-80"
      />
      <Loaded query={query}>
        {({ pages }) => (
          <DataTable
            caption="Accounts and guests"
            columns={columnsOf(me?.id ?? null)}
            rows={pages.flatMap(({ users }) => users)}
            rowKey={(user) => user.id}
            empty={<p className="text-soft">No one here matches “{search}”.</p>}
          />
        )}
      </Loaded>
      {query.hasNextPage && (
        <div>
          <Button isPending={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
            Show more
          </Button>
        </div>
      )}
    </section>
  );
}

function columnsOf(myId: string | null): Column<AdminUser>[] {
  const now = new Date();
  return [
    {
      id: 'name',
      head: 'person',
      className: 'min-w-32 [overflow-wrap:anywhere]',
      cell: (user) => (
        <>
          <span className="inline-flex flex-wrap items-center gap-x-2">
            {user.name}
            {user.isHost && <Badge tone="soft">host</Badge>}
          </span>
          <span className="block text-soft">{user.email ?? 'guest'}</span>
        </>
      ),
    },
    { id: 'courses', head: 'courses', isNumeric: true, isExtra: true, cell: (user) => figures(user.courses) },
    { id: 'machines', head: 'machines', isNumeric: true, isExtra: true, cell: (user) => figures(user.machines) },
    {
      id: 'since',
      head: <span className="pl-4">since</span>,
      isExtra: true,
      className: 'pl-4 whitespace-nowrap text-soft',
      cell: (user) => dateWords(user.createdAt, now),
    },
    {
      id: 'ways',
      head: <span className="sr-only">what can be done</span>,
      cell: (user) => (
        <div className="flex justify-end gap-1.5 max-sm:flex-col">
          {user.email !== null && <PasswordLink user={user} />}
          {user.email !== null && user.id !== myId && <HostChange user={user} />}
          {user.id !== myId && <EraseAccount user={user} />}
        </div>
      ),
    },
  ];
}
