'use client';
import dynamic from 'next/dynamic';

/** Next puts this page into the answer of every other page; its code loads only where it is shown. */
export const LazyNothingHere = dynamic(() => import('./NothingHere.tsx').then((m) => m.NothingHere));
