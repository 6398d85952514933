import { LogPage, LogPageInput, LogSnapshot, LogSnapshotInput, LogVerdict } from '@overcommit/protocol/api';
import { z } from 'zod';
import { logPage, logSnapshot, verifyLog } from '../../commands/log.ts';
import { anyone, machineViewer } from '../permissions.ts';
import { t } from '../trpc.ts';

/** Characters of an uploaded log. The HTTP edge also refuses larger bodies. */
const MAX_LOG_TEXT = 32 * 1024 * 1024;

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
    .input(z.object({ text: z.string().max(MAX_LOG_TEXT, 'A log may have at most 32 MiB.') }))
    .output(LogVerdict)
    .mutation(({ ctx, input, signal }) => verifyLog(ctx, { text: input.text, signal })),
});
