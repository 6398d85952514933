'use client';
import dynamic from 'next/dynamic';
import { Skeleton } from '@/ui/States.tsx';

/** The engine runs the recorded logs in the page. It loads after the page. */
export const LazyRuleBench = dynamic(() => import('./RuleBench.tsx').then((module) => module.RuleBench), {
  ssr: false,
  loading: () => <Skeleton className="h-[44rem]" label="The recorded logs are being run" />,
});
