import type { Act, Answer } from '../act.ts';
import { fails } from '../act.ts';
import type { Command } from '../commands.ts';
import { noteTouch, readClock } from '../process/image.ts';
import type { Process } from '../state.ts';
import { access } from './fault.ts';
import { regionRange } from './map.ts';
import { spaceOf } from './space.ts';

/** [FT-1] One access a page, in order. */
export function touch(act: Act, process: Process, command: Extract<Command, { verb: 'touch' }>): Answer {
  const space = spaceOf(act.m, process.space as number);
  if (!readClock(act, process, space)) return { result: 'killed', pages: 0 };
  const range = regionRange(space, command.region, command.offset, command.length);
  if (!range) return fails('EINVAL', `no region ${command.region}`);
  noteTouch(act, space, command);
  const { pages, result } = access(act, { process, range, isWrite: command.access === 'w', call: 'touch' });
  return { result, pages };
}
