import { createLogVerifier, describeProblem, printLogLine } from '@overcommit/protocol';
import type { Context } from '../api/context.ts';
import { tooMany } from '../api/errors.ts';
import type { LogPage, LogVerdict } from '../api/shapes/index.ts';
import type { Services } from '../services.ts';
import type { MachineAccess } from './access.ts';

const PAGE = 500;
/** How long the verifier may hold the process before others get their turn. */
const SLICE_MS = 10;

/** A page of what the caller may be sent: for them the log ends where it is concealed. */
export async function logPage(
  { services }: Context,
  { machineId, untilSeq }: MachineAccess,
  { afterSeq, limit }: { afterSeq: number; limit: number },
): Promise<LogPage> {
  const page = await services.rooms.page(machineId, afterSeq, limit);
  if (untilSeq === null) return page;
  const entries = page.entries.filter(({ seq }) => seq <= untilSeq);
  return { ...page, entries, lastSeq: Math.min(page.lastSeq, untilSeq) };
}

/**
 * The log as NDJSON, page by page: header, entries, end line. Ends with the entry that was the last when it began, or
 * with the last that the caller may be sent; either way it verifies.
 */
export async function* exportLines(
  services: Services,
  { machineId, untilSeq }: Pick<MachineAccess, 'machineId' | 'untilSeq'>,
): AsyncGenerator<string> {
  const end = await services.rooms.end(machineId, untilSeq);
  let after = 0;
  while (true) {
    const page = await services.rooms.page(machineId, after, PAGE);
    if (after === 0) yield printLogLine(page.header);
    const entries = page.entries.filter(({ seq }) => seq <= end.seq);
    if (entries.length === 0) break;
    for (const entry of entries) yield printLogLine(entry);
    after = entries.at(-1)?.seq ?? end.seq;
    if (after >= end.seq) break;
  }
  yield printLogLine({ end: true, ...end });
}

let isVerifying = false;

/** Checks an uploaded log as `overcommit verify` does. One at a time, and in slices, so that nobody else waits for it. */
export async function verifyLog(ctx: Context, text: string): Promise<LogVerdict> {
  const wait = await ctx.services.actionLimits.count('verify', ctx.address);
  if (wait !== null) throw tooMany(`Many logs were checked from here just now. Try again in ${wait} seconds.`);
  if (isVerifying) throw tooMany('Another log is being checked. Try again in a few seconds.');
  isVerifying = true;
  try {
    return await verifyInSlices(text);
  } finally {
    isVerifying = false;
  }
}

async function verifyInSlices(text: string): Promise<LogVerdict> {
  const verifier = createLogVerifier();
  let sliceStart = Date.now();
  for (const line of linesOf(text)) {
    if (verifier.push(line)) break;
    if (Date.now() - sliceStart < SLICE_MS) continue;
    await new Promise((resolve) => setImmediate(resolve));
    sliceStart = Date.now();
  }
  const verdict = verifier.finish();
  if (!verdict.ok) return { ok: false, line: verdict.problem.line, message: describeProblem(verdict.problem) };
  const { header, seq, digest, hash } = verdict;
  return { ok: true, machineId: header.machine.id, policy: header.machine.policy, seq, digest, hash };
}

/** Line by line, without a second copy of the text. */
function* linesOf(text: string): Generator<string> {
  for (let start = 0; start < text.length; ) {
    const end = text.indexOf('\n', start);
    const stop = end < 0 ? text.length : end;
    yield text.slice(start, text[stop - 1] === '\r' ? stop - 1 : stop);
    start = stop + 1;
  }
}
