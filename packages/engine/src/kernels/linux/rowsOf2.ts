/**
 * What each release of Linux 2.4 and 2.6 changed, and where that stands. "read in A and B": A still has the old text, B the
 * new one; the release named is the likely one between them. In brackets: commits of the kernel's tree.
 */
import type { LinuxRow } from './eraRules.ts';

export const ROWS_OF_2: readonly LinuxRow[] = [
  {
    // the killer has no caller: the process that needs the page dies
    // [mm/vmscan.c, 2.4.10]
    from: '2.4.10',
    until: '2.4.13',
    set: { gate: { isUsed: false }, victim24: { takesAsker: true } },
  },
  {
    // all tasks that share the victim’s memory die
    // [mm/oom_kill.c: oom_kill, 2.4.0 and 2.4.10]
    from: '2.4.10',
    set: { victim24: { killsSharers: true } },
  },
  {
    // the killer waits until ten calls failed within some seconds
    // [mm/oom_kill.c: out_of_memory, 2.4.13 and 2.4.20]
    from: '2.4.14',
    set: { gate: { isTimed: true } },
  },
  {
    // and for five seconds after a kill
    // [mm/oom_kill.c: out_of_memory, 2.4.18 and 2.4.20]
    from: '2.4.19',
    set: { gate: { restsAfterKill: true } },
  },
  {
    // a task that is being killed scores 0
    // [mm/oom_kill.c: badness, 2.4.20 and 2.4.31]
    from: '2.4.22',
    set: { badness24: { victimScoresZero: true } },
  },
  {
    // the killer is compiled out: the process that needs the page dies
    // [mm/oom_kill.c in #if 0, arch/i386/mm/fault.c]
    from: '2.4.23',
    until: '2.4.25',
    set: { gate: { isUsed: false }, victim24: { takesAsker: true } },
  },
  {
    // promises are counted, mode 2 exists; min_free_kbytes is 1024
    // [security/commoncap.c: cap_vm_enough_memory; mm/page_alloc.c, 2.6.0 (502bff0685)]
    from: '2.6.0',
    set: {
      enoughMemory: { guess: 'one-sum', guessMargin: '1/32', hasNever: true },
      gate: { restsAfterKill: true },
      watermarks: { min: 'const-1024' },
      scores: { badness: '2.6' },
    },
  },
  {
    // exact square roots, in scores and in min_free_kbytes
    // [lib/int_sqrt.c (e44db7e2a5); mm/page_alloc.c (4d1ba80c02)]
    from: '2.6.1',
    set: { badness26: { sqrt: 'floor' }, watermarks: { min: 'sqrt' } },
  },
  {
    // huge pages do not count as RAM in mode 2
    // [security/commoncap.c, 2.6.0 and 2.6.5, by recorded results]
    from: '2.6.5',
    set: { enoughMemory: { subtractsHugetlb: true } },
  },
  {
    // free swap no longer stops the killer
    // [mm/oom_kill.c (45d6fa6382)]
    from: '2.6.8',
    set: { gate: { respectsFreeSwap: false } },
  },
  {
    // mode 0 looks at caches first; mode 2 keeps 1/32 for root
    // [security/commoncap.c, 2.6.9 and 2.6.10, by recorded results]
    from: '2.6.9',
    set: { enoughMemory: { guess: 'two-steps', neverAdmin: '1/32' } },
  },
  {
    // the report begins with the allocation flags, and tells the memory
    // [mm/oom_kill.c: out_of_memory, 2.6.10]
    from: '2.6.10',
    set: { report: { invoked: 'gfp', gfp: { mask: 0xd2, names: '' }, memInfo: '2.6' } },
  },
  {
    // no waiting before a kill; children count, the first dies for its parent; oom_adj; 1/32 off a process in mode 2
    // [mm/oom_kill.c (86a4c6d9e2); security/commoncap.c (ea86630e7e, b6dfc3f2d6)]
    from: '2.6.11',
    set: {
      enoughMemory: { neverUser: '1/32' },
      gate: { isUsed: false },
      badness26: { children: 'full', adj: 'shift' },
      watermarks: { spread: 'quarter-half' },
      scores: { procOomScore: 'points' },
    },
  },
  {
    // the report names the order
    // [mm/oom_kill.c: out_of_memory, 2.6.13]
    from: '2.6.13',
    set: { report: { invoked: 'gfp-order', gfp: { mask: 0x280da, names: '' } } },
  },
  {
    // of a child’s size, half counts; the report says who was chosen
    // [mm/oom_kill.c: badness (9827b781f20)]
    from: '2.6.16',
    set: { badness26: { children: 'half' }, report: { choice: 'and children', killed: 'message' } },
  },
  {
    // mode 0 leaves totalreserve alone
    // [mm/mmap.c: __vm_enough_memory (6d9f7839658)]
    from: '2.6.17',
    set: { enoughMemory: { guess: 'two-steps-reserve' } },
  },
  {
    // tasks without memory and those with oom_adj −17 are passed over
    // [mm/oom_kill.c: select_bad_process, 2.6.18]
    from: '2.6.18',
    set: { victim26: { memorylessTakePart: false, respectsNever: true } },
  },
  {
    // the report begins with a name and its adjustment
    // [mm/oom_kill.c: out_of_memory, 2.6.19]
    from: '2.6.19',
    set: { report: { invoked: 'oomkilladj' } },
  },
  {
    // a swapoff task scores highest; "or a child"
    // [mm/oom_kill.c: badness, oom_kill_process, 2.6.20]
    from: '2.6.20',
    set: {
      badness26: { originScoresHighest: true },
      victim26: { originIsTakenAtOnce: false },
      report: { choice: 'or a child', killed: 'plain' },
    },
  },
  {
    // a positive oom_adj lifts 0 points
    // [mm/oom_kill.c: badness, 2.6.22]
    from: '2.6.22',
    set: { badness26: { adjLiftsZero: true } },
  },
  {
    // an exiting task that asks is let go on
    // [mm/oom_kill.c: select_bad_process, 2.6.24]
    from: '2.6.24',
    set: { victim26: { exitingCurrentIsChosen: true } },
  },
  {
    // root’s quarter goes by capabilities; the task table, off by default
    // [mm/oom_kill.c: badness (97829955ad2), dump_tasks]
    from: '2.6.25',
    set: { badness26: { root: 'capabilities' }, report: { table: '2.6.25' } },
  },
  {
    // the report names cpusets
    // [mm/oom_kill.c: oom_kill_process, 2.6.29]
    from: '2.6.29',
    set: { report: { hasCpusetLine: true } },
  },
  {
    // oom_adj −17 scores 0; sharers of the memory live on
    // [mm/oom_kill.c (8c5cd6f3a17)]
    from: '2.6.32',
    set: {
      badness26: { disableScoresZero: true },
      victim26: { killsSharers: false },
      report: { invoked: 'oom_adj' },
    },
  },
  {
    // the report tells the sizes of the killed
    // [mm/oom_kill.c: __oom_kill_task, 2.6.33]
    from: '2.6.33',
    set: { report: { killed: 'vsz' } },
  },
  {
    // the score is what is held, in thousandths, with oom_score_adj; the worst child dies for its parent
    // [mm/oom_kill.c: oom_badness, oom_kill_process, check_panic_on_oom, 2.6.36]
    from: '2.6.36',
    set: {
      scores: { badness: 'per-mille' },
      report: {
        invoked: 'both-adj',
        table: '2.6.36',
        dumpsTasks: true,
        choice: 'or sacrifice child',
        killed: 'total-vm',
        panicOnOom: {
          compulsory: 'Out of memory: compulsory panic_on_oom is enabled',
          'system-wide': 'Out of memory: system-wide panic_on_oom is enabled',
        },
      },
    },
  },
  {
    // the least score is 1; sharers of the memory die again; −1000 protects all that share a memory
    // [mm/oom_kill.c, 2.6.37]
    from: '2.6.37',
    set: {
      badnessPerMille: { floor: 1 },
      victimModern: { sharersDie: true },
      scores: { neverIsShared: true },
      report: { namesSharers: true },
    },
  },
  {
    // page tables count; a child in its parent’s memory does not die for it
    // [mm/oom_kill.c, 2.6.38 and 2.6.39]
    from: '2.6.39',
    set: {
      badnessPerMille: { countsPageTables: true, product: 'int' },
      victimModern: { sacrificesSharers: false },
    },
  },
];
