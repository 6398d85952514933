import type { MapFlags, Prot } from '../commands.ts';
import { parseSignal, printSignal, SIGNAL_NAMES } from './signals.ts';
import { MACHINE_KB, parseSize, printSize } from './sizes.ts';
import type { Surroundings } from './surroundings.ts';

/** One kind of argument: how it is read, printed, described and completed. The grammar's rows are made of these. */
export type Kind<T> = {
  /** Its name in a usage line, e.g. `SIZE`. */
  label: string;
  /** What is expected, in words that follow "expected". */
  expected: string;
  parse: (text: string) => { ok: true; value: T } | { ok: false; why?: string };
  print: (value: T) => string;
  /** What could stand here. `before`: the words typed so far, verb first. */
  offer: (around: Surroundings, before: readonly string[]) => readonly string[];
  /** Where the choice is closed: for "did you mean". */
  words?: readonly string[];
};

const nothing = () => [];
const good = <T>(value: T) => ({ ok: true, value }) as const;
const bad = (why?: string) => ({ ok: false, why }) as const;

/** The same kind under another label, e.g. the child of a fork. */
export function named<T>(label: string, kind: Kind<T>): Kind<T> {
  return { ...kind, label };
}

/** TASK_COMM_LEN is 16 with its NUL: longer names could not be told apart in the kernel's own texts. */
export const MAX_PROCESS_NAME = 15;
export const MAX_NAME = 31;
const NAME_RULE = 'letters, digits, `_` and `-`, beginning with a letter, digit or `_`';

function nameProblem(text: string, max: number): string | undefined {
  if (text.length > max) return `it has ${text.length} characters, at most ${max} fit`;
  // The one name that an object of JavaScript cannot be asked to keep.
  return text === '__proto__' ? 'nothing may have this name' : undefined;
}

/** After a dot a process name has a digit (`cc1.2`), so that `web.t1` can only be thread t1 of web. */
export const PROCESS_NAME = /^[A-Za-z0-9_][A-Za-z0-9_-]*(\.[0-9][A-Za-z0-9_-]*)*$/;
const PLAIN_NAME = /^[A-Za-z0-9_][A-Za-z0-9_.-]*$/;
const THREAD_NAME = /^[A-Za-z_][A-Za-z0-9_-]*$/;

function parseProcessName(text: string) {
  const why = nameProblem(text, MAX_PROCESS_NAME);
  if (why) return bad(why);
  if (PROCESS_NAME.test(text)) return good(text);
  return bad(
    /\.[A-Za-z_]/.test(text) ? 'after a dot a process name has a digit; `web.t1` means thread t1 of web' : undefined,
  );
}

/** A process that is there. */
export const process: Kind<string> = {
  label: 'P',
  expected: `a process name: up to ${MAX_PROCESS_NAME} ${NAME_RULE}, or a child's name such as \`cc1.2\``,
  parse: parseProcessName,
  print: (name) => name,
  offer: (around) => around.processes.map((p) => p.name),
};
/** A process that is about to come: nothing to complete. */
export const newProcess: Kind<string> = { ...process, label: 'NAME', offer: nothing };

function plainName(label: string, what: string, offer: Kind<string>['offer']): Kind<string> {
  return {
    label,
    expected: `${what}: up to ${MAX_NAME} letters, digits, \`_\`, \`-\` and dots`,
    parse: (text) => {
      const why = nameProblem(text, MAX_NAME);
      return !why && PLAIN_NAME.test(text) ? good(text) : bad(why);
    },
    print: (name) => name,
    offer,
  };
}
export const region = plainName('REGION', 'a region name', (around, before) => {
  return around.processes.find((p) => p.name === before[1])?.regions ?? [];
});
export const newRegion: Kind<string> = { ...region, offer: nothing };
export const group = plainName('G', 'a group name', (around) => around.groups);
export const newGroup: Kind<string> = { ...group, offer: nothing };
export const image = plainName('IMAGE', 'a program image name', (around) => around.images);
export const lockName = plainName('L', 'a lock name', (around) => around.locks);
export const threadName: Kind<string> = {
  label: 'T',
  expected: `a thread name: up to ${MAX_PROCESS_NAME} letters, digits, \`_\` and \`-\`, beginning with a letter`,
  parse: (text) => {
    const why = nameProblem(text, MAX_PROCESS_NAME);
    return !why && THREAD_NAME.test(text) ? good(text) : bad(why);
  },
  print: (name) => name,
  offer: nothing,
};

