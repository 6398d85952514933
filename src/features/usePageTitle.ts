'use client';
import { useEffect } from 'react';

/** The browser title of a page whose name comes with its data. Before that the route's own title is shown. */
export function usePageTitle(title: string | undefined): void {
  useEffect(() => {
    if (!title) return;
    const whole = `${title} · Overcommit`;
    const write = () => {
      if (document.title !== whole) document.title = whole;
    };
    write();
    // The route's own title may be streamed after the data: overwrite it.
    const head = new MutationObserver(write);
    head.observe(document.head, { childList: true, subtree: true, characterData: true });
    return () => head.disconnect();
  }, [title]);
}
