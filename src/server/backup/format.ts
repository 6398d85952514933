import { z } from 'zod';

/**
 * A backup is gzipped text, in lines: the head, then for each table a line `{"table","columns"}`, its rows as COPY writes
 * them and the line `\.`, and at the end `{"end":true}` with the number of rows of each table and the SHA-256 of all lines
 * before. No row is that line: COPY writes a backslash as two.
 */
export const END_OF_TABLE = '\\.';

export const Head = z.object({
  overcommitBackup: z.literal(1),
  product: z.string(),
  madeAt: z.string(),
  migrations: z.array(z.string()),
});
export type Head = z.infer<typeof Head>;
export const TableLine = z.object({ table: z.string(), columns: z.array(z.string()).min(1) });
export const EndLine = z.object({
  end: z.literal(true),
  rows: z.record(z.string(), z.number().int()),
  sha256: z.string(),
});

/** What is wrong with a file or a database, in a sentence for the person who runs the command. */
export class BackupError extends Error {}

/** Rows done so far; called now and then. */
export type Progress = (table: string, rows: number) => void;
