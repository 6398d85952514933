import type { Head } from '@overcommit/event-store';
import { createRecentMap } from '../recentMap.ts';

/** Streams in the cache. The one without an append for longest is removed first. */
const MOST_STREAMS = 10_000;

export type HeadCache = {
  get(streamId: string, version: number): Head | null;
  set(streamId: string, head: Head): void;
};

/** The last hash that this process wrote to each stream. A stored version never changes, so the cache cannot be stale. */
export function createHeadCache(): HeadCache {
  const heads = createRecentMap<string, Head>(MOST_STREAMS);
  return {
    get(streamId, version) {
      const head = heads.get(streamId);
      return head?.version === version ? head : null;
    },
    set: heads.set,
  };
}
