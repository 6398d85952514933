'use client';
import { useEffect } from 'react';

/** The browser's title of a page whose name is known only once its data has come; until then the route's own stands. */
export function usePageTitle(title: string | undefined): void {
  useEffect(() => {
    if (!title) return;
    const whole = `${title} · Overcommit`;
    const write = () => {
      if (document.title !== whole) document.title = whole;
    };
    write();
    // The route's own title may be streamed after the data: the page's name is written over it.
    const head = new MutationObserver(write);
    head.observe(document.head, { childList: true, subtree: true, characterData: true });
    return () => head.disconnect();
  }, [title]);
}
