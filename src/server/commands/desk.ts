import type { CellSaved } from '@overcommit/protocol/api';
import type { Context } from '../context.ts';
import type { Saved } from '../grading/index.ts';

/** Tells the other graders about a cell that was stored, and gives the answer on. Stored first, then told. */
export function tellCell(
  { services }: Context,
  { assignmentId }: { assignmentId: string },
  { saved, streamVersion }: Saved,
): CellSaved {
  if (saved.ok) services.cellChanged({ assignmentId, version: streamVersion, cell: saved.cell });
  return saved;
}
