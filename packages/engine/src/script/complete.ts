import type { Machine, Process } from '../state.ts';
import { rowOf, VERBS } from './grammar.ts';
import { NOT_IN_LOOP } from './loop.ts';
import type { Surroundings } from './surroundings.ts';
import { withoutComment } from './tokens.ts';

/**
 * The words that could follow at the end of `line`, best first: verbs, then the verb's next argument (own
 * processes before other people's, regions of the process named before). A half-typed word is completed; without one,
 * everything that fits is offered. Empty where nothing can be told, e.g. for a new name.
 */
export function complete(line: string, machine: Machine, actor?: string): string[] {
  if (withoutComment(line) !== line) return [];
  const inLoop = line.includes(';');
  const part = line.slice(line.lastIndexOf(';') + 1);
  const words = part.split(/\s+/).filter((word) => word !== '');
  const half = part === '' || /\s$/.test(part) ? '' : (words.pop() ?? '');
  const offered = offer(words, surroundings(machine, actor), inLoop);
  return [...new Set(offered)].filter((word) => word.startsWith(half) && word !== half);
}

function offer(before: readonly string[], around: Surroundings, inLoop: boolean): readonly string[] {
  const [verb] = before;
  if (verb === undefined)
    return inLoop ? ['end', ...VERBS.filter((each) => !NOT_IN_LOOP.includes(each))] : [...VERBS, 'help'];
  if (verb === 'help') return before.length === 1 ? VERBS : [];
  const row = rowOf(verb);
  if (!row) return [];
  if (row.special) return row.special.offer(around, before);
  return row.forms.flatMap((form) => {
    const kind = Object.values(form.args)[before.length - 1];
    return kind ? kind.offer(around, before) : [];
  });
}

/** What completion needs to know of a machine, as `actor` sees it. */
function surroundings(m: Machine, actor: string | undefined): Surroundings {
  const seat = m.seats.find((each) => each.actor === actor);
  const isOwn = (process: Process) => seat !== undefined && process.uid === seat.uid;
  const live = m.processes.filter((process) => process.space !== null && process.pid !== 1);
  const ordered = [...live.filter(isOwn), ...live.filter((process) => !isOwn(process))];
  return {
    processes: ordered.map((process) => ({
      name: process.name,
      regions: Object.keys(m.spaces.find((space) => space.id === process.space)?.regions ?? {}),
      threads: [],
    })),
    groups: m.groups.map((group) => group.name),
    locks: [],
    images: [],
    sysctls: Object.keys(m.tunables),
  };
}
