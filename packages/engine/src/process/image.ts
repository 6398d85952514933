/** What the standard image does by itself while it carries out commands: measured on the recorded one. SPEC [CAL] */
import { type Act, type Answer, emit, OK } from '../act.ts';
import { IMAGE_WINDOWS, WORKER } from '../calibration.ts';
import type { Command } from '../commands.ts';
import { access } from '../memory/fault.ts';
import { FIRST_STACK_AT, WORKER_DATA_AT, WORKER_HEAP, WORKER_STACK, WORKER_VDSO_AT } from '../memory/layout.ts';
import { firstAfter, type Run } from '../memory/runs.ts';
import { spaceOf } from '../memory/space.ts';
import { ensureTables } from '../memory/tables.ts';
import type { AddressSpace, Process } from '../state.ts';
import { endProcess } from './ending.ts';

/** Pages at the top of the stack that are written before anything else happens. */
export const STACK_WRITES = 3;
const STACK_TOP = WORKER_STACK.at + WORKER_STACK.pages;
/** The page of the image's data that remembers its regions. */
const REGIONS_AT = WORKER_DATA_AT + WORKER.startAnon - 4;

/** [PR-1] What the image touches before its first instruction of ours: tables, data, heap, stack. False = it died of it. */
export function startImage(act: Act, process: Process, space: AddressSpace): boolean {
  const requester = { process, call: 'exec' };
  const ranges: Run[] = [
    { at: WORKER_DATA_AT, count: WORKER.startAnon - 4 },
    { at: WORKER_HEAP.at, count: 1 },
    { at: STACK_TOP - STACK_WRITES, count: STACK_WRITES },
  ];
  if (!ensureTables(act, requester, space, { at: FIRST_STACK_AT, count: 1 })) return false;
  if (!ensureTables(act, requester, space, { at: 0x400, count: 1 })) return false;
  return ranges.every((range) => writes(act, process, { range, call: 'exec' }));
}

type Writing = { range: Run; call: string };

function writes(act: Act, process: Process, { range, call }: Writing): boolean {
  return access(act, { process, range, isWrite: true, call }).result === 'ok';
}

/** [CAL-3] Before a forked child answers it has written a few pages of its stack and data. */
export function forkWrites(act: Act, child: Process): boolean {
  const ranges: Run[] = [
    { at: WORKER_DATA_AT, count: WORKER.forkWrites - STACK_WRITES },
    { at: STACK_TOP - STACK_WRITES, count: STACK_WRITES },
  ];
  return ranges.every((range) => writes(act, child, { range, call: 'fork' }));
}

/** [CAL-3] Who calls vfork, and its child with it, use a page more of their stack. Where RLIMIT_STACK left none, SIGSEGV [LIM-5]. */
export function vforkWrites(act: Act, parent: Process): boolean {
  const range = { at: STACK_TOP - STACK_WRITES - 1, count: 1 };
  const { result } = access(act, { process: parent, range, isWrite: true, call: 'vfork' });
  if (result === 'SIGSEGV') endProcess(act, parent.pid, { cause: 'signal', status: 11 });
  return result === 'ok';
}

/** [CAL-4] A process that has had a region writes to its page of regions at each command. False = it died of that. */
export function wakeImage(act: Act, process: Process): boolean {
  const { pages } = spaceOf(act.m, process.space as number);
  const run = pages[firstAfter(pages, REGIONS_AT)];
  if (!run || run.at > REGIONS_AT) return true;
  const range = { at: REGIONS_AT, count: 1 };
  return access(act, { process, range, isWrite: true, call: act.command.verb }).result !== 'killed';
}

/** [CAL-4] The first mmap or brk that succeeds makes that page; [CAL-7] and the code that ran is mapped. */
export function noteDone(act: Act, process: Process, answer: Answer): void {
  const { command } = act;
  if (process.space === null) return;
  if (answer.result === 'ok' && (command.verb === 'mmap' || command.verb === 'brk')) {
    const { verb: call } = command;
    access(act, { process, range: { at: REGIONS_AT, count: 1 }, isWrite: true, call });
  }
  const space = act.m.spaces.find(({ id }) => id === process.space);
  if (space) mapCode(act, space, windowsOf(command, answer));
}

/** [CAL-7] A vfork child that execs runs through its parent's code up to there. */
export function noteExec(act: Act, { space: id, isVforkChild }: Process): void {
  if (isVforkChild) mapCode(act, spaceOf(act.m, id as number), ['command', 'work', 'heap', 'map']);
}

/** [CAL-7] Its code is there before the first page that it is about. */
export function noteTouch(act: Act, space: AddressSpace, command: Extract<Command, { verb: 'touch' }>): void {
  mapCode(act, space, windowsOf(command, OK));
}

type Window = keyof typeof IMAGE_WINDOWS;
const BITS = Object.keys(IMAGE_WINDOWS) as Window[];

/** [CAL-7] A forked child finds its parent's code again by itself, 64 kB around each instruction that it gets to. */
function mapCode(act: Act, space: AddressSpace, windows: readonly Window[]): void {
  if (space.filePages >= WORKER.startFile) return;
  const before = space.code ?? 0;
  const code = windows.reduce((bits, window) => bits | (1 << BITS.indexOf(window)), before);
  if (code === before) return;
  const mapped = BITS.filter((_, i) => (code >> i) & 1);
  const filePages = mapped.reduce<number>((sum, window) => sum + IMAGE_WINDOWS[window], WORKER.forkFile);
  emit(act, { type: 'FileMapped', space: space.id, filePages: Math.min(filePages, WORKER.startFile - 1), code });
}

function windowsOf(command: Command, { result }: Answer): Window[] {
  const windows: Window[] = ['command'];
  const isDone = result !== 'EINVAL';
  if ('offset' in command && command.offset === 0 && (isDone || command.verb === 'touch')) windows.push('work');
  if (command.verb === 'touch') windows.push('clock', ...(isDone ? (['work'] as const) : []));
  if (command.verb === 'brk') windows.push('work', 'heap');
  if (command.verb === 'posix_spawn') windows.push('work', 'options');
  if (command.verb !== 'mmap') return windows;
  const { kind, noreserve, populate, locked } = command.flags;
  windows.push('heap', 'map');
  if (result === 'ok') windows.push('work');
  if (kind === 'shared' || noreserve || populate || locked) windows.push('options');
  return windows;
}

/** The vdso page, which every touch reads the clock from. False = the process died for its page table. */
export function readClock(act: Act, process: Process, space: AddressSpace): boolean {
  if (!ensureTables(act, { process, call: 'touch' }, space, { at: WORKER_VDSO_AT, count: 1 })) return false;
  if (space.filePages === WORKER.startFile)
    emit(act, { type: 'FileMapped', space: space.id, filePages: WORKER.touchedFile });
  return true;
}
