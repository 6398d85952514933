import { type Act, type Answer, emit, fails, OK } from '../act.ts';
import { groupReclaim } from '../memory/reclaim.ts';
import { parseSize } from '../script/sizes.ts';
import { killForMemory } from '../shortage.ts';
import type { Process } from '../state.ts';
import { initProcess } from './lifecycle.ts';

/** [CG-1] A new control group right below the root. */
export function makeGroup(act: Act, group: string): Answer {
  if (act.m.groups.some((g) => g.name === group)) return fails('EEXIST', `group ${group} is there already`);
  emit(act, { type: 'GroupMade', group });
  return OK;
}

const FILES = {
  'memory.max': 'max',
  'memory.high': 'high',
  'memory.min': 'min',
  'memory.low': 'low',
  'memory.swap.max': 'swapMax',
  'memory.oom.group': 'isOomGroup',
} as const;

/** [CG-2] mm/memcontrol.c: bytes are rounded down to pages; `max` means no limit. Sizes are those of the language: 16P are pages. */
export function setGroup(
  act: Act,
  { group: name, file, value }: { group: string; file: string; value: string },
): Answer {
  const group = act.m.groups.find((g) => g.name === name);
  if (!group) return fails('ENOENT', `no group ${name}`);
  // zswap is built in and off: any limit is taken, and none is ever reached.
  if (file === 'memory.zswap.max') return limitPages(value) === undefined ? fails('EINVAL', 'a size or max') : OK;
  const key = FILES[file as keyof typeof FILES];
  if (key === undefined) return fails('ENOENT', `no file ${file}`);
  if (key === 'isOomGroup') {
    if (value !== '0' && value !== '1') return fails('EINVAL');
    emit(act, { type: 'GroupSet', group: name, file: key, value: value === '1' });
    return OK;
  }
  const pages = limitPages(value);
  if (pages === undefined) return fails('EINVAL', 'a size or max');
  emit(act, { type: 'GroupSet', group: name, file: key, value: pages });
  if ((key === 'max' || key === 'high') && pages !== null) pressDown(act, { name, pages, mayKill: key === 'max' });
  return OK;
}

/**
 * [CG-8] mm/memcontrol.c:memory_max_write, memory_high_write: a group that holds more than it now may reclaims from itself at
 * once; under memory.max the killer then strikes among its own until it fits, or no process is left that may be killed.
 */
function pressDown(act: Act, { name, pages, mayKill }: { name: string; pages: number; mayKill: boolean }): void {
  const requester = { process: initProcess(0), call: 'cgset' };
  const usage = (): number => act.m.groups.find((g) => g.name === name)?.usage ?? 0;
  while (usage() > pages && act.m.panic === null) {
    if (groupReclaim(act, name, usage() - pages) > 0) continue;
    const scope = { group: name, pages: Math.max(1, pages) };
    if (!mayKill || !act.policy.candidates(act.m, scope).some((c) => c.exempt === undefined)) return;
    killForMemory(act, requester, name);
    if (act.stalled !== undefined) return;
  }
}

function limitPages(value: string): number | null | undefined {
  if (value === 'max') return null;
  const size = parseSize(value);
  return size.ok ? Math.floor(size.bytes / 4096) : undefined;
}

/** [CG-3] The process charges there from now on; what it holds already stays where it was charged. */
export function joinGroup(act: Act, process: Process, name: string): Answer {
  if (!act.m.groups.some((g) => g.name === name)) return fails('ENOENT', `no group ${name}`);
  emit(act, { type: 'GroupJoined', pid: process.pid, group: name });
  return OK;
}
