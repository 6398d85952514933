import type { ProcessView } from '@overcommit/engine';

/** A button of a process card: the fields of its one-line form, and the shell line that they make. */
export type Action = {
  id: string;
  label: string;
  hint: string;
  isMore?: boolean;
  fields: ActionField[];
  line: (values: Values) => string;
};
export type ActionField = {
  name: string;
  label: string;
  initial: string;
  options?: { value: string; label: string }[];
  /** Width of the field in characters. */
  width?: number;
};
export type Values = Record<string, string>;

const MIB_PAGES = 256;
const PROGRAMS = ['leak', 'cache', 'db', 'bgsave', 'shell', 'forkbomb', 'browser', 'build', 'idle'];
const ADVICE = ['dontneed', 'free', 'dontfork', 'dofork', 'wipeonfork', 'pageout'];

/** A name that nobody alive has: `db` → `db2`, `cc1` → `cc2`. */
export function freeName(base: string, taken: ReadonlySet<string>): string {
  const stem = base.replace(/[.\d]+$/, '') || base;
  for (let n = taken.has(stem) ? 2 : 1; ; n++) {
    const name = n === 1 ? stem : `${stem}${n}`;
    if (!taken.has(name)) return name;
  }
}

const option = (value: string) => ({ value, label: value });

const KIND_ORDER = ['private', 'shared', 'heap', 'stack', 'image'];
/** Own regions before what every process has; each name once. */
function regionNames(p: ProcessView): string[] {
  const sorted = [...p.regions].sort((a, b) => KIND_ORDER.indexOf(a.kind) - KIND_ORDER.indexOf(b.kind));
  return [...new Set(sorted.map((r) => r.name))];
}

/** The region that has most pages nobody touched yet: where the next touch does something. */
function untouched(p: ProcessView): { name: string; fromPages: number; pages: number } {
  const room = (r: ProcessView['regions'][number]) => r.pages - r.residentPages - r.swapPages;
  const mapped = p.regions.filter((r) => r.kind === 'private' || r.kind === 'shared');
  const own = mapped.length > 0 ? mapped : p.regions.filter((r) => r.kind === 'heap');
  const best = [...own].sort((a, b) => room(b) - room(a))[0];
  if (!best) return { name: p.regions.at(-1)?.name ?? 'heap', fromPages: 0, pages: 0 };
  const left = room(best);
  return left > 0
    ? { name: best.name, fromPages: best.pages - left, pages: left }
    : { name: best.name, fromPages: 0, pages: best.pages };
}

const size = (pages: number) => (pages % MIB_PAGES === 0 ? `${pages / MIB_PAGES}M` : `${pages}P`);

