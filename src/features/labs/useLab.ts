'use client';
import { findLab, type Lab } from '@overcommit/handbook';
import { useQuery } from '@tanstack/react-query';
import { useTRPC } from '@/trpc/client.tsx';

/** A lab of the handbook at once, one that an instructor wrote when it has come. Null: not there, or not yet. */
export function useLab(slug: string): Lab | null {
  const trpc = useTRPC();
  const known = findLab(slug);
  const { data } = useQuery(trpc.labs.get.queryOptions({ slug }, { enabled: known === null && slug !== '' }));
  return known ?? data?.lab ?? null;
}
