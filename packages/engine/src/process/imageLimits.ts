/** What a process's limits make of the image that it starts anew. Reads only. */
import type { LimitHit } from '../limitHit.ts';
import { WORKER_STACK, workerVmas } from '../memory/layout.ts';
import type { Process } from '../state.ts';
import { STACK_WRITES } from './image.ts';

type Limits = Process['limits'];

const pagesIn = (bytes: number | undefined): number => (bytes === undefined ? Infinity : Math.floor(bytes / 4096));

/** [LIM-5] fs/exec.c:setup_arg_pages: a page of arguments and 128 KiB more, or what RLIMIT_STACK leaves of that. */
export function stackPagesUnder({ stack }: Limits): number {
  return Math.max(1, Math.min(WORKER_STACK.pages, pagesIn(stack)));
}

/**
 * [LIM-5] fs/binfmt_elf.c:load_elf_binary, and the C library's start: why the image finds no room under these limits, once
 * the old one is gone; null = it does. The vdso page is mapped without asking.
 */
export function imageHit(limits: Limits): LimitHit | null {
  const stack = stackPagesUnder(limits);
  const vmas = workerVmas(stack);
  const all = vmas.reduce((sum, vma) => sum + vma.count, -1);
  const data = vmas.reduce((sum, { kind, prot, count }) => sum + (prot === 'rw-' && kind !== 'stack' ? count : 0), 0);
  const hit = (what: 'as' | 'data' | 'stack', asked: number, limit: number): LimitHit[] =>
    asked > limit ? [{ what, asked, counted: 0, limit }] : [];
  const hits = [
    ...hit('as', all, pagesIn(limits.as)),
    ...hit('data', data, pagesIn(limits.data)),
    ...hit('stack', STACK_WRITES, stack),
  ];
  return hits[0] ?? null;
}

export function imageWords({ what }: LimitHit): string {
  return what === 'stack'
    ? 'RLIMIT_STACK leaves the new image no stack to run on'
    : `RLIMIT_${what.toUpperCase()} leaves no room for the new image`;
}
