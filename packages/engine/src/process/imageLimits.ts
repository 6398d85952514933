/** What a process's limits make of the image that it starts anew. Reads only. */
import { WORKER_STACK, workerVmas } from '../memory/layout.ts';
import type { Process } from '../state.ts';
import { STACK_WRITES } from './image.ts';

type Limits = Process['limits'];

const pagesIn = (bytes: number | undefined): number => (bytes === undefined ? Infinity : Math.floor(bytes / 4096));

/** [LIM5] fs/exec.c:setup_arg_pages: a page of arguments and 128 KiB more, or what RLIMIT_STACK leaves of that. */
export function stackPagesUnder({ stack }: Limits): number {
  return Math.max(1, Math.min(WORKER_STACK.pages, pagesIn(stack)));
}

/**
 * [LIM5] fs/binfmt_elf.c:load_elf_binary, and the C library's start: why the image finds no room under these limits, once
 * the old one is gone; null = it does. The vdso page is mapped without asking.
 */
export function imageRefusal(limits: Limits): string | null {
  const vmas = workerVmas(stackPagesUnder(limits));
  const asked = vmas.reduce((sum, vma) => sum + vma.count, -1);
  if (asked > pagesIn(limits.as)) return 'RLIMIT_AS leaves no room for the new image';
  const data = vmas.reduce((sum, { kind, prot, count }) => sum + (prot === 'rw-' && kind !== 'stack' ? count : 0), 0);
  if (data > pagesIn(limits.data)) return 'RLIMIT_DATA leaves no room for the new image';
  return stackPagesUnder(limits) < STACK_WRITES ? 'RLIMIT_STACK leaves the new image no stack to run on' : null;
}
