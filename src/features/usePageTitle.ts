'use client';
import { useEffect } from 'react';

/** The browser's title of a page whose name is known only once its data has come; until then the route's own stands. */
export function usePageTitle(title: string | undefined): void {
  useEffect(() => {
    if (title) document.title = `${title} · Overcommit`;
  }, [title]);
}
