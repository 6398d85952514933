import type { Errno, Fact, LimitName, StatedRemedy } from './facts.ts';
import type { Machine, Process } from './state.ts';

/** A limit that a request meets: what was asked for, what was there before, and how much there may be. In `UNIT`s. */
export type LimitHit = { what: LimitName; asked: number; counted: number; limit: number };

const UNIT = {
  as: 'pages',
  data: 'pages',
  stack: 'pages',
  memlock: 'pages',
  nproc: 'threads',
  'threads-max': 'threads',
  max_map_count: 'mappings',
} as const satisfies Record<LimitName, string>;

const RULE: Record<LimitName, string> = {
  as: 'LIM-1',
  data: 'LIM-1',
  stack: 'LIM-5',
  memlock: 'LIM-2',
  nproc: 'LIM-3',
  'threads-max': 'LIM-3',
  max_map_count: 'MM-14',
};

/** Calls that ask for memory, and may need one more mapping for it; the others only cut mappings. */
const ASKING: readonly string[] = ['mmap', 'mremap', 'brk', 'posix_spawn'];

type RequestRefused = Extract<Fact, { type: 'RequestRefused' }>;
type Said = { process: Pick<Process, 'pid' | 'name'>; call: string; hit: LimitHit; errno?: Errno };

/** The limit's refusal as a fact. `errno` left out: the call can no longer answer. */
export function limitFact({ tunables }: Machine, { process: { pid, name }, call, hit, errno }: Said): RequestRefused {
  const { what, asked, counted, limit } = hit;
  const about = { pid, process: name, call, what, unit: UNIT[what], asked, counted, limit } as const;
  const told = errno === undefined ? {} : { errno };
  return { type: 'RequestRefused', ...about, ...told, rule: RULE[what], remedies: remediesFor(hit, tunables) };
}

/**
 * Threads are counted, not measured: one too many is not a refusal of memory. Nor is a cut in a mapping, nor EPERM, where
 * nothing at all may be locked, nor a new image that found no room: it ended, and no caller got an answer.
 */
export function isMemoryLimit({ call, what, errno }: Pick<RequestRefused, 'call' | 'what' | 'errno'>): boolean {
  if (errno === undefined || errno === 'EPERM') return false;
  return UNIT[what] === 'pages' || (what === 'max_map_count' && ASKING.includes(call));
}

/** A kernel that has no such tunable cannot raise it. */
function remediesFor({ what, counted, asked }: LimitHit, tunables: Machine['tunables']): StatedRemedy[] {
  const to = counted + asked;
  if (what !== 'threads-max' && what !== 'max_map_count') return [{ limit: what, to }];
  const knob = what === 'threads-max' ? 'kernel/threads-max' : 'vm/max_map_count';
  return knob in tunables ? [{ knob, to }] : [];
}

/** `RLIMIT_AS reached`. */
export function limitWords({ what, limit }: LimitHit): string {
  if (what === 'max_map_count') return 'too many mappings';
  return what === 'threads-max'
    ? `the machine has its ${limit} threads (kernel/threads-max)`
    : `RLIMIT_${what.toUpperCase()} reached`;
}
