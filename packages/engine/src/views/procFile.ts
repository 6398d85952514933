import type { ProcFile } from '../kernels/system.ts';
import { dataPages, lockedPages } from '../memory/limits.ts';
import { pickFromPieces } from '../memory/pieces.ts';
import { residence } from '../memory/residence.ts';
import { FRAMES } from '../memory/runKinds.ts';
import { spaceOf, vmPages } from '../memory/space.ts';
import type { AddressSpace, Machine, Process } from '../state.ts';
import { badnessTable } from './processes.ts';
import { sharedFrames, sharing } from './sharing.ts';

export type { ProcFile };

/** A file of /proc/PID as text; empty where the process has no memory any more. Throws for an unknown pid. */
export function procFile(m: Machine, pid: number, file: ProcFile): string {
  const process = m.processes.find((p) => p.pid === pid);
  if (!process) throw new Error(`no process ${pid}`);
  if (file === 'oom_score') return String(badnessTable(m).find((c) => c.pid === pid)?.oomScore ?? 0);
  if (process.space === null) return '';
  const space = spaceOf(m, process.space);
  if (file === 'status') return status(process, space);
  return file === 'maps' ? maps(space) : rollup(m, space);
}

const kb = (label: string, pages: number): string => `${label}:\t${String(pages * 4).padStart(8)} kB`;

/** fs/proc/array.c, fs/proc/task_mmu.c:task_mem. */
function status(process: Process, space: AddressSpace): string {
  const held = residence(space);
  const states = { running: 'R (running)', zombie: 'Z (zombie)' } as const;
  const state = process.state === 'running' || process.state === 'zombie' ? states[process.state] : 'S (sleeping)';
  return [
    `Name:\t${process.comm}`,
    `State:\t${state}`,
    `Pid:\t${process.pid}`,
    `PPid:\t${process.ppid}`,
    `Uid:\t${process.uid}\t${process.uid}\t${process.uid}\t${process.uid}`,
    kb('VmSize', vmPages(space)),
    kb('VmLck', lockedPages(space)),
    kb('VmRSS', held.anon + held.shm + held.file),
    kb('RssAnon', held.anon),
    kb('RssFile', held.file),
    kb('RssShmem', held.shm),
    kb('VmData', dataPages(space)),
    kb(
      'VmStk',
      space.vmas.reduce((pages, vma) => pages + (vma.kind === 'stack' ? vma.count : 0), 0),
    ),
    kb('VmPTE', held.tables),
    kb('VmSwap', held.swap),
  ].join('\n');
}

/** fs/proc/task_mmu.c:show_smaps_rollup. A page is private if only this process maps it. */
function rollup(m: Machine, space: AddressSpace): string {
  const held = residence(space);
  const { pss, shared } = sharing(space, sharedFrames(m));
  return [
    kb('Rss', held.anon + held.shm + held.file),
    kb('Pss', pss + Math.floor(held.file / (1 + m.spaces.length))),
    kb('Shared_Dirty', shared + held.file),
    kb('Private_Dirty', privateDirty(m, space)),
    kb('Swap', held.swap),
    kb('Locked', lockedPages(space)),
  ].join('\n');
}

/** Pages that were written and that only this process maps. */
function privateDirty(m: Machine, space: AddressSpace): number {
  let pages = 0;
  for (const { state, ref, count } of space.pages) {
    if (state !== 'frames' && state !== 'shm') continue;
    for (const frame of pickFromPieces(m.frames, { at: ref, count }, FRAMES))
      if (frame.shares === 1 && frame.isDirty) pages += frame.count;
  }
  return pages;
}

/** fs/proc/task_mmu.c:show_map_vma. */
function maps(space: AddressSpace): string {
  const names = {
    image: '/worker',
    heap: '[heap]',
    stack: '[stack]',
    anon: '',
    shared: '/dev/zero (deleted)',
  } as const;
  const address = (vpn: number): string => (vpn * 4096).toString(16).padStart(12, '0');
  return space.vmas
    .map((vma) => {
      const access = `${vma.prot}${vma.object === null ? 'p' : 's'}`;
      const offset = (vma.offset * 4096).toString(16).padStart(8, '0');
      return `${address(vma.at)}-${address(vma.at + vma.count)} ${access} ${offset} 00:00 0 ${names[vma.kind]}`.trimEnd();
    })
    .join('\n');
}
