import type { CommitView, FrameMapView, ProcessView } from '@overcommit/engine';

/** Where the used memory is, each page once, in pages. The parts add up to `used`. */
export type Account = {
  /** Held by one process alone. */
  own: { name: string; pages: number }[];
  /** Mapped by several processes, and by which. */
  shared: { names: string[]; pages: number };
  /** The kernel's own, its page tables, and program files. */
  kept: number;
  used: number;
};

export function accountOf(
  processes: readonly ProcessView[],
  commit: Pick<CommitView, 'ramPages' | 'freePages' | 'swapUsedPages'>,
  frames: FrameMapView,
): Account {
  const own = processes.map((process) => ({ name: process.name, pages: ownPages(process) }));
  const shared = {
    names: processes.filter((process) => sharedMemory(process) > 0).map(({ name }) => name),
    pages: frames.classes.reduce((sum, one) => sum + (one.kind === 'file' ? 0 : one.sharedPages), 0),
  };
  const used = commit.ramPages - commit.freePages + commit.swapUsedPages;
  return { own, shared, kept: used - shared.pages - own.reduce((sum, { pages }) => sum + pages, 0), used };
}

/** What no other process maps. */
export const ownPages = ({ rssPages, sharedPages }: ProcessView): number => rssPages - sharedPages;

/** What other processes map too, without its program's file, which is the page cache's. */
export const sharedMemory = ({ sharedPages, filePages }: ProcessView): number => sharedPages - filePages;
