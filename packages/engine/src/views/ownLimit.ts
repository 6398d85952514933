import type { Command } from '../commands.ts';
import type { CallResult, Errno, Fact } from '../facts.ts';
import { type LimitHit, limitFact, limitWords } from '../limitHit.ts';
import { dataPages, lockedPages, MEMLOCK_BYTES } from '../memory/limits.ts';
import { pagesOf } from '../memory/map.ts';
import type { Run } from '../memory/runs.ts';
import { liveProcess, regionOf, spaceOf, vmPages } from '../memory/space.ts';
import { initProcess } from '../process/lifecycle.ts';
import { processLimitHit } from '../process/processLimit.ts';
import type { AddressSpace, Machine, Process } from '../state.ts';

type Found = { process: Process; hit: LimitHit };
type Answered = { result: CallResult; detail?: string };
type Counted = 'as' | 'data' | 'memlock';

/**
 * [VIEW-5] For logs before 0.5.0, which have no fact for it: the refusal behind an answer "RLIMIT_AS reached" and its like,
 * and behind a machine with all its threads. Pure.
 * @param m the machine as it stood at the answer
 * @returns null for every other answer, and where the sum does not say no: something else was counted
 */
export function ownLimitOf(
  m: Machine,
  command: Command,
  answer: Answered,
): Extract<Fact, { type: 'RequestRefused' }> | null {
  const found = crowd(m, command, answer) ?? measured(m, command, answer);
  return found && limitFact(m, { ...found, call: command.verb, errno: answer.result as Errno });
}

function measured(m: Machine, command: Command, answer: Answered): Found | null {
  const process = answer.result !== 'ok' && 'process' in command ? liveProcess(m, command.process) : null;
  const what = process && whichOf(command, answer, process.uid);
  if (!process || !what || process.space === null) return null;
  const space = spaceOf(m, process.space);
  const asked = askedBy(space, command);
  const counted = { as: vmPages, data: dataPages, memlock: lockedPages }[what](space);
  const bytes = process.limits[what] ?? (what === 'memlock' ? MEMLOCK_BYTES : undefined);
  if (bytes === undefined || asked === null) return null;
  const limit = Math.floor(bytes / 4096);
  return counted + asked > limit ? { process, hit: { what, asked, counted, limit } } : null;
}

/** Births and threads are counted, not measured. */
function crowd(m: Machine, command: Command, { result, detail }: Answered): Found | null {
  const process = result === 'EAGAIN' ? bearerOf(m, command) : null;
  const hit = process ? processLimitHit(m, process) : null;
  if (!process || !hit || detail !== limitWords(hit)) return null;
  return { process, hit };
}

/** Whose birth or thread it would be; init's for what is spawned. */
function bearerOf(m: Machine, command: Command): Process | undefined {
  if (command.verb === 'spawn') return initProcess(0);
  if (command.verb === 'thread') return liveProcess(m, command.process);
  return 'parent' in command ? liveProcess(m, command.parent) : undefined;
}

/** Locking says only by its errno that it was too much, and asks before everything else; root may lock anything. */
function whichOf(command: Command, { detail }: Answered, uid: number): Counted | null {
  const [, name] = /^RLIMIT_(AS|DATA|MEMLOCK) reached$/.exec(detail ?? '') ?? [];
  if (name !== undefined) return name.toLowerCase() as Counted;
  const locks = command.verb === 'mlock' || (command.verb === 'mmap' && command.flags.locked);
  return locks && detail === undefined && uid !== 0 ? 'memlock' : null;
}

function askedBy(space: AddressSpace, command: Command): number | null {
  if (command.verb === 'mmap') return pagesOf(command.bytes);
  if (command.verb === 'brk') return pagesOf(space.brkBytes + command.bytes) - pagesOf(space.brkBytes);
  const range = 'region' in command ? regionOf(space, command.region) : null;
  if (!range) return null;
  if (command.verb === 'mremap') return pagesOf(command.bytes) - range.count;
  if (command.verb !== 'mlock') return null;
  const locked = space.vmas.filter((vma) => vma.isLocked && overlap(vma, range) > 0);
  return locked.reduce((pages, vma) => pages - overlap(vma, range), range.count);
}

function overlap(a: Run, b: Run): number {
  return Math.min(a.at + a.count, b.at + b.count) - Math.max(a.at, b.at);
}
