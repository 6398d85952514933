'use client';
import dynamic from 'next/dynamic';
import { Skeleton } from '@/ui/States.tsx';

/** The engine runs the recorded logs in the page: it comes after the page is there. */
export const LazyRuleBench = dynamic(() => import('./RuleBench.tsx').then((module) => module.RuleBench), {
  ssr: false,
  loading: () => <Skeleton className="h-[44rem]" label="The recorded logs are being run" />,
});
