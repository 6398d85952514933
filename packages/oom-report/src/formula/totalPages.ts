import type { Report } from '../types.ts';

/** What the formula divides by, in pages; null = the text does not say. */
export type Divisor = {
  pages: number | null;
  of: 'machine' | 'nodes' | 'group' /** A part that the text does not print. */;
  lacks: string | null;
};

/** A limit above this stands for "none": LONG_MAX or PAGE_COUNTER_MAX in kB. */
export const NO_LIMIT_KB = 9e15 / 4096;

/** RAM and swap of the machine, of the nodes that the request may use, or the group's limit. */
export function divisorOf(report: Report): Divisor {
  if (report.isGroup) return ofGroup(report);
  const swapPages = Math.floor((report.swapTotalKb ?? 0) / report.pageKb);
  const nodePages = pagesOfNodes(report);
  if (nodePages !== null) return { pages: nodePages + swapPages, of: 'nodes', lacks: null };
  const ram = ramPagesOf(report);
  return { pages: ram === null ? null : ram + swapPages, of: 'machine', lacks: null };
}

/** RAM that the kernel manages, in pages. */
export function ramPagesOf({ ramPages, reservedPages }: Report): number | null {
  return ramPages === null || reservedPages === null ? null : ramPages - reservedPages;
}

function ofGroup({ group, pageKb }: Report): Divisor {
  const { memory, memoryAndSwap, swap } = group;
  if (memory === null) return { pages: null, of: 'group', lacks: null };
  const pages = Math.floor(memory.limitKb / pageKb);
  // v1: limit of memory and swap; v2: limit of swap. Both are cut to the swap of the machine, which a group's report does not print.
  const mayHaveSwap = (memoryAndSwap?.limitKb ?? 0) > memory.limitKb || (swap?.limitKb ?? 0) > 0;
  return { pages, of: 'group', lacks: mayHaveSwap ? 'the swap of the machine' : null };
}

/** `present` pages of the nodes of the memory policy or the cpuset; null = the request may use any. */
function pagesOfNodes({ constraint, nodes, memsAllowed, zones, pageKb }: Report): number | null {
  const allowed =
    constraint === 'CONSTRAINT_MEMORY_POLICY' ? nodes : constraint === 'CONSTRAINT_CPUSET' ? memsAllowed : null;
  if (!allowed) return null;
  const numbers = nodeNumbers(allowed);
  const present = zones.filter(({ node }) => numbers.has(node)).map(({ presentKb }) => presentKb ?? 0);
  const kb = present.reduce((sum, one) => sum + one, 0);
  return kb > 0 ? Math.floor(kb / pageKb) : null;
}

/** `0-2,5` → 0, 1, 2, 5. */
export function nodeNumbers(list: string): Set<number> {
  const numbers = new Set<number>();
  for (const part of list.split(',')) {
    const [from = Number.NaN, to = from] = part.split('-').map(Number);
    for (let node = from; node <= Math.min(to, from + 1024); node += 1) numbers.add(node);
  }
  return numbers;
}