/** All that can be asked of a process, defaults taken from what it looks like now. `names`: of all the living. */
export function actionsOf(p: ProcessView, names: ReadonlySet<string>): Action[] {
  const target = untouched(p);
  const regions = regionNames(p).map(option);
  const region = (initial = target.name): ActionField => ({
    name: 'region',
    label: 'region',
    initial,
    options: regions,
  });
  const length = size(Math.max(1, Math.min(10 * MIB_PAGES, target.pages || MIB_PAGES)));
  const child: ActionField = { name: 'child', label: 'child', initial: freeName(p.name, names), width: 9 };
  const newRegion = freeName('pool', new Set(p.regions.map((r) => r.name)));
  return [
    {
      id: 'touch',
      label: 'touch',
      hint: 'Use pages of a region: now they need frames',
      fields: [
        region(),
        {
          name: 'offset',
          label: 'from',
          initial: size(target.fromPages) === '0M' ? '0' : size(target.fromPages),
          width: 6,
        },
        { name: 'length', label: 'size', initial: length, width: 6 },
        {
          name: 'access',
          label: 'access',
          initial: 'w',
          options: [
            { value: 'w', label: 'write' },
            { value: 'r', label: 'read' },
          ],
        },
      ],
      line: (v) => `touch ${p.name} ${v.region} ${v.offset} ${v.length} ${v.access}`,
    },
    {
      id: 'map',
      label: 'map',
      hint: 'Ask for memory: a promise, no frames yet',
      fields: [
        { name: 'region', label: 'name', initial: newRegion, width: 8 },
        { name: 'size', label: 'size', initial: '40M', width: 6 },
        {
          name: 'flags',
          label: 'kind',
          initial: 'private',
          options: ['private', 'shared', 'private,noreserve', 'private,populate'].map(option),
        },
      ],
      line: (v) => `mmap ${p.name} ${v.region} ${v.size} rw ${v.flags}`,
    },
    {
      id: 'fork',
      label: 'fork',
      hint: 'Copy the process: the promise doubles, the frames are shared',
      fields: [child],
      line: (v) => `fork ${p.name} ${v.child}`,
    },
    {
      id: 'exec',
      label: 'exec',
      hint: 'Become a small fresh program: gives back what was promised',
      fields: [],
      line: () => `exec ${p.name}`,
    },
    {
      id: 'exit',
      label: 'exit',
      hint: 'End it',
      fields: [{ name: 'code', label: 'code', initial: '0', width: 4 }],
      line: (v) => `exit ${p.name} ${v.code}`,
    },
    {
      id: 'adj',
      label: 'adj',
      hint: 'Tell the killer: −1000 never, +1000 first',
      fields: [{ name: 'value', label: 'oom_score_adj', initial: p.oomScoreAdj === 0 ? '500' : '0', width: 6 }],
      line: (v) => `oom_score_adj ${p.name} ${v.value}`,
    },
    {
      id: 'run',
      label: 'run a program in it',
      hint: 'It acts by itself at each tick',
      isMore: true,
      fields: [{ name: 'program', label: 'program', initial: 'leak', options: PROGRAMS.map(option) }],
      line: (v) => `run ${p.name} ${v.program}`,
    },
    {
      id: 'stop',
      label: 'stop its program',
      hint: 'It acts no more',
      isMore: true,
      fields: [],
      line: () => `stop ${p.name}`,
    },
    {
      id: 'vfork',
      label: 'vfork',
      hint: 'The child borrows the memory until it execs',
      isMore: true,
      fields: [child],
      line: (v) => `vfork ${p.name} ${v.child}`,
    },
    {
      id: 'posix_spawn',
      label: 'posix_spawn',
      hint: 'A fresh child without a copy',
      isMore: true,
      fields: [child],
      line: (v) => `posix_spawn ${p.name} ${v.child}`,
    },
    {
      id: 'munmap',
      label: 'munmap',
      hint: 'Give a region back',
      isMore: true,
      fields: [region()],
      line: (v) => `munmap ${p.name} ${v.region}`,
    },
    {
      id: 'madvise',
      label: 'madvise',
      hint: 'Tell the kernel about a region',
      isMore: true,
      fields: [region(), { name: 'advice', label: 'advice', initial: 'dontneed', options: ADVICE.map(option) }],
      line: (v) => `madvise ${p.name} ${v.region} ${v.advice}`,
    },
    {
      id: 'mlock',
      label: 'mlock',
      hint: 'Keep a region in RAM',
      isMore: true,
      fields: [region()],
      line: (v) => `mlock ${p.name} ${v.region}`,
    },
    {
      id: 'wait',
      label: 'wait',
      hint: 'Wait for a child to end',
      isMore: true,
      fields: [],
      line: () => `wait ${p.name}`,
    },
    {
      id: 'kill',
      label: 'kill',
      hint: 'Send it a signal',
      isMore: true,
      fields: [{ name: 'signal', label: 'signal', initial: 'TERM', width: 7 }],
      line: (v) => `kill ${p.name} ${v.signal}`,
    },
  ];
}

/** Start a process: on a shared machine it is the asker's own. */
export function spawnAction(names: ReadonlySet<string>): Action {
  return {
    id: 'spawn',
    label: 'Start a process',
    hint: 'A fresh small process of yours',
    fields: [{ name: 'name', label: 'name', initial: freeName('worker', names), width: 12 }],
    line: (v) => `spawn ${v.name}`,
  };
}

/** A new process and a program in it: two lines, one after the other. */
export function runProgramAction(names: ReadonlySet<string>): Action {
  return {
    id: 'run-program',
    label: 'Run a program',
    hint: 'A process of yours that acts by itself at each tick. What it may be told: help run',
    fields: [
      { name: 'program', label: 'program', initial: 'cache', options: PROGRAMS.map(option) },
      { name: 'name', label: 'name', initial: freeName('bot', names), width: 8 },
      { name: 'settings', label: 'settings, e.g. size=64M', initial: '', width: 14 },
    ],
    line: (v) => `spawn ${v.name}; run ${v.name} ${`${v.program} ${v.settings}`.trim()}`,
  };
}
