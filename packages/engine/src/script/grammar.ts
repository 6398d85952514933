import type { Command, PlatformVerb, Verb } from '../commands.ts';
import * as k from './argumentKinds.ts';
import { LOOP_FORM, type SpecialForm } from './loop.ts';

/** Verbs that people type. */
export type TypedVerb = Exclude<Verb, PlatformVerb>;
export type CommandOf<V extends Verb> = Extract<Command, { verb: V }>;

/** The words after the verb, in order: the command's field and the kind of word that fills it; `...` fills several fields from one word. */
type Args<C> = { readonly [K in Exclude<keyof C, 'verb'>]?: k.Kind<NonNullable<C[K]>> } & {
  readonly '...'?: k.Kind<Omit<C, 'verb' | 'process' | 'lock'>> | k.Kind<k.ThreadRef>;
};

/** One way to write a verb. `fixed`: what this way says without a word of its own. */
type Form<C> = { args: Args<C>; fixed?: Partial<C> };
type Row<V extends TypedVerb> = {
  /** One sentence, and what else is worth knowing. */
  about: string;
  notes?: string;
  example: string;
  /** Shortest first; no two of the same length. */
  forms: readonly Form<CommandOf<V>>[];
  special?: SpecialForm;
};

const P = k.process;
const R = k.region;
const parentOf = k.named('P', k.process);
const childOf = k.named('C', k.newProcess);
const offset = k.named('OFF', k.size);
const length = k.named('LEN', k.size);
const anyInt = (label: string, what: string) => k.integer(label, { min: -(2 ** 31), max: 2 ** 31 - 1, what });
const readOrWrite = k.oneOf('r|w', ['r', 'w']);
const pair = { args: { parent: parentOf, child: childOf } } as const;

