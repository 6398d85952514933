import type { NewVma } from '../facts.ts';

/** Where things lie in a fresh worker's address space. VPNs; the sizes sum to VmSize 1424 kB and a charge of 708 kB. */
export const TASK_END = 0x7fc0000;
const STACK_PAGES = 33;
const STACK_END = TASK_END - 27;
const VDSO_AT = TASK_END - 1;
const IMAGE_AT = 0x400;
/** Headers, text, read-only data. */
const TEXT_PAGES = 178;
/** Relocated data, made read-only after start: it stays charged. */
const RELRO_PAGES = 4;
/** Writable data and bss. */
const DATA_PAGES = 106;
const HEAP_AT = IMAGE_AT + TEXT_PAGES + RELRO_PAGES + DATA_PAGES + 2;
const HEAP_PAGES = 34;

/** Mappings are placed top-down from here, first fit (mm/mmap.c:arch_get_unmapped_area_topdown). */
export const MMAP_TOP = STACK_END - STACK_PAGES - 300;
/** mmap_min_addr, 64 kB. */
export const MMAP_BOTTOM = 16;

export const WORKER_HEAP = { at: HEAP_AT, pages: HEAP_PAGES };
export const WORKER_DATA_AT = IMAGE_AT + TEXT_PAGES + RELRO_PAGES;
export const WORKER_STACK = { at: STACK_END - STACK_PAGES, pages: STACK_PAGES };
export const WORKER_VDSO_AT = VDSO_AT;

/** [PR1] The standard image. */
export function workerVmas(): NewVma[] {
  return [
    { at: IMAGE_AT, count: TEXT_PAGES, prot: 'r-x', kind: 'image' },
    { at: IMAGE_AT + TEXT_PAGES, count: RELRO_PAGES, prot: 'r--', kind: 'image', isAccounted: true },
    { at: WORKER_DATA_AT, count: DATA_PAGES, prot: 'rw-', kind: 'image', isAccounted: true },
    { at: HEAP_AT, count: HEAP_PAGES, prot: 'rw-', kind: 'heap', isAccounted: true },
    { at: WORKER_STACK.at, count: STACK_PAGES, prot: 'rw-', kind: 'stack', isAccounted: true },
    { at: VDSO_AT, count: 1, prot: 'r-x', kind: 'image' },
  ];
}
