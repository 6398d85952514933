/** Lines of drawn scripts: a move for each verb, or for each way to use it. Names and sizes are taken from the machine. */
import type { Machine } from '@overcommit/engine';

/** `below`: the next drawn number below `n`; `of`: a choice made by it; `actor`: who types. */
export type Take = { below: (n: number) => number; of: <T>(list: readonly T[]) => T; actor: string };
/** `m`: the machine as it is now. Answers a line. */
type Move = { weight: number; line: (take: Take, m: Machine) => string };

/** Among them names that every JavaScript object has: they must work like any other. */
const NAMES = ['a', 'b', 'c', 'd', 'e', 'web', 'constructor', '__proto__'] as const;
const REGIONS = ['x', 'y', 'z', 'toString'] as const;
const GROUPS = ['g', 'h', 'constructor'] as const;
const LOCKS = ['l', 'k', 'constructor'] as const;
const THREADS = ['t', 'u', 'constructor'] as const;
const ODD_SIZES = ['0', '1', '4095', '4097', '1G', '64G', '100T', '9007199254740991'] as const;

/** Mostly a live process that the actor may command; without one, mostly starts one first. */
function on(take: Take, m: Machine, line: (process: string) => string): string {
  const { below, of, actor } = take;
  const seat = m.seats.find((s) => s.actor === actor);
  const live = m.processes.filter((p) => p.state !== 'zombie' && (seat?.role !== 'student' || p.uid === seat.uid));
  if (below(16) === 0) return line(of(NAMES));
  if (live.length === 0) return `spawn ${of(NAMES)}`;
  const awake = live.filter((p) => p.state === 'running');
  return line(of(awake.length > 0 && below(8) > 0 ? awake : live).name);
}

/** As `on`, with a region of that process; without one, mostly maps one first. */
function onRegion(take: Take, m: Machine, line: (process: string, region: string) => string): string {
  return on(take, m, (name) => {
    const own = m.processes.find((p) => p.name === name && p.space !== null)?.space ?? null;
    const regions = Object.keys(m.spaces.find((space) => space.id === own)?.regions ?? {});
    if (take.below(16) === 0) return line(name, take.of(REGIONS));
    return regions.length === 0 ? mmap(take, m, name) : line(name, take.of(regions));
  });
}

function mmap(take: Take, m: Machine, name: string): string {
  const { of } = take;
  const prot = of(['rw', 'rw', 'rw', 'rw', 'rw', 'rw', 'r', '-', 'rwx', 'w', 'x']);
  const kind = of(['private', 'private', 'private', 'shared']);
  const flags = of(['', '', '', '', '', ',noreserve', ',populate', ',locked', ',noreserve,populate']);
  return `mmap ${name} ${of(REGIONS)} ${size(take, m)} ${prot} ${kind}${flags}`;
}

/** From one page to more than all memory, and a few impossible sizes. */
function size({ below, of }: Take, m: Machine): string {
  const kind = below(24);
  if (kind === 0) return of(ODD_SIZES);
  if (kind < 6) return `${1 + below(40)}P`;
  if (kind < 9) return `${1 + below(8)}M`;
  return `${1 + below(Math.floor(m.ramPages / (kind < 16 ? 4 : kind < 21 ? 2 : 1)))}P`;
}

const offset = (take: Take, m: Machine): string => (take.below(3) === 0 ? '0' : size(take, m));

function sysctl({ below, of }: Take): string {
  const known = [
    `vm/overcommit_memory ${below(4)}`,
    `vm/overcommit_ratio ${below(150)}`,
    `vm/overcommit_kbytes ${below(300_000)}`,
    `vm/min_free_kbytes ${128 + below(8000)}`,
    `vm/admin_reserve_kbytes ${below(9000)}`,
    `vm/swappiness ${below(201)}`,
    `vm/oom_kill_allocating_task ${below(2)}`,
    `vm/panic_on_oom ${below(8) === 0 ? of([1, 2]) : 0}`,
    `vm/max_map_count ${10 + below(60)}`,
    `kernel/threads-max ${1 + below(40)}`,
    `vm/overcommit ${below(8)}`,
    `npskill ${below(4000)}`,
    `npswarn ${below(8000)}`,
    `nokilluid ${below(1100)}`,
    `low_ps_handling ${1 + below(2)}`,
    'constructor 1',
    'vm/no_such_file 1',
    'vm/overcommit_memory soon',
  ];
  return `sysctl ${of(known)}`;
}

