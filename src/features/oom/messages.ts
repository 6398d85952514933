import type { Explanation, Report } from '@overcommit/oom-report';

/** One event of a text in the list. */
export type ListRow = { index: number; stamp: string; title: string; where: string; names: string[] };

/** What was found in a text. */
export type Found = { rows: ListRow[]; lineCount: number; firstLines: { number: number; text: string }[] };

/** An event that is shown by itself. */
export type Opened = { index: number; report: Report; told: Explanation; markdown: string };

export type ToReader =
  | { type: 'read'; id: number; text: string; index: number; isHidden: boolean }
  | { type: 'open'; id: number; index: number; isHidden: boolean };

export type FromReader =
  | { type: 'found'; id: number; found: Found; opened: Opened | null }
  | { type: 'opened'; id: number; opened: Opened }
  | { type: 'failed'; id: number; message: string };
