'use client';
import dynamic from 'next/dynamic';
import { Skeleton } from '@/ui/States.tsx';

/** The engine is loaded after the page is there, and only on this page. The place is kept, so that nothing jumps. */
export const LazySandbox = dynamic(() => import('./Sandbox.tsx').then((module) => module.Sandbox), {
  ssr: false,
  loading: () => <Skeleton className="h-[44rem] sm:h-[33rem]" label="The machine is being started" />,
});
