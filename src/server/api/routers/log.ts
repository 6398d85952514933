import { LogPage, LogPageInput, LogSnapshot, LogSnapshotInput, LogVerdict } from '@overcommit/protocol/api';
import { z } from 'zod';
import { logPage, logSnapshot, verifyLog } from '../../commands/log.ts';
import { anyone, machineViewer } from '../permissions.ts';
import { t } from '../trpc.ts';

export const logRouter = t.router({
  page: machineViewer
    .input(LogPageInput)
    .output(LogPage)
    .query(({ ctx, input }) => logPage(ctx, ctx.access, input)),
  /** The newest saved state at or before an entry. */
  snapshot: machineViewer
    .input(LogSnapshotInput)
    .output(LogSnapshot)
    .query(({ ctx, input }) => logSnapshot(ctx, ctx.access, input.atSeq)),
  verify: anyone
    .input(z.object({ text: z.string() }))
    .output(LogVerdict)
    .mutation(({ ctx, input, signal }) => verifyLog(ctx, { log: ctx.body ?? input.text, signal })),
});
