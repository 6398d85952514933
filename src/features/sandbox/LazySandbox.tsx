'use client';
import dynamic from 'next/dynamic';
import { Skeleton } from '@/ui/States.tsx';

/** The engine loads after the page, and only here. A placeholder keeps the layout stable. */
export const LazySandbox = dynamic(() => import('./Sandbox.tsx').then((module) => module.Sandbox), {
  ssr: false,
  loading: () => <Skeleton className="h-[44rem] sm:h-[33rem]" label="The machine is being started" />,
});
