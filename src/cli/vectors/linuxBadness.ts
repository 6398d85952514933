import { type LinuxEra, procOomScore, UNKILLABLE_POINTS, type WordBits } from '@overcommit/engine/formulas';
import { pointsOf, recordedChildren, type Surroundings, writtenPoints } from './linuxScores.ts';
import { flag, inputNames, num, type Outputs, type VectorRecord, type VectorSet } from './record.ts';

const INPUTS = inputNames(
  ...['hz', 'has_mm', 'total_vm_pages', 'jiffies', 'start_jiffies', 'uptime_s', 'start_s'],
  ...['utime_jiffies', 'stime_jiffies', 'nice', 'uid', 'euid', 'cap_sys_admin', 'cap_sys_rawio', 'cap_sys_resource'],
  ...['children', 'oomkilladj', 'oom_adj', 'oom_origin', 'oom_victim'],
  ...['totalpages', 'rss_pages', 'swapents_pages', 'nr_ptes', 'nr_pmds', 'pgtables_bytes', 'oom_score_adj'],
  ...['pid', 'kthread', 'mm_oom_skip', 'vfork_child'],
);

/** `badness`: the score of one process, and what /proc shows of it. */
export function linuxBadnessSet(era: LinuxEra): VectorSet {
  return { inputs: INPUTS, compute: (record) => compute(record, era) };
}

function compute(record: VectorRecord, era: LinuxEra): Outputs {
  const around: Surroundings = {
    machine: record,
    hasMemory: flag(record, 'has_mm'),
    childrenVmPages: recordedChildren(record),
    oomScoreAdj: num(record, 'oom_score_adj', 0),
    isKthread: flag(record, 'kthread'),
  };
  const points = pointsOf(record, around, { era, bits: 64 });
  const score = era.scores.procOomScore;
  return {
    points: writtenPoints(points, 64),
    points_i386: points32(record, around, era),
    killable: points !== UNKILLABLE_POINTS,
    ...(score && 'totalpages' in record && { proc_oom_score: procOomScore(points, num(record, 'totalpages'), score) }),
  };
}

/** null if an input does not fit 32 bits. */
function points32(record: VectorRecord, around: Surroundings, era: LinuxEra): number | string | null {
  const bits: WordBits = 32;
  const isTooWide = Object.entries(record).some(
    ([name, value]) => INPUTS.has(name) && typeof value === 'number' && Math.abs(value) >= 2 ** 32,
  );
  return isTooWide ? null : writtenPoints(pointsOf(record, around, { era, bits }), bits);
}
