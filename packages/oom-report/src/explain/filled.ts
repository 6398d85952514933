/** What filled the memory of the machine or of the group. */
import { NO_LIMIT_KB } from '../formula/totalPages.ts';
import type { Report } from '../types.ts';
import { type Context, heldPages } from './context.ts';

export type FilledKind = 'processes' | 'shared' | 'cache' | 'slab' | 'tables' | 'stacks' | 'huge' | 'free' | 'other';
export type Filled = { kind: FilledKind; what: string; kb: number };

/** Largest first, what is free and what is left over last. Empty: the text does not say. */
export function filledBy(context: Context): Filled[] {
  const { report } = context;
  const parts = report.isGroup ? ofGroup(report) : ofMachine(report, context.ramKb);
  const order = (kind: FilledKind): number => (kind === 'free' ? 1 : kind === 'other' ? 2 : 0);
  return parts.filter(({ kb }) => kb > 0).sort((a, b) => order(a.kind) - order(b.kind) || b.kb - a.kb);
}

function ofMachine({ memInfo: info, pageKb, hugepagesKb, kernelStackKb }: Report, ramKb: number | null): Filled[] {
  const kb = (...names: string[]): number => names.reduce((sum, name) => sum + (info[name] ?? 0), 0) * pageKb;
  if (Object.keys(info).length < 3) return [];
  const shared = kb('shmem');
  const parts: Filled[] = [
    { kind: 'shared', what: 'shared memory and tmpfs', kb: shared },
    { kind: 'slab', what: 'slab caches of the kernel', kb: kb('slab_reclaimable', 'slab_unreclaimable', 'slab') },
    { kind: 'tables', what: 'page tables', kb: kb('pagetables', 'sec_pagetables') },
    { kind: 'stacks', what: 'kernel stacks', kb: kernelStackKb ?? 0 },
    { kind: 'huge', what: 'the pool of huge pages', kb: hugepagesKb },
    { kind: 'free', what: 'free', kb: kb('free', 'free_pcp') },
  ];
  if (info.active_anon !== undefined || info.inactive_anon !== undefined)
    parts.push(
      {
        kind: 'processes',
        what: 'anonymous memory of processes',
        kb: Math.max(0, kb('active_anon', 'inactive_anon', 'isolated_anon') - shared),
      },
      { kind: 'cache', what: 'page cache', kb: kb('active_file', 'inactive_file', 'isolated_file') },
      { kind: 'cache', what: 'locked or unevictable pages', kb: kb('unevictable') },
    );
  else parts.push({ kind: 'processes', what: 'processes and page cache', kb: kb('active', 'inactive') });
  const known = parts.reduce((sum, part) => sum + part.kb, 0);
  if (ramKb !== null)
    parts.push({ kind: 'other', what: 'what no counter names: drivers, vmalloc, balloon, a leak', kb: ramKb - known });
  return parts;
}

function ofGroup({ group: { statsKb, memory } }: Report): Filled[] {
  const kb = (...names: string[]): number => names.reduce((sum, name) => sum + (statsKb[name] ?? 0), 0);
  if (Object.keys(statsKb).length === 0 || memory === null) return [];
  const isV1 = statsKb.rss !== undefined || statsKb.cache !== undefined;
  const shared = kb('shmem');
  const parts: Filled[] = isV1
    ? [
        { kind: 'processes', what: 'anonymous memory of processes', kb: kb('rss') },
        { kind: 'cache', what: 'page cache and shared memory', kb: kb('cache') },
      ]
    : [
        { kind: 'processes', what: 'anonymous memory of processes', kb: kb('anon') },
        { kind: 'shared', what: 'shared memory and tmpfs', kb: shared },
        { kind: 'cache', what: 'page cache', kb: Math.max(0, kb('file') - shared) },
        { kind: 'slab', what: 'slab caches of the kernel', kb: kb('slab') },
        { kind: 'tables', what: 'page tables', kb: kb('pagetables', 'sec_pagetables') },
        { kind: 'stacks', what: 'kernel stacks', kb: kb('kernel_stack') },
      ];
  const known = parts.reduce((sum, part) => sum + part.kb, 0);
  if (memory.limitKb < NO_LIMIT_KB)
    parts.push({ kind: 'free', what: 'below the limit', kb: memory.limitKb - memory.usageKb });
  parts.push({ kind: 'other', what: 'what no counter names', kb: memory.usageKb - known });
  return parts;
}

/** Processes of one name together, largest first: kB resident and swapped. */
export type Holder = { name: string; processes: number; rssKb: number; swapKb: number };

export function holdersIn({ tasks, pageKb }: Report): Holder[] {
  const holders = new Map<string, Holder>();
  for (const row of tasks) {
    const holder = holders.get(row.name) ?? { name: row.name, processes: 0, rssKb: 0, swapKb: 0 };
    holder.processes += 1;
    holder.rssKb += row.rssPages * pageKb;
    holder.swapKb += (heldPages(row) - row.rssPages) * pageKb;
    holders.set(row.name, holder);
  }
  return [...holders.values()].sort((a, b) => b.rssKb + b.swapKb - a.rssKb - a.swapKb);
}
