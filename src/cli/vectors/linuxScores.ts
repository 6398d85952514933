import {
  badness24,
  badness26,
  badnessPages,
  badnessPerMille,
  divide,
  HIGHEST_POINTS,
  type LinuxEra,
  UNKILLABLE_POINTS,
  type WordBits,
} from '@overcommit/engine/formulas';
import { flag, list, num, type VectorRecord, written } from './record.ts';

/** What a task's score needs beside its own record. */
export type Surroundings = {
  /** Clock and totals: the record of the machine. */
  machine: VectorRecord;
  hasMemory: boolean;
  childrenVmPages: number[];
  /** oom_score_adj as the score sees it: −1000 if the address space is immune. */
  oomScoreAdj: number;
  isKthread: boolean;
};

/** Points of a task by the score that this era computes. Reads the field names of the recordings. */
export function pointsOf(task: VectorRecord, around: Surroundings, options: { era: LinuxEra; bits: WordBits }): number {
  switch (options.era.scores.badness) {
    case '2.4':
      return points24(task, around, options);
    case '2.6':
      return points26(task, around, options);
    case 'per-mille':
      return badnessPerMille(modernInput(task, around), options.era.badnessPerMille, options.bits);
    case 'pages':
      return badnessPages(modernInput(task, around), options.era.badnessPages);
  }
}

type Options = { era: LinuxEra; bits: WordBits };

function points24(task: VectorRecord, { machine, hasMemory }: Surroundings, { era, bits }: Options): number {
  const input = {
    hasMemory,
    totalVmPages: num(task, 'total_vm_pages', 0),
    cpuJiffies: num(task, 'utime_jiffies') + num(task, 'stime_jiffies'),
    nowJiffies: num(machine, 'jiffies'),
    startJiffies: num(task, 'start_jiffies'),
    hz: num(machine, 'hz'),
    nice: num(task, 'nice'),
    isRoot: hasRootUid(task) || flag(task, 'cap_sys_admin'),
    hasRawIo: flag(task, 'cap_sys_rawio'),
    isVictim: flag(task, 'oom_victim'),
    bits,
  };
  return badness24(input, era.badness24);
}

function points26(task: VectorRecord, around: Surroundings, { era, bits }: Options): number {
  const input = {
    hasMemory: around.hasMemory,
    totalVmPages: num(task, 'total_vm_pages', 0),
    childrenVmPages: around.childrenVmPages,
    cpuJiffies: num(task, 'utime_jiffies') + num(task, 'stime_jiffies'),
    uptimeSeconds: num(around.machine, 'uptime_s'),
    startSeconds: num(task, 'start_s'),
    hz: num(around.machine, 'hz'),
    nice: num(task, 'nice'),
    hasRootUid: hasRootUid(task),
    hasSysAdmin: flag(task, 'cap_sys_admin'),
    hasSysResource: flag(task, 'cap_sys_resource'),
    hasRawIo: flag(task, 'cap_sys_rawio'),
    oomAdj: oomAdjOf(task),
    isOrigin: flag(task, 'oom_origin'),
    bits,
  };
  return badness26(input, era.badness26);
}

function modernInput(task: VectorRecord, around: Surroundings) {
  return {
    isUnkillable: !around.hasMemory || around.isKthread || num(task, 'pid') === 1,
    rssPages: num(task, 'rss_pages', 0),
    swapPages: num(task, 'swapents_pages', 0),
    pageTablePages: num(task, 'nr_ptes', 0) + num(task, 'nr_pmds', 0) + divide(num(task, 'pgtables_bytes', 0), 4096),
    oomScoreAdj: around.oomScoreAdj,
    hasSysAdmin: flag(task, 'cap_sys_admin'),
    isOrigin: flag(task, 'oom_origin'),
    totalPages: num(around.machine, 'totalpages'),
    isReaped: flag(task, 'mm_oom_skip'),
    isVforkChild: flag(task, 'vfork_child'),
  };
}

export function oomAdjOf(task: VectorRecord): number {
  return num(task, 'oom_adj', num(task, 'oomkilladj', 0));
}

function hasRootUid(task: VectorRecord): boolean {
  return num(task, 'uid') === 0 || num(task, 'euid') === 0;
}

/** Sizes of the children that a 2.6 score counts: those with memory that is not their parent's. */
export function recordedChildren(record: VectorRecord): number[] {
  return list(record, 'children')
    .filter((child) => flag(child, 'has_mm') && !flag(child, 'shares_parent_mm'))
    .map((child) => num(child, 'total_vm_pages'));
}

/** Points as the files write them: the highest and the lowest number of the kernel's own type. */
export function writtenPoints(points: number, bits: WordBits): number | string {
  if (points === UNKILLABLE_POINTS) return written(-(2n ** BigInt(bits - 1)));
  if (points === HIGHEST_POINTS) return written(2n ** BigInt(bits) - 1n);
  return written(BigInt(points));
}
