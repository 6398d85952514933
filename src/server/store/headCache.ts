import type { Head } from '@overcommit/event-store';

/** Streams remembered; the one that was longest without an append goes first. */
const MOST_STREAMS = 10_000;

export type HeadCache = {
  get(streamId: string, version: number): Head | null;
  set(streamId: string, head: Head): void;
};

/** The last hash that this process wrote to each stream: what stands at a version never changes, so it cannot be stale. */
export function createHeadCache(): HeadCache {
  const heads = new Map<string, Head>();
  return {
    get(streamId, version) {
      const head = heads.get(streamId);
      return head?.version === version ? head : null;
    },
    set(streamId, head) {
      heads.delete(streamId);
      heads.set(streamId, head);
      const oldest = heads.keys().next();
      if (heads.size > MOST_STREAMS && !oldest.done) heads.delete(oldest.value);
    },
  };
}
