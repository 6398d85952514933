'use client';
import dynamic from 'next/dynamic';
import { Skeleton } from '@/ui/States.tsx';

/** The engine loads after the text. */
export const LazyScenario = dynamic(() => import('./Scenario.tsx').then((module) => module.Scenario), {
  ssr: false,
  loading: () => <Skeleton className="h-[34rem]" label="The machine is being started" />,
});