/** The lab script language: one row a verb. Parsing, printing, help and completion all read this table. */
export const GRAMMAR: { readonly [V in TypedVerb]: Row<V> } = {
  spawn: {
    about: 'Starts a fresh process from the small standard image.',
    notes: 'UID: on a shared machine your own, in scripts 0. A live name is unique on a machine.',
    example: 'spawn web 1001',
    forms: [
      { args: { name: k.newProcess } },
      { args: { name: k.newProcess, uid: k.integer('UID', { min: 0, max: 4294967294, what: 'a user id' }) } },
    ],
  },
  fork: {
    about: 'Copies process P; the copy is called C.',
    notes: 'Pages are shared until one of them writes.',
    example: 'fork db bgsave',
    forms: [pair],
  },
  vfork: {
    about: "Makes a child C that runs in P's own memory.",
    notes: 'P is suspended until C execs or exits.',
    example: 'vfork sh ls',
    forms: [pair],
  },
  posix_spawn: {
    about: 'Starts a fresh process C as a child of P, without copying P.',
    example: 'posix_spawn sh ls',
    forms: [pair],
  },
  exec: {
    about: 'Replaces what P runs by a fresh image; all its regions are gone.',
    example: 'exec ls',
    forms: [{ args: { process: P } }, { args: { process: P, image: k.image } }],
  },
  exit: {
    about: 'Ends P with an exit code.',
    example: 'exit ls 0',
    forms: [{ args: { process: P, code: k.integer('CODE', { min: 0, max: 255, what: 'an exit code' }) } }],
  },
  wait: {
    about: 'P waits until one of its children has ended.',
    notes: 'Until then commands to P answer EAGAIN.',
    example: 'wait sh',
    forms: [{ args: { process: P } }],
  },
  thread: {
    about: 'Starts a thread T in P.',
    example: 'thread web t1',
    forms: [{ args: { process: P, thread: k.threadName } }],
  },
  lock: {
    about: 'P, or its thread T, takes the lock L, or waits for it.',
    example: 'lock web.t1 heap',
    forms: [{ args: { '...': k.threadRef, lock: k.lockName } }],
  },
  unlock: {
    about: 'P, or its thread T, gives the lock L back.',
    example: 'unlock web.t1 heap',
    forms: [{ args: { '...': k.threadRef, lock: k.lockName } }],
  },
  mmap: {
    about: 'Maps SIZE bytes of anonymous memory under a name. Nothing is used before it is touched.',
    notes: 'PROT: letters of rwx, or -. FLAGS: private or shared, then noreserve, populate, locked.',
    example: 'mmap db pool 110M rw private',
    forms: [{ args: { process: P, region: k.newRegion, bytes: k.size, prot: k.prot, flags: k.mapFlags } }],
  },
  munmap: {
    about: 'Gives a region back, or LEN bytes of it from OFF.',
    notes: 'The name goes only with one munmap of the whole.',
    example: 'munmap db pool 8M 4M',
    forms: [{ args: { process: P, region: R } }, { args: { process: P, region: R, offset: offset, length: length } }],
  },
  mprotect: {
    about: "Changes a region's protection.",
    example: 'mprotect db pool r',
    forms: [{ args: { process: P, region: R, prot: k.prot } }],
  },
  mremap: {
    about: 'Makes a region larger or smaller; it may move.',
    example: 'mremap db pool 160M',
    forms: [{ args: { process: P, region: R, bytes: k.size } }],
  },
  brk: {
    about: "Moves the end of P's heap up (+) or down (-) by SIZE.",
    example: 'brk web 4M +',
    forms: [{ args: { process: P, bytes: k.size, direction: k.oneOf('+|-', ['+', '-']) } }],
  },
  touch: {
    about: 'Reads or writes one byte in each page, in order: only now memory is used.',
    notes: 'Without OFF from the start, writing; without LEN the whole region.',
    example: 'touch db pool 8M 60M w',
    forms: [
      {
        args: { process: P, region: R },
        fixed: { offset: 0, access: 'w' },
      },
      {
        args: { process: P, region: R, length: length },
        fixed: { offset: 0, access: 'w' },
      },
      { args: { process: P, region: R, offset: offset, length: length, access: readOrWrite } },
    ],
  },
  madvise: {
    about: 'Tells the kernel what will become of a region, or of LEN bytes of it from OFF.',
    example: 'madvise db pool dontneed 0 4M',
    forms: [
      {
        args: {
          process: P,
          region: R,
          advice: k.oneOf('ADVICE', ['dontneed', 'free', 'dontfork', 'dofork', 'wipeonfork', 'pageout']),
        },
      },
      {
        args: {
          process: P,
          region: R,
          advice: k.oneOf('ADVICE', ['dontneed', 'free', 'dontfork', 'dofork', 'wipeonfork', 'pageout']),
          offset: offset,
          length: length,
        },
      },
    ],
  },
  mlock: {
    about: 'Brings a region into RAM and keeps it there.',
    example: 'mlock db pool',
    forms: [{ args: { process: P, region: R } }],
  },
  rlimit: {
    about: 'Sets a limit of P, soft and hard.',
    notes: 'nproc counts processes, the others are sizes.',
    example: 'rlimit web as 80M',
    forms: [
      { args: { process: P, what: k.oneOf('WHAT', ['as', 'data', 'stack', 'memlock', 'nproc']), value: k.size } },
    ],
  },
  oom_score_adj: {
    about: 'Makes P likelier (up to 1000) or less likely (down to -1000: never) to be killed when memory runs out.',
    example: 'oom_score_adj db -500',
    forms: [{ args: { process: P, value: anyInt('N', 'an adjustment') } }],
  },
  oom_adj: {
    about: 'The same before 2.6.36: -17 (never) to 15.',
    example: 'oom_adj db -17',
    forms: [{ args: { process: P, value: anyInt('N', 'an adjustment') } }],
  },
  nice: {
    about: 'Sets the priority of P, -20 to 19.',
    example: 'nice db 10',
    forms: [{ args: { process: P, value: anyInt('N', 'a nice value') } }],
  },
  cap: {
    about: 'Gives P a capability or takes it away.',
    example: 'cap db +CAP_SYS_ADMIN',
    forms: [{ args: { process: P, '...': k.capability } }],
  },
  protect: {
    about: 'FreeBSD: the killer passes P by.',
    example: 'protect db on',
    forms: [{ args: { process: P, isOn: k.onOff } }],
  },
  sigdanger: {
    about: 'AIX: what P does when paging space runs low.',
    example: 'sigdanger db release',
    forms: [{ args: { process: P, action: k.oneOf('ACTION', ['ignore', 'exit', 'release']) } }],
  },
  psalloc: {
    about: 'AIX: P reserves its paging space when it asks (early) or when it touches (late).',
    example: 'psalloc db early',
    forms: [{ args: { process: P, mode: k.oneOf('early|late', ['early', 'late']) } }],
  },
  kill: {
    about: 'Sends P a signal.',
    example: 'kill web SIGTERM',
    forms: [{ args: { process: P, signal: k.signal } }],
  },
  sysctl: {
    about: 'Sets a tunable of the kernel.',
    example: 'sysctl vm/overcommit_memory 2',
    forms: [{ args: { name: k.sysctlName, value: k.value } }],
  },
  swapon: { about: 'Adds swap space.', example: 'swapon 64M', forms: [{ args: { bytes: k.swapSize } }] },
  swapoff: {
    about: 'Takes the swap space away; what is in it comes back into RAM.',
    example: 'swapoff',
    forms: [{ args: {} }],
  },
  cgroup: { about: 'Makes a control group.', example: 'cgroup students', forms: [{ args: { group: k.newGroup } }] },
  cgset: {
    about: 'Sets a limit of a control group.',
    example: 'cgset students memory.max 64M',
    forms: [{ args: { group: k.group, file: k.groupFile, value: k.value } }],
  },
  cgjoin: {
    about: 'Moves P into a control group; what it holds already stays charged where it was.',
    example: 'cgjoin web students',
    forms: [{ args: { process: P, group: k.group } }],
  },
  run: {
    about: 'P runs a program that acts at each tick, or a loop of your own.',
    notes: `Programs: ${LOOP_FORM.programs.join(', ')}. A loop: \`repeat N\`, then commands up to \`end\`, one a line or parted by \`;\`.`,
    example: 'run web leak step=1M',
    forms: [],
    special: LOOP_FORM,
  },
  stop: {
    about: 'Ends the program that P runs; P lives on.',
    example: 'stop web',
    forms: [{ args: { process: P } }],
  },
  tick: {
    about: 'Lets time pass: programs act.',
    example: 'tick 10',
    forms: [
      { args: {}, fixed: { count: 1 } },
      { args: { count: k.integer('N', { min: 1, max: 100000, what: 'a number of ticks' }) } },
    ],
  },
};

/** Every verb that can be typed, in the order of the handbook. */
export const VERBS = Object.keys(GRAMMAR) as readonly TypedVerb[];

export type AnyForm = { args: Readonly<Record<string, k.Kind<unknown>>>; fixed?: Record<string, unknown> };
export type AnyRow = {
  about: string;
  notes?: string;
  example: string;
  forms: readonly AnyForm[];
  special?: SpecialForm;
};

/** A row as its readers see it: the verbs' own types are checked where the table is written, not where it is walked. */
export function rowOf(verb: string): AnyRow | null {
  return Object.hasOwn(GRAMMAR, verb) ? (GRAMMAR[verb as TypedVerb] as unknown as AnyRow) : null;
}

/** `munmap P REGION [OFF LEN]` and the like: one line for each way to write the verb. */
export function usages(verb: string): string[] {
  const row = rowOf(verb);
  if (!row) return [];
  if (row.special) return row.special.usages.map((usage) => `${verb} ${usage}`);
  return row.forms.map((form) => [verb, ...Object.values(form.args).map((kind) => kind.label)].join(' '));
}