export type ThreadRef = { process: string; thread?: string };
/** `P` or `P.T`. */
export const threadRef: Kind<ThreadRef> = {
  label: 'P[.T]',
  expected: 'a process name, or process.thread such as `web.t1`',
  parse: (text) => {
    const dot = text.lastIndexOf('.');
    const tail = text.slice(dot + 1);
    const isThread = dot > 0 && THREAD_NAME.test(tail);
    const parsed = parseProcessName(isThread ? text.slice(0, dot) : text);
    if (!parsed.ok) return parsed;
    if (!isThread) return good({ process: parsed.value });
    const why = nameProblem(tail, MAX_PROCESS_NAME);
    return why ? bad(why) : good({ process: parsed.value, thread: tail });
  },
  print: (ref) => (ref.thread === undefined ? ref.process : `${ref.process}.${ref.thread}`),
  offer: (around) => around.processes.flatMap((p) => [p.name, ...p.threads.map((t) => `${p.name}.${t}`)]),
};

export const size: Kind<number> = {
  label: 'SIZE',
  expected: 'a size such as 4096, 12K, 60M, 1.5G or 16P (pages)',
  parse: (text) => {
    const parsed = parseSize(text);
    return parsed.ok ? good(parsed.bytes) : bad(parsed.why || undefined);
  },
  print: printSize,
  offer: (_, before) => (before.length > 1 ? ['4K', '1M', '16M', '64M', '128M'] : []),
};

/** Swap space: more than nothing, and not beyond what a machine can have. */
export const swapSize: Kind<number> = {
  ...size,
  parse: (text) => {
    const parsed = size.parse(text);
    if (!parsed.ok) return parsed;
    if (parsed.value === 0) return bad('it must be more than 0');
    return parsed.value > MACHINE_KB.most * 1024 ? bad('a machine has at most 1024G of swap') : parsed;
  },
};

/** A whole number from `min` to `max`. @param range `what`: its unit or meaning, in words */
export function integer(label: string, range: { min: number; max: number; what: string }): Kind<number> {
  const { min, max, what } = range;
  return {
    label,
    expected: `${what}, a whole number from ${min} to ${max}`,
    parse: (text) => {
      if (!/^[+-]?\d{1,16}$/.test(text)) return bad();
      const value = Number(text);
      return value >= min && value <= max ? good(value === 0 ? 0 : value) : bad('it is out of range');
    },
    print: String,
    offer: nothing,
  };
}

/** One of a few words. */
export function oneOf<const W extends string>(label: string, words: readonly W[]): Kind<W> {
  return {
    label,
    expected: listed(words),
    parse: (text) => {
      const found = words.find((word) => word === text);
      return found === undefined ? bad() : good(found);
    },
    print: (word) => word,
    offer: () => words,
    words,
  };
}

/** `on` or `off`. */
export const onOff: Kind<boolean> = {
  label: 'on|off',
  expected: '`on` or `off`',
  parse: (text) => (text === 'on' || text === 'off' ? good(text === 'on') : bad()),
  print: (isOn) => (isOn ? 'on' : 'off'),
  offer: () => ['on', 'off'],
  words: ['on', 'off'],
};

/** `rw`, `r`, `rwx`, `-` …: each letter once. */
export const prot: Kind<Prot> = {
  label: 'PROT',
  expected: 'a protection: letters of `rwx` such as `rw` or `r`, or `-` for none',
  parse: (text) => {
    if (text !== '-' && !(/^[rwx]+$/.test(text) && new Set(text).size === text.length)) return bad();
    return good({ read: text.includes('r'), write: text.includes('w'), exec: text.includes('x') });
  },
  print: (p) => `${p.read ? 'r' : ''}${p.write ? 'w' : ''}${p.exec ? 'x' : ''}` || '-',
  offer: () => ['rw', 'r', 'rwx', '-'],
};

