'use client';
import type { UseQueryResult } from '@tanstack/react-query';
import Link from 'next/link';
import { usePathname } from 'next/navigation';
import type { ReactNode } from 'react';
import { Button } from '@/ui/Button.tsx';
import { PageTitle } from '@/ui/Card.tsx';
import { EmptyState, ErrorState, Skeleton } from '@/ui/States.tsx';

function codeOf(error: unknown): string | null {
  if (typeof error !== 'object' || error === null || !('data' in error)) return null;
  const data: unknown = error.data;
  if (typeof data !== 'object' || data === null || !('code' in data)) return null;
  return typeof data.code === 'string' ? data.code : null;
}

const sentenceOf = (error: unknown): string =>
  error instanceof Error && error.message !== '' ? error.message : 'The server gave no reason.';

/** A query's data; a placeholder while it loads; the error and what to try when it fails. */
export function Loaded<Data>({
  query,
  placeholder,
  className,
  isPage,
  children,
}: {
  query: Pick<UseQueryResult<Data, unknown>, 'data' | 'error' | 'refetch' | 'isFetching'>;
  placeholder?: ReactNode;
  /** Classes for the error, on a page without a column for it. */
  className?: string;
  /** The query is the whole page: an error becomes the page's title. */
  isPage?: boolean;
  children: (data: Data) => ReactNode;
}) {
  if (query.data !== undefined) return <>{children(query.data)}</>;
  if (query.error)
    return (
      <div className={className}>
        <Failed error={query.error} onRetry={() => query.refetch()} isRetrying={query.isFetching} isPage={isPage} />
      </div>
    );
  return <>{placeholder ?? <Lines />}</>;
}

function Lines() {
  return (
    <div className="grid gap-3">
      <Skeleton className="h-7 w-64" />
      <Skeleton className="h-24" label="Still loading" />
      <Skeleton className="h-24" label="Still loading" />
    </div>
  );
}

type Failure = { error: unknown; onRetry: () => void; isRetrying: boolean; isPage?: boolean };

function Failed({ error, onRetry, isRetrying, isPage }: Failure) {
  const path = usePathname();
  const code = codeOf(error);
  if (code === 'UNAUTHORIZED')
    return (
      <Told isPage={isPage} title="Log in to see this page." why="You come back here afterwards.">
        <Button asChild variant="primary">
          <Link href={`/login?next=${encodeURIComponent(path)}`}>Log in</Link>
        </Button>
        <Button asChild>
          <Link href="/join">Join with a code</Link>
        </Button>
      </Told>
    );
  if (code === 'FORBIDDEN' || code === 'NOT_FOUND')
    return (
      <Told
        isPage={isPage}
        isError
        title={code === 'FORBIDDEN' ? 'This is not open to you.' : 'There is nothing here.'}
        why={sentenceOf(error)}
      >
        <Button asChild>
          <Link href="/home">Go home</Link>
        </Button>
      </Told>
    );
  return (
    <Told isPage={isPage} isError title="This could not be loaded." why={sentenceOf(error)}>
      <Button onClick={onRetry} isPending={isRetrying}>
        Try again
      </Button>
    </Told>
  );
}

/** The error and links to other pages: as a whole page, or as a box in one. */
function Told({
  title,
  why,
  isPage,
  isError,
  children,
}: {
  title: string;
  why: string;
  isPage?: boolean;
  isError?: boolean;
  children: ReactNode;
}) {
  const ways = <div className="flex flex-wrap gap-2">{children}</div>;
  if (isPage)
    return (
      <div className="grid gap-4">
        <PageTitle title={title} lead={why} />
        {ways}
      </div>
    );
  if (isError) return <ErrorState title={title} why={why} action={ways} />;
  return (
    <EmptyState title={title} action={ways}>
      {why}
    </EmptyState>
  );
}
