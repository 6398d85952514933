import type { NewVma } from '../facts.ts';
import type { AddressSpace, Machine, Process, ShmObject, Vma } from '../state.ts';
import { firstAfter, type Run, totalOf } from './runs.ts';

/** The address space of that id. Throws if there is none. */
export function spaceOf(m: Machine, id: number): AddressSpace {
  const space = m.spaces[indexById(m.spaces, id)];
  if (!space || space.id !== id) throw new Error(`no address space ${id}`);
  return space;
}

/** A region by its typed name; names that every JavaScript object has (`toString`) are not regions. */
export function regionOf(space: AddressSpace, name: string): Run | undefined {
  return Object.hasOwn(space.regions, name) ? space.regions[name] : undefined;
}

/** The shared object of that id. Throws if there is none. */
export function objectOf(m: Machine, id: number): ShmObject {
  const object = m.objects[indexById(m.objects, id)];
  if (!object || object.id !== id) throw new Error(`no shared object ${id}`);
  return object;
}

/** Where an id is, or would be, in a list that is sorted by id. */
export function indexById(list: readonly { id: number }[], id: number): number {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const mid = (low + high) >>> 1;
    if ((list[mid] as { id: number }).id < id) low = mid + 1;
    else high = mid;
  }
  return low;
}

/** The process of that pid, a zombie too. Throws if there is none. */
export function processByPid(m: Machine, pid: number): Process {
  const process = m.processes.find((p) => p.pid === pid);
  if (!process) throw new Error(`no process ${pid}`);
  return process;
}

/** The live process of that name, or undefined. */
export function liveProcess(m: Machine, name: string): Process | undefined {
  return m.processes.find((p) => p.name === name && p.state !== 'zombie');
}

/** The mapping that holds page number `vpn`. */
export function vmaAt(space: AddressSpace, vpn: number): Vma | undefined {
  const vma = space.vmas[firstAfter(space.vmas, vpn)];
  return vma && vma.at <= vpn ? vma : undefined;
}

export function makeVma(vma: NewVma): Vma {
  const made: Vma = {
    at: vma.at,
    count: vma.count,
    prot: vma.prot,
    kind: vma.kind,
    isAccounted: vma.isAccounted ?? false,
    isNoreserve: vma.isNoreserve ?? false,
    isLocked: vma.isLocked ?? false,
    isDontFork: false,
    isWipeOnFork: false,
    object: vma.object ?? null,
    offset: vma.offset ?? 0,
  };
  if (vma.anon !== undefined) made.anon = vma.anon;
  return made;
}

/** [CH-7] An object is promised whole when it is made, or, under MAP_NORESERVE, page by page as it is filled. */
export function promisedPages(object: ShmObject): number {
  return object.isAccounted ? object.pages : totalOf(object.contents) + object.owed;
}

/** Pages of address space in use (VmSize). */
export function vmPages(space: AddressSpace): number {
  let pages = 0;
  for (const vma of space.vmas) pages += vma.count;
  return pages;
}

/** Pages of the space's mappings that count as promised. */
export function accountedPages(space: AddressSpace, range?: Run): number {
  let pages = 0;
  for (const vma of space.vmas) {
    if (!vma.isAccounted) continue;
    if (!range) pages += vma.count;
    else pages += Math.max(0, Math.min(vma.at + vma.count, range.at + range.count) - Math.max(vma.at, range.at));
  }
  return pages;
}
