/** A script for the guest: one word-by-word line for each command, sizes in bytes. */
import { type Command, isPlatformVerb, parseSize, type Verb } from '@overcommit/engine';

/** What the guest holds (`SLOTS`, `scenario` in guest.h and controller.c). */
export const MOST_PROCESSES = 48;
const MOST_BYTES = 65_000;

/** A command with where it stands, and its words as typed. */
export type RealStep = { line: number; text: string; command: Command };
export type Scenario = { text: string; swapKb: number; steps: RealStep[] };
export type Refusal = { line: number; why: string };

const REASONS: Partial<Record<Verb, string>> = {
  run: 'programs exist only in the simulated machine; write their commands as lines of their own',
  stop: 'programs exist only in the simulated machine',
  tick: 'time passes by itself on a real kernel',
  thread: 'the guest’s processes have one thread',
  lock: 'the locks of the lab language exist only in the simulated machine',
  unlock: 'the locks of the lab language exist only in the simulated machine',
  wait: 'the guest reaps its processes itself',
  cap: 'the guest’s processes keep the capabilities of their user',
  nice: 'no kernel since 2.6.36 asks for it',
  protect: 'that is FreeBSD',
  sigdanger: 'that is AIX',
  psalloc: 'that is AIX',
};

/** The guest's script. `swapKb` is the machine's; swapon and swapoff use one device of that size. */
export function toScenario(
  all: readonly RealStep[],
  swapKb: number,
): { ok: true; scenario: Scenario } | { ok: false; refusals: Refusal[] } {
  const steps = all.filter(({ command }) => !isPlatformVerb(command.verb));
  const lines: string[] = swapKb > 0 ? ['swapon'] : [];
  const refusals: Refusal[] = [];
  let deviceKb = swapKb;
  for (const { command, line } of steps) {
    if (command.verb === 'swapon') {
      const kb = Math.floor(command.bytes / 1024);
      if (deviceKb > 0 && kb !== deviceKb) refusals.push({ line, why: 'the guest has one swap device, of one size' });
      deviceKb = kb;
    }
    const words = wordsOf(command);
    if (words === null) refusals.push({ line, why: REASONS[command.verb] ?? 'a real kernel does not know this' });
    else lines.push(words.map((word) => (word === '' ? '~' : word)).join(' '));
  }
  const text = `${lines.join('\n')}\n`;
  if (Buffer.byteLength(text) > MOST_BYTES)
    refusals.push({ line: 0, why: `the guest reads at most ${MOST_BYTES} bytes` });
  return refusals.length > 0 ? { ok: false, refusals } : { ok: true, scenario: { text, swapKb: deviceKb, steps } };
}

/** Null: a real kernel cannot do that. */
function wordsOf(command: Command): string[] | null {
  const c = command;
  switch (c.verb) {
    case 'spawn':
      return [c.verb, c.name, String(c.uid ?? 0)];
    case 'fork':
    case 'vfork':
    case 'posix_spawn':
      return [c.verb, c.parent, c.child];
    case 'exec':
      return [c.verb, c.process, c.image ?? ''];
    case 'exit':
      return [c.verb, c.process, String(c.code)];
    case 'mmap': {
      const { kind, noreserve, populate, locked } = c.flags;
      const how = [kind === 'shared' ? 's' : '-', noreserve ? 'n' : '', populate ? 'p' : '', locked ? 'l' : ''];
      return [c.verb, c.process, c.region, String(c.bytes), prot(c.prot), how.join('')];
    }
    case 'mprotect':
      return [c.verb, c.process, c.region, prot(c.prot)];
    case 'mremap':
      return [c.verb, c.process, c.region, String(c.bytes)];
    case 'munmap':
      return [c.verb, c.process, c.region, String(c.offset ?? 0), maybe(c.length)];
    case 'brk':
      return [c.verb, c.process, String(c.direction === '-' ? -c.bytes : c.bytes)];
    case 'touch':
      return [c.verb, c.process, c.region, String(c.offset), maybe(c.length), c.access];
    case 'madvise':
      return [c.verb, c.process, c.region, c.advice, String(c.offset ?? 0), maybe(c.length)];
    case 'mlock':
      return [c.verb, c.process, c.region];
    case 'rlimit':
      return [c.verb, c.process, c.what, String(c.value)];
    case 'oom_score_adj':
    case 'oom_adj':
      return [c.verb, c.process, String(c.value)];
    case 'kill':
      return [c.verb, c.process, String(c.signal)];
    case 'sysctl':
      return [c.verb, c.name.replaceAll('.', '/').replace(/^\/?proc\/sys\//, ''), c.value];
    case 'cgroup':
      return [c.verb, c.group];
    case 'cgset':
      return [c.verb, c.group, c.file, groupValue(c.file, c.value)];
    case 'cgjoin':
      return [c.verb, c.process, c.group];
    case 'swapon':
    case 'swapoff':
      return [c.verb];
    default:
      return null;
  }
}

function prot({ read, write, exec }: { read: boolean; write: boolean; exec: boolean }): string {
  return `${read ? 'r' : '-'}${write ? 'w' : '-'}${exec ? 'x' : '-'}`;
}

const maybe = (value: number | undefined): string => (value === undefined ? '' : String(value));

/** Sizes in bytes, which is what a kernel reads; `max` and switches as they stand. */
function groupValue(file: string, value: string): string {
  if (file === 'memory.oom.group' || value === 'max') return value;
  const size = parseSize(value);
  return size.ok ? String(size.bytes) : value;
}
