import { bornNow, type MachineSpec, type PolicyId } from '@overcommit/engine';
import { MIB_IN_KB, type StoryLine } from './lab.ts';

/** What the handbook says about one kernel. The scenario in its page is the same for all: `STORY_OF_ALL`, see `kernelStory`. */
export type KernelPage = {
  id: PolicyId;
  /** How it answers a request for memory. */
  promises: string;
  /** What it does when a page is needed and none is there. */
  runsOut: string;
  /** The formula by which it chooses, in words; for kernels that choose no victim, the sum by which they refuse. */
  formula: string;
  terms: { name: string; meaning: string }[];
  /** What to look at in the scenario. */
  watch: string;
  /** Who dies in it, in order. Held by a test. */
  dies: string[];
  /** Files and documents that this follows. The numbered rules are in `packages/engine/SPEC`. */
  sources: string[];
  swapKb?: number;
  /** Ticks that pass between one start of a process and the next, where the age decides; else no time passes. */
  gapTicks?: number;
};

/** Everything is asked for first and touched afterwards: 320 MiB promised on a machine of 256. */
export const STORY_OF_ALL: readonly StoryLine[] = [
  { hand: 'ana', line: 'spawn db' },
  { hand: 'ana', line: 'mmap db pool 110M rw private' },
  { hand: 'ben', line: 'spawn web' },
  { hand: 'ben', line: 'mmap web cache 100M rw private' },
  { hand: 'ana', line: 'fork db bgsave' },
  { hand: 'ana', line: 'touch db pool' },
  { hand: 'ana', line: 'touch bgsave pool 0 60M w' },
  { hand: 'ben', line: 'touch web cache 0 50M w' },
  { hand: 'ben', line: 'touch web cache 50M 20M w' },
];

/** The lines of a page's scenario: those of all pages, with ticks before each later start where age decides. */
export function kernelStory({ gapTicks }: KernelPage): readonly StoryLine[] {
  if (gapTicks === undefined) return STORY_OF_ALL;
  return STORY_OF_ALL.flatMap((one, i) => {
    const isLaterStart = i > 0 && /^(spawn|fork) /.test(one.line);
    return isLaterStart ? [{ hand: one.hand, line: `tick ${gapTicks}` }, one] : [one];
  });
}

export const kernelSpec = ({ id, swapKb = 0 }: KernelPage): MachineSpec =>
  bornNow({ memKb: 256 * MIB_IN_KB, swapKb, policy: id, seed: 1, settings: {} });

const SIZE_24 = { name: 'total_vm', meaning: 'the whole address space, touched or not' };
const CPU = { name: 'CPU time', meaning: 'its square root divides: who has worked much is worth keeping' };
const AGE = { name: 'run time', meaning: 'its fourth root divides: the old are spared a little' };
const NICE = { name: 'nice', meaning: 'doubles the points of whoever was made to stand back' };
const ROOT = { name: 'root, raw I/O', meaning: 'a quarter of the points for each of the two privileges' };
const OOM_ADJ = { name: 'oom_adj', meaning: 'shifts the points left or right, −17 to 15' };
const ADJ = {
  name: 'oom_score_adj',
  meaning: '−1000 to 1000, each a thousandth of RAM and swap; −1000 exempts',
};
const HELD = [
  { name: 'resident', meaning: 'pages in RAM; those shared after a fork count in full for both' },
  { name: 'swapped', meaning: 'pages in swap' },
  { name: 'page tables', meaning: 'pages of its page tables' },
];
const STRICT_LINUX = 'Mode 2 counts all promises against the commit limit.';

