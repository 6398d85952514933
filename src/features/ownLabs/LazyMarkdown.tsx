'use client';
import dynamic from 'next/dynamic';

/** The library that reads Markdown is loaded only where a text needs it. */
export const LazyMarkdown = dynamic(() => import('./Markdown.tsx').then((m) => m.Markdown), { ssr: false });
