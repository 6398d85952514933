import { QueryClient } from '@tanstack/react-query';
import { TRPCClientError } from '@trpc/client';

const MAX_RETRIES = 2;

function httpStatusOf(error: unknown): number | null {
  if (!(error instanceof TRPCClientError)) return null;
  const data: unknown = error.data;
  if (typeof data !== 'object' || data === null || !('httpStatus' in data)) return null;
  return typeof data.httpStatus === 'number' ? data.httpStatus : null;
}

/** Queries are tried again only when that can help: not after "log in first" or "not yours". */
export function makeQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 30_000,
        retry: (failures, error) => failures < MAX_RETRIES && (httpStatusOf(error) ?? 500) >= 500,
      },
    },
  });
}