export const KERNEL_PAGES: readonly KernelPage[] = [
  {
    id: 'linux-2.4',
    promises:
      'Asks at mmap, brk and exec only whether this one request would fit into what could be freed now. fork is not asked at all. There is no strict mode: any setting but 0 grants everything.',
    runsOut:
      'Waits: ten failures, over more than a second, with no swap left, and never within five seconds of the last kill. Then the process with most points dies.',
    formula:
      'total_vm ÷ √(CPU time) ÷ ⁴√(run time), doubled if niced, quartered for root, quartered again for raw hardware access.',
    terms: [SIZE_24, CPU, AGE, NICE, ROOT],
    watch:
      'db, bgsave and web have nearly equal address spaces, so the points are close; what was touched plays no part.',
    dies: ['db'],
    sources: ['Linux 2.4.20, mm/oom_kill.c: badness, out_of_memory', 'Linux 2.4.20, mm/mmap.c: vm_enough_memory'],
  },
  {
    id: 'linux-2.6.11',
    promises:
      'Mode 0 guesses from page cache, free swap and free RAM whether the request fits now, fork included. Mode 2, which came with 2.6.0, counts all promises.',
    runsOut: 'Chooses by points, but kills the first child with memory of its own in the place of the one chosen.',
    formula:
      'total_vm, plus the total_vm of every child, ÷ √(CPU time) ÷ ⁴√(run time); then niced × 2, root ÷ 4, raw I/O ÷ 4, shifted by oom_adj.',
    terms: [SIZE_24, { name: 'children', meaning: 'their address spaces in full' }, CPU, AGE, NICE, ROOT, OOM_ADJ],
    watch: 'db has most points, half of them for its child. The child dies in its place.',
    dies: ['bgsave'],
    sources: ['Linux 2.6.11, mm/oom_kill.c: badness, oom_kill_process', 'Linux 2.6.11, security/commoncap.c'],
  },
  {
    id: 'linux-2.6.32',
    promises: `As 2.6.11, but free RAM counts only above a reserve: a guess that says no a little earlier. ${STRICT_LINUX}`,
    runsOut: 'As 2.6.11: the first child dies in its parent’s place.',
    formula:
      'total_vm, plus half of every child’s and a page, ÷ √(CPU time) ÷ ⁴√(run time); then niced × 2, root ÷ 4, raw I/O ÷ 4, shifted by oom_adj (−17 exempts).',
    terms: [SIZE_24, { name: 'children', meaning: 'half of their address spaces' }, CPU, AGE, NICE, ROOT, OOM_ADJ],
    watch: 'The kernel’s own words: “kill process db or a child”. It is the child.',
    dies: ['bgsave'],
    sources: ['Linux 2.6.32, mm/oom_kill.c', 'Linux 2.6.32, fs/proc/base.c'],
  },
  {
    id: 'linux-3.10',
    promises: `Mode 0 guesses from what is free above the reserve. ${STRICT_LINUX}`,
    runsOut: 'Chooses who holds most memory; of its children, the one with most points dies instead.',
    formula: 'resident + swapped + page tables, 3 % less for root; then + oom_score_adj × (RAM + swap) ÷ 1000.',
    terms: [...HELD, ADJ, { name: 'root', meaning: '3 % of what is held taken off, before the adjustment' }],
    watch: 'What is held counts now, not what is mapped. “Kill process db or sacrifice child”: bgsave goes.',
    dies: ['bgsave'],
    sources: ['Linux 3.10.65, mm/oom_kill.c: oom_badness, oom_kill_process'],
  },
  {
    id: 'linux-4.9',
    promises: `As 3.10. ${STRICT_LINUX}`,
    runsOut:
      'As 3.10, and a reaper takes the victim’s memory at once, so that one that cannot end does not hold up the rest.',
    formula: 'resident + swapped + page tables, 3 % less for root; then + oom_score_adj × (RAM + swap) ÷ 1000.',
    terms: [...HELD, ADJ, { name: 'root', meaning: '3 % of what is held taken off, before the adjustment' }],
    watch: 'The child is sacrificed here for one of the last times: 5.2 stopped doing so.',
    dies: ['bgsave'],
    sources: ['Linux 4.9, mm/oom_kill.c: oom_badness, oom_reaper'],
  },
  {
    id: 'linux-5.4',
    promises:
      'Mode 0 refuses only one single request that exceeds all RAM and swap; what was promised before is not looked at. ' +
      STRICT_LINUX,
    runsOut: 'Whoever has most points dies, and nobody in its place; of equals the last.',
    formula: 'resident + swapped + page tables + oom_score_adj × (RAM + swap) ÷ 1000.',
    terms: [...HELD, ADJ],
    watch: 'No child is sacrificed any more: the database itself goes.',
    dies: ['db'],
    sources: ['Linux 5.4, mm/oom_kill.c', 'Linux 5.4, mm/util.c: __vm_enough_memory'],
  },
  {
    id: 'linux-6.1',
    promises:
      'Mode 0 refuses only one single request that exceeds all RAM and swap. Mode 1 grants anything. Mode 2 counts all promises against overcommit_ratio percent of RAM plus swap, less small reserves.',
    runsOut: 'Whoever has most points dies, with everybody who shares its memory.',
    formula: 'resident + swapped + page tables + oom_score_adj × (RAM + swap) ÷ 1000.',
    terms: [...HELD, ADJ],
    watch: 'Ben’s web server asks for the page that is not there; Ana’s database holds most, and pays.',
    dies: ['db'],
    sources: ['Linux 6.1, mm/oom_kill.c: oom_badness', 'Recordings of a real Linux 6.1, test/conformance'],
  },
  {
    id: 'solaris-10',
    promises:
      'Every page that could ever be written is reserved when it is asked for: on disk swap first, then in RAM, but for a part that is never lent out. What does not fit is refused, here after four seconds: mmap with EAGAIN, fork with ENOMEM.',
    runsOut:
      'It does not: a process that holds a reservation can use it. Without a free page a thread sleeps until there is one.',
    formula:
      'reserved + asked < disk swap + RAM that is not the kernel’s − swapfs_minfree − swapfs_reserve (root may use the last).',
    terms: [
      { name: 'disk swap', meaning: 'taken first' },
      { name: 'RAM', meaning: 'what is neither the kernel’s nor locked' },
      { name: 'swapfs_minfree', meaning: 'never lent out: an eighth of RAM, 2 MiB at least' },
      { name: 'swapfs_reserve', meaning: 'kept for root: RAM ÷ 128, 4 to 128 MiB' },
    ],
    watch: 'The cache is refused at mmap and the backup at fork, before a page was touched. No process dies.',
    dies: [],
    sources: [
      'illumos-gate bb936843191c (December 2023), uts/common/vm/vm_anon.c: anon_resvmem',
      'illumos-gate bb936843191c, uts/common/vm/vm_page.c: page_reclaim_mem (the four seconds)',
      'illumos-gate bb936843191c, uts/common/fs/swapfs/swap_subr.c',
    ],
  },
  {
    id: 'aix-late',
    promises:
      'Grants everything; a slot of paging space is taken at the first touch of a page. No process starts below npskill; IBM names no mark for that, so this one is our choice.',
    runsOut:
      'Below npswarn free slots every process gets SIGDANGER; below npskill the youngest gets SIGKILL, one after another until enough is free.',
    formula:
      'The youngest first (IBM’s manuals disagree). Exempt: early allocators, uids below nokilluid, handlers of SIGDANGER.',
    terms: [
      { name: 'started at', meaning: 'the later, the sooner it goes' },
      { name: 'npswarn', meaning: 'the larger of 512 pages and 4 × npskill' },
      { name: 'npskill', meaning: 'the larger of 64 pages and paging space ÷ 128' },
    ],
    watch:
      'With 128 MiB of paging space its own marks decide, while RAM is still free. The three start 100 ticks apart: bgsave is the youngest and goes first, then web; db, the oldest, holds most and stays.',
    dies: ['bgsave', 'web'],
    sources: ['IBM, AIX documentation: paging space overview, vmo: npswarn, npskill, nokilluid'],
    swapKb: 128 * MIB_IN_KB,
    gapTicks: 100,
  },
  {
    id: 'aix-deferred',
    promises: 'Grants everything; a slot is taken only when a page is really paged out. The default since AIX 4.3.2.',
    runsOut: 'As late allocation, but counted by what was paged out.',
    formula:
      'The youngest first (IBM’s manuals disagree). Exempt: early allocators, uids below nokilluid, handlers of SIGDANGER.',
    terms: [
      { name: 'started at', meaning: 'the later, the sooner it goes' },
      { name: 'npswarn, npskill', meaning: 'as under late allocation' },
    ],
    watch: 'The same lines as under late allocation, but RAM is filled first and paging begins late: nobody has to go.',
    dies: [],
    sources: ['IBM, AIX documentation: paging space allocation policies'],
    swapKb: 128 * MIB_IN_KB,
    gapTicks: 100,
  },
  {
    id: 'aix-early',
    promises:
      'PSALLOC=early: every slot is taken when memory is asked for, and a request without slots fails with ENOMEM.',
    runsOut: 'An early allocator is never killed for paging space: its slots are its own.',
    formula: 'slots in use + asked ≤ paging space.',
    terms: [{ name: 'paging space', meaning: 'RAM does not count, however much is free' }],
    watch: 'The cache and the fork are refused, though nothing was touched yet.',
    dies: [],
    sources: ['IBM, AIX documentation: early page space allocation, PSALLOC'],
    swapKb: 128 * MIB_IN_KB,
  },
  {
    id: 'freebsd',
    promises:
      'Counts every page of writable private memory and of shared memory, and by default refuses nothing. vm.overcommit=1 enforces the count, against swap alone. All of this follows one revision, 13.0-CURRENT.',
    runsOut: 'After twelve fruitless scans of the page daemon, 1.2 seconds, the biggest process dies.',
    formula:
      'swapped + resident private pages of its own + every resident page of each shared or file object that it maps.',
    terms: [
      { name: 'private', meaning: 'resident pages that no other process shares copy-on-write' },
      { name: 'objects', meaning: 'shared memory and files: whole, for every process that maps them' },
      { name: 'swapped', meaning: 'in full' },
      { name: 'protect', meaning: 'protect(1) exempts; root only' },
    ],
    watch:
      'db and bgsave share nothing here: each wrote its pages after the fork. db wrote most. Private pages that two still shared would count for neither, a shared object for both in full.',
    dies: ['db'],
    sources: [
      'FreeBSD 0012f373e43d (13.0-CURRENT), sys/vm/vm_pageout.c: vm_pageout_oom, vm_pageout_oom_pagecount',
      'FreeBSD 0012f373e43d, sys/vm/swap_pager.c: swap_reserve_by_cred',
    ],
  },
  {
    id: 'openbsd',
    promises: 'Grants everything. There is no count to hold a request against.',
    runsOut: 'Whoever touches a page that is not there dies, if swap is 99 % full; otherwise it waits.',
    formula: 'None: the one who asks.',
    terms: [{ name: 'swap in use', meaning: '99 % or more (also where there is none)' }],
    watch: 'web touches one page too many, and web dies. Nobody is chosen.',
    dies: ['web'],
    sources: ['OpenBSD, sys/uvm/uvm_fault.c', 'OpenBSD, sys/uvm/uvm_swap.c: uvm_swapisfull'],
  },
  {
    id: 'windows',
    promises:
      'Committed memory is charged in full, whatever its protection, against RAM and page file. Reserved memory costs nothing and cannot be used. There is no fork.',
    runsOut: 'It does not: the charge never passes the limit.',
    formula: 'committed + asked ≤ RAM + page file.',
    terms: [
      { name: 'commit charge', meaning: 'all that was committed, and the kernel’s own' },
      { name: 'page file', meaning: 'of a fixed size here; a real one may grow' },
    ],
    watch: 'fork does not exist, so nothing is promised twice, and everything fits.',
    dies: [],
    sources: ['Windows Internals, memory management: commit charge and commit limit'],
  },
];

/** The page of that kernel, or null. */
export function findKernelPage(id: string): KernelPage | null {
  return KERNEL_PAGES.find((page) => page.id === id) ?? null;
}