const FLAG_WORDS = ['private', 'shared', 'noreserve', 'populate', 'locked'] as const;
export const mapFlags: Kind<MapFlags> = {
  label: 'FLAGS',
  expected: '`private` or `shared`, then any of `noreserve`, `populate`, `locked`, joined by commas without spaces',
  parse: (text) => {
    const words = text.split(',');
    const unknown = words.find((word) => !FLAG_WORDS.some((flag) => flag === word));
    if (unknown !== undefined) return bad(unknown === text ? undefined : `\`${unknown}\` is no flag`);
    if (new Set(words).size !== words.length) return bad('a flag stands there twice');
    const isShared = words.includes('shared');
    if (isShared === words.includes('private'))
      return bad(isShared ? 'it cannot be both private and shared' : 'it must be private or shared');
    const has = (flag: string) => words.includes(flag);
    return good({
      kind: isShared ? 'shared' : 'private',
      noreserve: has('noreserve'),
      populate: has('populate'),
      locked: has('locked'),
    });
  },
  print: (flags) =>
    [flags.kind, ...(['noreserve', 'populate', 'locked'] as const).filter((word) => flags[word])].join(','),
  offer: () => ['private', 'shared', 'private,noreserve', 'private,populate', 'private,locked', 'shared,noreserve'],
  words: FLAG_WORDS,
};

export const signal: Kind<number> = {
  label: 'SIG',
  expected: 'a signal: 0 to 64, or a name such as KILL or SIGTERM',
  parse: (text) => {
    const number = parseSignal(text);
    return number === null ? bad() : good(number);
  },
  print: printSignal,
  offer: () => ['SIGTERM', 'SIGKILL', 'SIGSTOP', 'SIGCONT', 'SIGINT', 'SIGHUP'],
  words: SIGNAL_NAMES,
};

/** The capabilities that any of the modelled kernels asks about. */
export const CAPABILITIES = [
  'CAP_SYS_ADMIN',
  'CAP_SYS_RESOURCE',
  'CAP_SYS_RAWIO',
  'CAP_SYS_NICE',
  'CAP_IPC_LOCK',
  'CAP_KILL',
] as const;
export const capability: Kind<{ capability: string; isAdded: boolean }> = {
  label: '+CAP|-CAP',
  expected: `\`+\` or \`-\` and a capability, e.g. \`+CAP_SYS_ADMIN\` (${CAPABILITIES.join(', ')})`,
  parse: (text) => {
    const name = `CAP_${text.slice(1).toUpperCase().replace(/^CAP_/, '')}`;
    if (!/^[+-]/.test(text) || !CAPABILITIES.some((known) => known === name)) return bad();
    return good({ capability: name, isAdded: text.startsWith('+') });
  },
  print: (change) => `${change.isAdded ? '+' : '-'}${change.capability}`,
  offer: () => CAPABILITIES.flatMap((name) => [`+${name}`, `-${name}`]),
  words: CAPABILITIES.flatMap((name) => [`+${name}`, `-${name}`]),
};

/** `vm/overcommit_memory`; dots are read as slashes, as sysctl(8) does. Which names exist is the kernel's to say. */
export const sysctlName: Kind<string> = {
  label: 'NAME',
  expected: 'a tunable such as vm/overcommit_memory',
  parse: (text) => (/^[A-Za-z][A-Za-z0-9_./-]{0,63}$/.test(text) ? good(text.replaceAll('.', '/')) : bad()),
  print: (name) => name,
  offer: (around) => around.sysctls,
};

/** A value that the kernel reads, kept as it was typed. */
export const value: Kind<string> = {
  label: 'VALUE',
  expected: 'a value without spaces such as 2, 64M or max',
  parse: (text) => (/^[A-Za-z0-9_.,:+-]{1,64}$/.test(text) ? good(text) : bad()),
  print: (text) => text,
  offer: (_, before) => (before[0] === 'cgset' ? ['max', '0', '64M'] : ['0', '1', '2']),
};

export const CGROUP_FILES = [
  ...(['memory.max', 'memory.high', 'memory.low', 'memory.min', 'memory.swap.max'] as const),
  'memory.oom.group',
] as const;
/** Any file name is read: which exist is the kernel's to say. */
export const groupFile: Kind<string> = {
  label: 'FILE',
  expected: `a file of the group: ${listed(CGROUP_FILES)}`,
  parse: (text) => (/^[a-z][a-z0-9_.]{0,47}$/.test(text) ? good(text) : bad()),
  print: (text) => text,
  offer: () => CGROUP_FILES,
};

/** `a`, `b` or `c`, in backquotes. */
export function listed(words: readonly string[]): string {
  const quoted = words.map((word) => `\`${word}\``);
  return quoted.length < 2 ? quoted.join('') : `${quoted.slice(0, -1).join(', ')} or ${quoted.at(-1)}`;
}
