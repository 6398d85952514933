'use client';
import { useQuery } from '@tanstack/react-query';
import { useTRPC } from '@/trpc/client.tsx';

/** Who is signed in: undefined = not known yet, null = not signed in. */
export function useMe() {
  const trpc = useTRPC();
  const { data } = useQuery(trpc.me.get.queryOptions());
  return data === undefined ? undefined : (data?.user ?? null);
}
