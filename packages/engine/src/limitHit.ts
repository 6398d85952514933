import { type Act, type Answer, emit } from './act.ts';
import type { Errno, LimitName, StatedRemedy } from './facts.ts';
import type { Process } from './state.ts';

/** A limit that a request meets: what was asked for, what was there before, and how much there may be. In `UNIT`s. */
export type LimitHit = { what: LimitName; asked: number; counted: number; limit: number };

export const UNIT = {
  as: 'pages',
  data: 'pages',
  stack: 'pages',
  memlock: 'pages',
  nproc: 'threads',
  'threads-max': 'threads',
  max_map_count: 'mappings',
} as const satisfies Record<LimitName, string>;

const RULE: Record<LimitName, string> = {
  as: 'LIM1',
  data: 'LIM1',
  stack: 'LIM5',
  memlock: 'LIM2',
  nproc: 'LIM3',
  'threads-max': 'LIM3',
  max_map_count: 'MM14',
};

/** Calls that ask for memory, and may need one more mapping for it; the others only cut mappings. */
const ASKING: readonly string[] = ['mmap', 'mremap', 'brk', 'posix_spawn'];

/** The limit's refusal becomes a fact. `errno` left out: nobody is left to answer to. */
export function sayLimit(act: Act, { pid, name }: Process, call: string, hit: LimitHit, errno?: Errno): void {
  const about = { pid, process: name, call, ...hit, unit: UNIT[hit.what], rule: RULE[hit.what] };
  const told = errno === undefined ? {} : { errno };
  emit(act, { type: 'RequestRefused', ...about, ...told, remedies: [remedyFor(hit)] });
}

/** As `sayLimit`, and the call's answer. */
export function refuse(act: Act, process: Process, call: string, hit: LimitHit, errno: Errno): Answer {
  sayLimit(act, process, call, hit, errno);
  return { result: errno, detail: limitWords(hit), kind: isOfMemory(call, hit, errno) ? 'refusal' : 'error' };
}

/**
 * Threads are counted, not measured: one too many is not a refusal of memory. Nor is a cut in a mapping, nor EPERM, where
 * nothing at all may be locked.
 */
function isOfMemory(call: string, { what }: LimitHit, errno: Errno): boolean {
  if (errno === 'EPERM') return false;
  return UNIT[what] === 'pages' || (what === 'max_map_count' && ASKING.includes(call));
}

function remedyFor({ what, counted, asked }: LimitHit): StatedRemedy {
  const to = counted + asked;
  if (what === 'threads-max') return { knob: 'kernel/threads-max', to };
  return what === 'max_map_count' ? { knob: 'vm/max_map_count', to } : { limit: what, to };
}

/** `RLIMIT_AS reached`. */
export function limitWords({ what, limit }: LimitHit): string {
  if (what === 'max_map_count') return 'too many mappings';
  return what === 'threads-max'
    ? `the machine has its ${limit} threads (kernel/threads-max)`
    : `RLIMIT_${what.toUpperCase()} reached`;
}
