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

/** A name that no running process has: `db` → `db2`, `cc1` → `cc2`. */
export function freeName(base: string, taken: ReadonlySet<string>): string {
  const stem = base.replace(/[.\d]+$/, '') || base;
  for (let n = taken.has(stem) ? 2 : 1; ; n++) {
    const name = n === 1 ? stem : `${stem}${n}`;
    if (!taken.has(name)) return name;
  }
}

const option = (value: string) => ({ value, label: value });

const KIND_ORDER = ['private', 'shared', 'heap', 'stack', 'image'];
/** A process's own regions first, then those that every process has; each name once. */
function regionNames(p: ProcessView): string[] {
  const sorted = [...p.regions].sort((a, b) => KIND_ORDER.indexOf(a.kind) - KIND_ORDER.indexOf(b.kind));
  return [...new Set(sorted.map((r) => r.name))];
}

/** The region with the most untouched pages: the next touch has an effect there. */
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

/** What the forms of one process take their defaults from. */
type Subject = {
  process: ProcessView;
  regions: { value: string; label: string }[];
  target: ReturnType<typeof untouched>;
  childName: string;
  newRegion: string;
};

type ActionRow = {
  id: string;
  label: string;
  hint: string;
  fields?: (subject: Subject) => ActionField[];
  line: (name: string, values: Values) => string;
};

const regionField = ({ regions, target }: Subject): ActionField => ({
  name: 'region',
  label: 'region',
  initial: target.name,
  options: regions,
});
const childField = ({ childName }: Subject): ActionField => ({
  name: 'child',
  label: 'child',
  initial: childName,
  width: 9,
});

function touchFields(subject: Subject): ActionField[] {
  const { fromPages, pages } = subject.target;
  const length = Math.max(1, Math.min(10 * MIB_PAGES, pages || MIB_PAGES));
  return [
    regionField(subject),
    { name: 'offset', label: 'from', initial: fromPages === 0 ? '0' : size(fromPages), width: 6 },
    { name: 'length', label: 'size', initial: size(length), width: 6 },
    {
      name: 'access',
      label: 'access',
      initial: 'w',
      options: [
        { value: 'w', label: 'write' },
        { value: 'r', label: 'read' },
      ],
    },
  ];
}

const MAP_KINDS = ['private', 'shared', 'private,noreserve', 'private,populate'];
const mapFields = ({ newRegion }: Subject): ActionField[] => [
  { name: 'region', label: 'name', initial: newRegion, width: 8 },
  { name: 'size', label: 'size', initial: '40M', width: 6 },
  { name: 'flags', label: 'kind', initial: 'private', options: MAP_KINDS.map(option) },
];

/** The buttons of a card, in the order in which they are shown. */
const BUTTONS: ActionRow[] = [
  {
    id: 'touch',
    label: 'touch',
    hint: 'Use pages of a region: now they need frames',
    fields: touchFields,
    line: (name, v) => `touch ${name} ${v.region} ${v.offset} ${v.length} ${v.access}`,
  },
  {
    id: 'map',
    label: 'map',
    hint: 'Ask for memory: a promise, no frames yet',
    fields: mapFields,
    line: (name, v) => `mmap ${name} ${v.region} ${v.size} rw ${v.flags}`,
  },
  {
    id: 'fork',
    label: 'fork',
    hint: 'Copy the process: the promise doubles, the frames are shared',
    fields: (s) => [childField(s)],
    line: (name, v) => `fork ${name} ${v.child}`,
  },
  {
    id: 'exec',
    label: 'exec',
    hint: 'Become a small fresh program: gives back what was promised',
    line: (name) => `exec ${name}`,
  },
  {
    id: 'exit',
    label: 'exit',
    hint: 'End it',
    fields: () => [{ name: 'code', label: 'code', initial: '0', width: 4 }],
    line: (name, v) => `exit ${name} ${v.code}`,
  },
  {
    id: 'adj',
    label: 'adj',
    hint: 'Tell the killer: −1000 never, +1000 first',
    fields: ({ process }) => [
      { name: 'value', label: 'oom_score_adj', initial: process.oomScoreAdj === 0 ? '500' : '0', width: 6 },
    ],
    line: (name, v) => `oom_score_adj ${name} ${v.value}`,
  },
];

