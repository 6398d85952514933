'use client';
import { useQuery } from '@tanstack/react-query';
import dynamic from 'next/dynamic';
import { useTRPC } from '@/trpc/client.tsx';
import { useMe } from '../home/useMe.ts';

const OwnLabs = dynamic(() => import('./OwnLabs.tsx').then((m) => m.OwnLabs), { ssr: false });
const CopyThisLab = dynamic(() => import('./CopyThisLab.tsx').then((m) => m.CopyThisLab), { ssr: false });

/** Whether the reader teaches; false while it is not known. */
function useIsTeacher(): boolean {
  const trpc = useTRPC();
  const me = useMe();
  const { data } = useQuery(trpc.courses.list.queryOptions(undefined, { enabled: !!me && !me.isGuest }));
  return (me?.isHost ?? false) || (data ?? []).some(({ myRole }) => myRole === 'instructor');
}

/** For instructors: their own labs, below those of the handbook. */
export function TeachersLabs() {
  return useIsTeacher() ? <OwnLabs /> : null;
}

/** For instructors: a lab of their own that goes on from this one. */
export function TeachersCopy({ slug }: { slug: string }) {
  return useIsTeacher() ? <CopyThisLab slug={slug} /> : null;
}
