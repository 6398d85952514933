import type { Machine } from '../../state.ts';
import type { PolicyId } from '../ids.ts';
import type { MappingKind, Policy } from '../policy.ts';
import { compareReleases, parseRelease } from '../release.ts';
import { PERROR, PLAIN_SYSTEM, type System } from '../system.ts';
import { linuxCharge, linuxCommitLimit, overcommitMode } from './commit.ts';
import type { LinuxEra } from './eraRules.ts';
import { linuxEra } from './eras.ts';
import { ADJUSTING_TERMS } from './formulas/badnessPages.ts';
import { watermarks } from './formulas/watermarks.ts';
import { linuxCandidates } from './score.ts';
import { linuxFate, linuxResponse } from './shortage.ts';

export type LinuxKernel = { id: PolicyId; release: string; name: string; summary: string };

/** [CH-1] Private and writable, unless MAP_NORESERVE is honoured; every release alike. */
function accounts(_m: Machine, { kind, prot, isNoreserve }: MappingKind): boolean {
  return kind !== 'shared' && prot.includes('w') && !isNoreserve;
}

/** [KL-15] First release that has a tunable. What came later is not there: ENOENT. */
const TUNABLES_FROM: Record<string, string> = {
  'vm/overcommit_ratio': '2.6.0',
  'vm/swappiness': '2.6.0',
  'vm/min_free_kbytes': '2.6.0',
  'vm/panic_on_oom': '2.6.18',
  'vm/oom_kill_allocating_task': '2.6.24',
  'vm/oom_dump_tasks': '2.6.25',
  'vm/admin_reserve_kbytes': '3.10',
  'vm/user_reserve_kbytes': '3.10',
  'vm/overcommit_kbytes': '3.14',
  'vm/watermark_scale_factor': '4.6',
};

/** A release of Linux: a thin adaptor from the machine to the formulas of its release. */
export function linuxPolicy({ id, release, name, summary }: LinuxKernel): Policy {
  const era = linuxEra(release) as LinuxEra;
  const isFrom = (from: string): boolean => compareReleases(parseRelease(release) ?? [], parseRelease(from) ?? []) >= 0;
  const isOld = era.scores.badness === '2.4' || era.scores.badness === '2.6';
  // Left out: as `boot` has them from the recorded machine.
  const marks: Policy['watermarks'] = (ramPages, minFreeKbytes, scaleFactor) =>
    watermarks(ramPages, era.watermarks, { minFreeKbytes: minFreeKbytes ?? null, scaleFactor });
  return {
    id,
    name,
    summary,
    system: linuxSystem(isFrom),
    accounts,
    // [KL-16] 2.4 honours MAP_NORESERVE always, later kernels unless mode 2 is set.
    honoursNoreserve: (m) => !era.enoughMemory.hasNever || overcommitMode(m) !== 2,
    chargesOnMprotect: era.enoughMemory.hasNever,
    decideCharge: (m, request) => linuxCharge(m, request, era),
    commitLimit: (m) => linuxCommitLimit(m, era),
    isStrict: (m) => era.enoughMemory.hasNever && overcommitMode(m) === 2,
    fork: 'mappings',
    vfork: 'free',
    refusalErrno: () => 'ENOMEM',
    onShortage: era.victim24.takesAsker ? 'kill-faulter' : 'kill-victim',
    candidates: (m, scope) => linuxCandidates(m, scope, era),
    tie: isOld ? 'first' : era.victimModern.tie,
    pointsIn: era.scores.badness === 'pages' ? 'pages' : 'points',
    ...(era.scores.badness === 'pages' ? { adjustingTerms: ADJUSTING_TERMS } : {}),
    formulaSteps: formulaSteps(era),
    hasOomScore: era.scores.procOomScore !== null,
    ...(era.watermarks.isRecorded ? {} : { watermarks: marks }),
    tunables: (standard) => ownTunables(standard, { isFrom, era }),
    shortageResponse: (m, shortage) => linuxResponse(m, shortage, era),
    wouldKill: (m, scope) => linuxFate(m, scope, era),
    knobs: knobsOf(isFrom),
    countsCpu: isOld,
    hasGroups: isFrom('2.6.25'),
    boostsWatermarks: era.watermarks.isBoosted,
    // [KL-28] include/uapi/linux/resource.h:MLOCK_LIMIT; mm/mmap.c:may_expand_vm; mm/oom_kill.c:oom_task_origin
    ...(isFrom('5.16') ? {} : { memlockBytes: 64 * 1024 }),
    ...(isFrom('4.7') ? {} : { dataIsHeap: true as const }),
    ...(isFrom('2.6.11') ? { swapOffDies: true as const } : {}),
  };
}

/** [KL-27] The steps of badness() of a release, first to last. */
function formulaSteps({ scores, badness26, badnessPages }: LinuxEra): readonly string[] {
  const divisors = ['for CPU time', 'for age', 'for nice', 'for root', 'for raw I/O'];
  switch (scores.badness) {
    case '2.4':
      return ['total_vm', ...divisors];
    case '2.6':
      return [
        'total_vm',
        ...(badness26.children === 'none' ? [] : ['children']),
        ...divisors,
        ...(badness26.adj === 'none' ? [] : ['oom_adj']),
      ];
    case 'per-mille':
      return ['‰ of memory', 'root bonus', 'oom_score_adj'];
    default:
      return [
        'resident',
        'swapped',
        'page tables',
        ...(badnessPages.root === 'none' ? [] : ['root bonus']),
        'oom_score_adj',
      ];
  }
}

function ownTunables(
  standard: Record<string, number>,
  { isFrom, era }: { isFrom: (from: string) => boolean; era: LinuxEra },
): Record<string, number> {
  const there = Object.entries(standard).filter(([name]) => isFrom(TUNABLES_FROM[name] ?? '2.4'));
  const own = Object.fromEntries(there);
  if ('vm/oom_dump_tasks' in own) own['vm/oom_dump_tasks'] = era.report.dumpsTasks ? 1 : 0;
  return own;
}

/** [KRN-16] Its /proc files: fs/proc/base.c (oom_score), fs/proc/task_mmu.c (smaps_rollup). printk stamps its lines from 2.6 on. */
function linuxSystem(isFrom: (from: string) => boolean): System {
  const files: System['files'] = ['status', 'maps', 'oom_score', 'smaps_rollup'];
  const since = { status: '2.4.0', maps: '2.4.0', oom_score: '2.6.0', smaps_rollup: '4.14' };
  const setting = {
    kind: 'setting',
    name: 'vm/overcommit_memory',
    value: 2,
    isSet: (mode: number) => mode === 2,
  } as const;
  return {
    ...PLAIN_SYSTEM,
    stampsMessages: isFrom('2.6.0'),
    memoryReport: 'meminfo',
    files: files.filter((file) => isFrom(since[file])),
    hasOomKiller: true,
    perror: PERROR,
    hasOvercommitModes: true,
    emptiesSwap: true,
    strictWay: isFrom('2.6.0') ? setting : null,
  };
}

/** [KL-17] 2.4 to 2.6.10 have no adjustment at all, 2.6.11 to 2.6.35 only oom_adj, later kernels both. */
function knobsOf(isFrom: (from: string) => boolean): Policy['knobs'] {
  if (!isFrom('2.6.11')) return ['nice', 'cap'];
  return isFrom('2.6.36') ? ['nice', 'cap', 'oom_adj', 'oom_score_adj'] : ['nice', 'cap', 'oom_adj'];
}