/** What stands in the menu behind the buttons. */
const MENU: ActionRow[] = [
  {
    id: 'run',
    label: 'run a program in it',
    hint: 'It acts by itself at each tick',
    fields: () => [{ name: 'program', label: 'program', initial: 'leak', options: PROGRAMS.map(option) }],
    line: (name, v) => `run ${name} ${v.program}`,
  },
  { id: 'stop', label: 'stop its program', hint: 'It acts no more', line: (name) => `stop ${name}` },
  {
    id: 'vfork',
    label: 'vfork',
    hint: 'The child borrows the memory until it execs',
    fields: (s) => [childField(s)],
    line: (name, v) => `vfork ${name} ${v.child}`,
  },
  {
    id: 'posix_spawn',
    label: 'posix_spawn',
    hint: 'A fresh child without a copy',
    fields: (s) => [childField(s)],
    line: (name, v) => `posix_spawn ${name} ${v.child}`,
  },
  {
    id: 'munmap',
    label: 'munmap',
    hint: 'Give a region back',
    fields: (s) => [regionField(s)],
    line: (name, v) => `munmap ${name} ${v.region}`,
  },
  {
    id: 'madvise',
    label: 'madvise',
    hint: 'Tell the kernel about a region',
    fields: (s) => [
      regionField(s),
      { name: 'advice', label: 'advice', initial: 'dontneed', options: ADVICE.map(option) },
    ],
    line: (name, v) => `madvise ${name} ${v.region} ${v.advice}`,
  },
  {
    id: 'mlock',
    label: 'mlock',
    hint: 'Keep a region in RAM',
    fields: (s) => [regionField(s)],
    line: (name, v) => `mlock ${name} ${v.region}`,
  },
  { id: 'wait', label: 'wait', hint: 'Wait for a child to end', line: (name) => `wait ${name}` },
  {
    id: 'kill',
    label: 'kill',
    hint: 'Send it a signal',
    fields: () => [{ name: 'signal', label: 'signal', initial: 'TERM', width: 7 }],
    line: (name, v) => `kill ${name} ${v.signal}`,
  },
];

/** All commands for a process. Defaults come from its current state. @param names of all running processes */
export function actionsOf(process: ProcessView, names: ReadonlySet<string>): Action[] {
  const subject: Subject = {
    process,
    regions: regionNames(process).map(option),
    target: untouched(process),
    childName: freeName(process.name, names),
    newRegion: freeName('pool', new Set(process.regions.map((r) => r.name))),
  };
  const action = (row: ActionRow, isMore: boolean): Action => ({
    ...row,
    isMore,
    fields: row.fields?.(subject) ?? [],
    line: (values) => row.line(process.name, values),
  });
  return [...BUTTONS.map((row) => action(row, false)), ...MENU.map((row) => action(row, true))];
}

/** Start a process. It belongs to the person who asks. */
export function spawnAction(names: ReadonlySet<string>): Action {
  return {
    id: 'spawn',
    label: 'Start a process',
    hint: 'A fresh small process of yours',
    fields: [{ name: 'name', label: 'name', initial: freeName('worker', names), width: 12 }],
    line: (v) => `spawn ${v.name}`,
  };
}

/** A new process and a program in it: two lines, separated by `; `. */
export function runProgramAction(names: ReadonlySet<string>): Action {
  return {
    id: 'run-program',
    label: 'Run a program',
    hint: 'A process of yours that acts by itself at each tick. For its settings type: help run',
    fields: [
      { name: 'program', label: 'program', initial: 'cache', options: PROGRAMS.map(option) },
      { name: 'name', label: 'name', initial: freeName('bot', names), width: 8 },
      { name: 'settings', label: 'settings, e.g. size=64M', initial: '', width: 14 },
    ],
    line: (v) => `spawn ${v.name}; run ${v.name} ${`${v.program} ${v.settings}`.trim()}`,
  };
}
