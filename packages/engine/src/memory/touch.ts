import type { Act, Answer } from '../act.ts';
import { emit, fails } from '../act.ts';
import { WORKER } from '../calibration.ts';
import type { Command } from '../commands.ts';
import type { Process } from '../state.ts';
import { access } from './fault.ts';
import { WORKER_VDSO_AT } from './layout.ts';
import { regionRange } from './map.ts';
import { spaceOf } from './space.ts';
import { ensureTables } from './tables.ts';

/** [FT1] One access a page, in order. */
export function touch(act: Act, process: Process, command: Extract<Command, { verb: 'touch' }>): Answer {
  const space = spaceOf(act.m, process.space as number);
  const range = regionRange(space, command.region, command.offset, command.length);
  if (!range) return fails('EINVAL', `no region ${command.region}`);
  const requester = { process, call: 'touch' };
  if (!ensureTables(act, requester, space, { at: WORKER_VDSO_AT, count: 1 })) return { result: 'killed', pages: 0 };
  const filePages = space.filePages < WORKER.startFile ? WORKER.forkTouchedFile : WORKER.touchedFile;
  if (space.filePages < filePages) emit(act, { type: 'FileMapped', space: space.id, filePages });
  const { pages, result } = access(act, { process, range, isWrite: command.access === 'w', call: 'touch' });
  return { result, pages };
}
