import { QueryClient } from '@tanstack/react-query';
import { TRPCClientError } from '@trpc/client';

const MAX_RETRIES = 2;

function httpStatusOf(error: unknown): number | null {
  if (!(error instanceof TRPCClientError)) return null;
  const data: unknown = error.data;
  if (typeof data !== 'object' || data === null || !('httpStatus' in data)) return null;
  return typeof data.httpStatus === 'number' ? data.httpStatus : null;
}

/** Whether another try can help: not after "log in first" or "not yours". */
export function mayHelpAgain(failures: number, error: unknown): boolean {
  return failures < MAX_RETRIES && (httpStatusOf(error) ?? 500) >= 500;
}

export function makeQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 30_000,
        retry: mayHelpAgain,
      },
    },
  });
}
