import { WORKER } from '../calibration.ts';
import type { ImageName, NewVma } from '../facts.ts';

/** The end of the addresses of a process on x86-64: 128 TiB. arch/x86/include/asm/page_64_types.h:TASK_SIZE_MAX */
export const ADDRESSES_END = 2 ** 35 - 1;

/** Where things lie in a fresh worker's address space. VPNs; the sizes sum to VmSize 1424 kB and a charge of 708 kB. */
const TASK_END = 0x7fc0000;
const STACK_PAGES = 33;
/** Its place is drawn from the 8 MiB below the end; three times out of four it lies in another 2 MiB than that. */
const STACK_END = TASK_END - 1024 - 27;
/** It has a GiB, and so both levels of page tables, for itself. */
const VDSO_AT = TASK_END;
const IMAGE_AT = 0x400;
/** Headers, text, read-only data. */
const TEXT_PAGES = 178;
/** Relocated data, made read-only after start: it stays charged. */
const RELRO_PAGES = 4;
/** Writable data and bss. */
const DATA_PAGES = 106;
/** What of the data comes from the image's file: what is made read-only, and 12 kB that stay writable. */
export const DATA_IN_FILE_PAGES = RELRO_PAGES + 3;
const HEAP_AT = IMAGE_AT + TEXT_PAGES + RELRO_PAGES + DATA_PAGES + 2;
const HEAP_PAGES = 34;

/** Mappings are placed bottom-up from here, first fit. arch/um: TASK_UNMAPPED_BASE; mm/mmap.c:generic_get_unmapped_area */
export const MMAP_BASE = 0x40000;
/** stack_guard_gap: what nothing is placed in below the stack. */
export const STACK_GUARD_PAGES = 256;
/** Where exec first builds the stack: the page table stays when the stack moves on. fs/exec.c:shift_arg_pages */
export const FIRST_STACK_AT = TASK_END - 1;

export const WORKER_HEAP = { at: HEAP_AT, pages: HEAP_PAGES };
export const WORKER_DATA_AT = IMAGE_AT + TEXT_PAGES + RELRO_PAGES;
export const WORKER_STACK = { at: STACK_END - STACK_PAGES, pages: STACK_PAGES };
export const WORKER_VDSO_AT = VDSO_AT;

/** [PR-1] The standard image. @param stackPages what its limits leave of the stack [LIM-5] */
export function workerVmas(stackPages: number = STACK_PAGES): NewVma[] {
  return [
    { at: IMAGE_AT, count: TEXT_PAGES, prot: 'r-x', kind: 'image' },
    { at: IMAGE_AT + TEXT_PAGES, count: RELRO_PAGES, prot: 'r--', kind: 'image', isAccounted: true, anon: 1 },
    { at: WORKER_DATA_AT, count: DATA_PAGES, prot: 'rw-', kind: 'image', isAccounted: true, anon: 2 },
    { at: HEAP_AT, count: HEAP_PAGES, prot: 'rw-', kind: 'heap', isAccounted: true, anon: 3 },
    { at: STACK_END - stackPages, count: stackPages, prot: 'rw-', kind: 'stack', isAccounted: true, anon: 4 },
    { at: VDSO_AT, count: 1, prot: 'r-x', kind: 'image' },
  ];
}

type Image = { vmas: NewVma[]; filePages: number; heapStart: number; brkBytes: number };

/**
 * What a fact means that names an image. Logs stand on this: an image never changes, another one gets another name.
 * @param stackPages left out = its whole stack
 */
export function imageNamed(name: ImageName, stackPages?: number): Image {
  if (name !== 'worker') throw new Error(`no image ${name}`);
  const { at: heapStart, pages } = WORKER_HEAP;
  return { vmas: workerVmas(stackPages), filePages: WORKER.startFile, heapStart, brkBytes: pages * 4096 };
}
