/**
 * What each release of Linux 3.0 to 6.12 changed, and where that stands. "read in A and B": A still has the old text, B the
 * new one; the release named is the likely one between them. In brackets: commits of the kernel's tree.
 */
import { HIGHEST_POINTS } from '../cIntegers.ts';
import type { LinuxRow } from './eraRules.ts';

export const ROWS_OF_3_TO_6: readonly LinuxRow[] = [
  {
    // a swapoff task sets its own adjustment
    // [mm/oom_kill.c: oom_badness, 2.6.39 and 3.0.1]
    from: '3.0',
    set: { badnessPerMille: { originScores1000: false } },
  },
  {
    // mode 0 takes one sum, without shared memory
    // [mm/mmap.c: __vm_enough_memory, read in 3.0.1 and 3.2.0]
    from: '3.1',
    set: { enoughMemory: { guess: 'sum-reserve' } },
  },
  {
    // sharers at −1000 are spared, and −1000 protects its process alone
    // [mm/oom_kill.c, 3.0.1 and 3.2.0]
    from: '3.2',
    set: {
      badnessPerMille: { product: 'long' },
      victimModern: { sharersSpared: ['kthread', 'never'] },
      scores: { neverIsShared: false },
    },
  },
  {
    // the score is in pages; an exiting task that asked has the highest, and counts as the victim
    // [mm/oom_kill.c: oom_badness, select_bad_process, oom_kill_process; fs/proc/base.c: proc_oom_score, 3.5]
    from: '3.5',
    set: {
      victimModern: { exitingCurrentPoints: HIGHEST_POINTS, exitingCurrentIsVictim: true },
      scores: { badness: 'pages', procOomScore: 'pages-per-mille', reported: 'per-mille-32' },
    },
  },
  {
    // the task table has page tables and swap
    // [mm/oom_kill.c: dump_tasks, 3.6.5]
    from: '3.6',
    set: { report: { table: '3.6' } },
  },
  {
    // the report no longer shows oom_adj
    // [mm/oom_kill.c: dump_header, read in 3.6.5 and 3.8.13]
    from: '3.7',
    set: { report: { invoked: 'score_adj' } },
  },
  {
    // a swapoff task is chosen outright, an exiting one is waited for
    // [mm/oom_kill.c: oom_scan_process_thread, 3.8.13]
    from: '3.8',
    set: { victimModern: { originFirst: true, exiting: 'wait' } },
  },
  {
    // the reserves for root and users are sizes: admin_reserve_kbytes, user_reserve_kbytes
    // [mm/mmap.c: __vm_enough_memory, 3.9.6 and 3.10.65]
    from: '3.10',
    set: { enoughMemory: { guessMargin: 'admin-kbytes', neverAdmin: 'admin-kbytes', neverUser: 'user-kbytes' } },
  },
  {
    // a bonus of 3 % for root, as a backport
    // [mm/oom_kill.c: oom_badness, read in 3.10.65; the exact release is not known]
    from: '3.10.30',
    until: '3.11',
    set: { badnessPages: { root: '-3%' } },
  },
  {
    // overcommit_kbytes; root’s bonus is 3 % of what it holds
    // [mm/mmap.c: vm_commit_limit; mm/oom_kill.c: oom_badness, 3.13.10 and 3.14.1]
    from: '3.14',
    set: { enoughMemory: { hasKbytes: true }, badnessPages: { root: '-3%' } },
  },
  {
    // the sums of mode 0 and mode 2 can be negative
    // [mm/mmap.c: __vm_enough_memory, 3.16 and 3.19.8]
    from: '3.19',
    set: { enoughMemory: { signed: true } },
  },
  {
    // the middle level of page tables counts
    // [mm/oom_kill.c: oom_badness, dump_tasks (nr_pmds), 4.0.5]
    from: '4.0',
    set: { scores: { countsUpperTables: true }, report: { table: '4.0' } },
  },
  {
    // the victim gets its signal first; init is spared as a sharer; sharers are not named
    // [mm/oom_kill.c: oom_kill_process, 4.3 and 4.4]
    from: '4.4',
    set: {
      victimModern: { victimFirst: true, sharersSpared: ['kthread', 'never', 'init'] },
      report: { namesSharers: false },
    },
  },
  {
    // the reaper; watermark_scale_factor; flags have names; shared memory is told apart
    // [mm/oom_kill.c: oom_reap_task; mm/page_alloc.c: __setup_per_zone_wmarks, 4.4 and 4.6.2]
    from: '4.6',
    set: {
      watermarks: { spread: 'scale' },
      report: {
        invoked: 'flags',
        killed: 'shmem',
        hasReaper: true,
        gfp: { mask: 0x24280ca, names: 'GFP_HIGHUSER_MOVABLE|__GFP_ZERO' },
      },
    },
  },
  {
    // exiting tasks no longer matter to the choice
    // [mm/oom_kill.c: oom_scan_process_thread, 4.6.2 and 4.7.4]
    from: '4.7',
    set: { victimModern: { exiting: 'ignore' } },
  },
  {
    // reaped memory and vfork children cannot be chosen; sharers die at any adjustment
    // [mm/oom_kill.c: oom_badness (in_vfork), 4.8.15]
    from: '4.8',
    set: {
      badnessPages: { skipsReapedAndVfork: true },
      victimModern: { passesReapedVictims: true, sharersSpared: ['kthread', 'init'] },
      scores: { reported: 'per-mille-64' },
    },
  },
  {
    // the report names the node mask
    // [mm/oom_kill.c: dump_header, 4.9.76]
    from: '4.9',
    set: { report: { invoked: 'flags-nodemask' } },
  },
  {
    // the task table has page tables in bytes
    // [mm/oom_kill.c: dump_tasks (mm_pgtables_bytes), 4.14.78 and 4.15.18]
    from: '4.15',
    set: { report: { table: '4.15' } },
  },
  {
    // no bonus for root
    // [mm/oom_kill.c: oom_badness, read in 4.16.13 and 4.18]
    from: '4.17',
    set: { badnessPages: { root: 'none' } },
  },
  {
    // memory.oom.group; a warning where no process can be killed
    // [mm/oom_kill.c: oom_kill_process, out_of_memory, 4.18 and 4.19]
    from: '4.19',
    set: {
      victimModern: { killsOomGroup: true },
      report: {
        table: '4.19',
        hasCpusetLine: false,
        panic: 'System is deadlocked on memory',
        saysNoVictim: true,
        hasGroupSwapLine: true,
      },
    },
  },
  {
    // a line of the report names the cause
    // [mm/oom_kill.c: dump_oom_summary, 5.0.1]
    from: '5.0',
    set: {
      report: {
        invoked: 'flags',
        hasConstraintLine: true,
        gfp: { mask: 0x100dca, names: 'GFP_HIGHUSER_MOVABLE|__GFP_ZERO' },
      },
    },
  },
  {
    // mode 0 refuses only more than all RAM and swap; no child dies for its parent
    // [mm/util.c: __vm_enough_memory (8c7829b04c52); mm/oom_kill.c (bbbe48029720), read in 5.0.1 and 5.2.1]
    from: '5.2',
    set: {
      enoughMemory: { guess: 'ram-plus-swap' },
      victimModern: { childSacrifice: false },
      report: { choice: 'none', killed: 'message-shmem' },
    },
  },
  {
    // of equals the last is chosen
    // [mm/oom_kill.c: oom_evaluate_task, 5.2.1 and 5.3.1]
    from: '5.3',
    set: { victimModern: { tie: 'last' }, scores: { reported: 'points-unsigned-as-signed' } },
  },
  {
    // the report tells the owner, page tables and adjustment of the killed
    // [mm/oom_kill.c: __oom_kill_process, 5.3.1 and 5.4.18]
    from: '5.4',
    set: { report: { killed: 'message-uid' } },
  },
  {
    // min_free_kbytes up to 262144
    // [mm/page_alloc.c: init_per_zone_wmark_min, read in 5.2.1 and 5.8.1]
    from: '5.6',
    set: { watermarks: { maxKbytes: 262144 } },
  },
  {
    // points can be negative; /proc/PID/oom_score of an idle process is 666
    // [mm/oom_kill.c: oom_badness; fs/proc/base.c: proc_oom_score, 5.8.1 and 5.9.2]
    from: '5.9',
    set: {
      badnessPages: { signed: true },
      victimModern: { zeroIsNever: false },
      scores: { procOomScore: 'signed', reported: 'points-signed' },
    },
  },
  {
    // the reaper comes 2 s later, when a victim that can end has ended: its line is not printed
    // [mm/oom_kill.c: queue_oom_reaper (OOM_REAPER_DELAY), read in 5.17-rc5 and 5.19]
    from: '5.19',
    set: { report: { hasReaper: false } },
  },
  {
    // the memory lines of 6.1; its flags, marks and watermark boost are those of the recorded machine
    // [mm/page_alloc.c: __show_free_areas, 6.1; test/conformance/traces]
    from: '6.1',
    set: {
      watermarks: { isRecorded: true, isBoosted: true },
      report: { memInfo: '6.x', gfp: { mask: 0x140cca, names: 'GFP_HIGHUSER_MOVABLE|__GFP_COMP' } },
    },
  },
  {
    // the task table tells kinds of resident pages apart
    // [mm/oom_kill.c: dump_task, 6.1.170 and 6.12.117]
    from: '6.12',
    set: { report: { table: '6.12' } },
  },
];