const PROGRAMS = [
  'leak step=2M',
  'leak step=512K',
  'cache size=24M step=3M',
  'db size=16M step=4M every=2',
  'bgsave life=2',
  'shell every=1 life=1',
  'forkbomb',
  'browser tabs=3 size=6M',
  'build jobs=3 size=8M life=2',
  'idle',
  'leak nonsense=1',
] as const;

const LOOP_LINES = [
  (p: string) => `mmap ${p} r 1M rw private`,
  (p: string) => `touch ${p} r`,
  (p: string) => `munmap ${p} r`,
  (p: string) => `fork ${p} ${p}1`,
  (p: string) => `brk ${p} 64K +`,
  (p: string) => `exit ${p} 0`,
] as const;

export const MOVES: readonly Move[] = [
  { weight: 8, line: ({ of, below }) => `spawn ${of(NAMES)}${below(3) === 0 ? ` ${of([0, 1000, 1001])}` : ''}` },
  {
    weight: 10,
    line: (take, m) => on(take, m, (p) => `${take.of(['fork', 'fork', 'fork', 'posix_spawn'])} ${p} ${take.of(NAMES)}`),
  },
  { weight: 4, line: (take, m) => on(take, m, (p) => `vfork ${p} ${take.of(NAMES)}`) },
  { weight: 4, line: (take, m) => on(take, m, (p) => `exec ${p}${take.of(['', ' ls'])}`) },
  { weight: 3, line: (take, m) => on(take, m, (p) => `exit ${p} ${take.below(256)}`) },
  { weight: 2, line: (take, m) => on(take, m, (p) => `kill ${p} ${take.of(['SIGKILL', 'SIGTERM', '0', '9'])}`) },
  { weight: 2, line: (take, m) => on(take, m, (p) => `wait ${p}`) },
  { weight: 3, line: (take, m) => on(take, m, (p) => `thread ${p} ${take.of(THREADS)}`) },
  {
    weight: 6,
    line: (take, m) =>
      on(take, m, (p) => {
        const thread = take.of([
          ...(m.processes.find(({ name }) => name === p)?.threads ?? []),
          ...THREADS.slice(2),
          '',
        ]);
        return `${take.of(['lock', 'lock', 'unlock'])} ${p}${thread === '' ? '' : `.${thread}`} ${take.of(LOCKS)}`;
      }),
  },
  { weight: 16, line: (take, m) => on(take, m, (p) => mmap(take, m, p)) },
  {
    weight: 40,
    line: (take, m) =>
      onRegion(take, m, (p, r) => {
        const how = take.below(6);
        if (how < 3) return `touch ${p} ${r}`;
        if (how === 3) return `touch ${p} ${r} ${size(take, m)}`;
        return `touch ${p} ${r} ${offset(take, m)} ${size(take, m)} ${take.of(['r', 'r', 'w'])}`;
      }),
  },
  {
    weight: 6,
    line: (take, m) =>
      onRegion(
        take,
        m,
        (p, r) => `munmap ${p} ${r}${take.below(3) === 0 ? '' : ` ${offset(take, m)} ${size(take, m)}`}`,
      ),
  },
  {
    weight: 4,
    line: (take, m) => onRegion(take, m, (p, r) => `mprotect ${p} ${r} ${take.of(['r', 'rw', '-', 'rx'])}`),
  },
  { weight: 5, line: (take, m) => onRegion(take, m, (p, r) => `mremap ${p} ${r} ${size(take, m)}`) },
  { weight: 4, line: (take, m) => on(take, m, (p) => `brk ${p} ${size(take, m)} ${take.of(['+', '+', '-'])}`) },
  {
    weight: 10,
    line: (take, m) =>
      onRegion(take, m, (p, r) => {
        const advice = take.of(['dontneed', 'free', 'dontfork', 'dofork', 'wipeonfork', 'pageout', 'pageout', 'free']);
        return `madvise ${p} ${r} ${advice}${take.below(2) === 0 ? '' : ` ${offset(take, m)} ${size(take, m)}`}`;
      }),
  },
  { weight: 3, line: (take, m) => onRegion(take, m, (p, r) => `mlock ${p} ${r}`) },
  {
    weight: 3,
    line: (take, m) =>
      on(take, m, (p) => `rlimit ${p} ${take.of(['as', 'data', 'stack', 'memlock', 'nproc'])} ${size(take, m)}`),
  },
  {
    weight: 4,
    line: (take, m) =>
      on(take, m, (p) => `oom_score_adj ${p} ${take.of([-1000, -999, 0, 500, 1000, 1001, take.below(2000) - 1000])}`),
  },
  { weight: 1, line: (take, m) => on(take, m, (p) => `oom_adj ${p} ${take.below(36) - 18}`) },
  { weight: 1, line: (take, m) => on(take, m, (p) => `nice ${p} ${take.below(50) - 25}`) },
  {
    weight: 1,
    line: (take, m) =>
      on(take, m, (p) => `cap ${p} ${take.of(['+', '-'])}${take.of(['SYS_ADMIN', 'SYS_RAWIO', 'IPC_LOCK'])}`),
  },
  { weight: 1, line: (take, m) => on(take, m, (p) => `protect ${p} ${take.of(['on', 'off'])}`) },
  { weight: 1, line: (take, m) => on(take, m, (p) => `sigdanger ${p} ${take.of(['ignore', 'exit', 'release'])}`) },
  { weight: 1, line: (take, m) => on(take, m, (p) => `psalloc ${p} ${take.of(['early', 'late'])}`) },
  { weight: 5, line: (take) => sysctl(take) },
  { weight: 2, line: (take, m) => (take.below(2) === 0 ? 'swapoff' : `swapon ${1 + take.below(m.ramPages)}P`) },
  { weight: 2, line: (take) => `cgroup ${take.of(GROUPS)}` },
  {
    weight: 5,
    line: (take, m) => {
      const group = m.groups.length > 0 ? take.of(m.groups).name : null;
      if (group === null && take.below(8) > 0) return `cgroup ${take.of(GROUPS)}`;
      const file = take.of([
        'memory.max',
        'memory.max',
        'memory.high',
        'memory.swap.max',
        'memory.oom.group',
        'no.file',
      ]);
      const value = file.endsWith('group')
        ? take.of(['0', '1', '2'])
        : take.of(['max', '0', `${take.below(60)}M`, 'odd']);
      return `cgset ${group ?? 'g'} ${file} ${value}`;
    },
  },
  {
    weight: 5,
    line: (take, m) =>
      m.groups.length === 0 && take.below(8) > 0
        ? `cgroup ${take.of(GROUPS)}`
        : on(take, m, (p) => `cgjoin ${p} ${m.groups.length > 0 ? take.of(m.groups).name : 'g'}`),
  },
  { weight: 6, line: (take, m) => on(take, m, (p) => `run ${p} ${take.of(PROGRAMS)}`) },
  {
    weight: 2,
    line: (take, m) =>
      on(take, m, (p) => {
        const body = [0, 1, 2].map(() => take.of(LOOP_LINES)(p));
        return `run ${p} repeat ${1 + take.below(9)}; ${body.join('; ')}; end`;
      }),
  },
  { weight: 1, line: (take, m) => on(take, m, (p) => `stop ${p}`) },
  { weight: 8, line: ({ below }) => `tick${below(2) === 0 ? '' : ` ${1 + below(6)}`}` },
];
