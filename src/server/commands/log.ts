import type { EventStore } from '@overcommit/event-store';
import { printLogLine } from '@overcommit/protocol';
import type { LogPage, LogSnapshot, LogVerdict } from '@overcommit/protocol/api';
import { isSignedWith } from '../../logSignature.ts';
import type { Context } from '../context.ts';
import { badRequest, gone, tooLarge, tooMany } from '../errors.ts';
import type { CheckedText } from '../logCheck/checkText.ts';
import type { Services } from '../services.ts';
import type { MachineAccess } from './access.ts';

const PAGE = 500;

/** A page of the log as the caller may see it: for them it ends where it is concealed. */
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

/** A state from which to fold up to an entry; none from the part that is concealed from the caller. */
export function logSnapshot(
  { services }: Context,
  { machineId, untilSeq }: MachineAccess,
  atSeq: number,
): Promise<LogSnapshot> {
  return services.rooms.snapshotUpTo(machineId, Math.min(atSeq, untilSeq ?? atSeq));
}

/**
 * The log as NDJSON, page by page: header, entries, end line. It ends with the entry that was the last when the export
 * began, or with the last one that the caller may see. Either way it verifies.
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
  yield printLogLine(services.logSigner.sign({ end: true, ...end }));
}

/**
 * A log of a machine of this server is compared with what was recorded: commands that were changed and carried out again,
 * or entries that claim an earlier engine, are seen here and nowhere else.
 */
async function compareWithRecord({ store, logSigner }: Services, checked: CheckedText): Promise<LogVerdict> {
  if (checked.ok === false) return checked;
  const { hashes, signature, ...verdict } = checked;
  const wrong = (line: number, entry: number | null, message: string): LogVerdict => {
    const what = entry === null ? `line ${line}` : `entry ${entry}`;
    return { ok: false, line, entry, goodTo: entry === null ? verdict.seq : entry - 1, message: `${what}: ${message}` };
  };
  const isOurs = signature?.key === logSigner.key;
  if (isOurs && !isSignedWith(logSigner.key, { ...verdict, signature }))
    return wrong(verdict.seq + 2, null, 'the signature of this server does not fit');
  const stream = await store.stream(verdict.machineId);
  if (stream?.kind !== 'machine') return { ...verdict, origin: isOurs ? 'signed' : 'elsewhere' };
  const first = await firstUnlike(store, verdict.machineId, hashes);
  if (first === null) return { ...verdict, origin: 'here' };
  return wrong(first + 1, first, 'this server recorded it otherwise');
}

/** The first entry whose hash differs from the stored one; null = none. A hash covers all before it, so half can be left out at a time. */
async function firstUnlike(store: EventStore, machineId: string, hashes: readonly string[]): Promise<number | null> {
  const isStored = async (seq: number): Promise<boolean> => {
    const [event] = await store.read(machineId, { after: seq - 1, limit: 1, isRaw: true });
    return event?.hash === hashes[seq - 1];
  };
  if (hashes.length === 0 || (await isStored(hashes.length))) return null;
  let good = 0;
  let bad = hashes.length;
  while (bad - good > 1) {
    const half = Math.floor((good + bad) / 2);
    if (await isStored(half)) good = half;
    else bad = half;
  }
  return bad;
}

/**
 * Checks an uploaded log as `overcommit verify` does, within bounds of time and memory.
 * @throws AppError TOO_MANY_REQUESTS; PAYLOAD_TOO_LARGE where the bounds were reached
 */
export async function verifyLog(
  { services, address, user }: Context,
  { log, signal }: { log: string | Uint8Array<ArrayBuffer>; signal: AbortSignal | undefined },
): Promise<LogVerdict> {
  // Who is logged in does not depend on what others do behind the same address.
  const who = user?.id ?? address;
  const wait = services.actionLimits.count('verify', who);
  if (wait !== null) throw tooMany(`Many logs were checked from here just now. Try again in ${wait} seconds.`);
  const check = await services.logChecker.check(log, { who, signal });
  if (check.kind === 'checked') return compareWithRecord(services, check.verdict);
  if (check.kind === 'full') throw tooMany('Another log is being checked. Try again in a few seconds.');
  if (check.kind === 'noLog') throw badRequest('This is not a log, or one of more than 32 MiB.');
  if (check.kind === 'gone') throw gone('The request was taken back.');
  const bound = check.kind === 'late' ? `${check.afterMs / 1000} seconds` : `${check.heapMiB} MiB of memory`;
  throw tooLarge(`Checking this log takes more than ${bound}, which is all it gets here. Use overcommit verify.`);
}
