import {
  killVictim,
  killVictim24,
  killVictim26,
  type LinuxEra,
  OOM_DISABLE,
  OOM_SCORE_ADJ_MIN,
  type OomOutcome,
  type OomTask,
  procOomScore,
  reportedScore,
  type ScoredTask,
  type WordBits,
} from '@overcommit/engine/formulas';
import { oomAdjOf, pointsOf, type Surroundings, writtenPoints } from './linuxScores.ts';
import { flag, inputNames, list, num, type Outputs, type VectorRecord, type VectorSet, written } from './record.ts';

const INPUTS = inputNames('hz', 'jiffies', 'uptime_s', 'totalpages', 'current_pid', 'mms', 'tasks');

type Options = { era: LinuxEra; bits: WordBits };

/** `tables`: whole process tables, the choice among them and the kill. */
export function linuxTablesSet(era: LinuxEra): VectorSet {
  return {
    inputs: INPUTS,
    compute: (record) => ({ ...compute(record, { era, bits: 64 }), i386: compute(record, { era, bits: 32 }) }),
  };
}

function compute(record: VectorRecord, options: Options): Outputs {
  const memories = new Map(list(record, 'mms').map((mm) => [num(mm, 'id'), mm]));
  const rows = list(record, 'tasks').map((row) => joined(row, memories));
  const scored = rows.map((row) => scoredTask(row, { rows, machine: record, options }));
  const score = options.era.scores.procOomScore;
  const totalPages = num(record, 'totalpages', 0);
  return {
    points: scored.map(({ points }) => writtenPoints(points, options.bits)),
    ...(score && { proc_oom_score: scored.map(({ points }) => procOomScore(points, totalPages, score)) }),
    ...outcomeFields(kill(scored, num(record, 'current_pid', 0), options.era), totalPages, options.era),
  };
}

type Row = { task: VectorRecord; memory: number | null };

/** A task with the sizes of its address space in one record. */
function joined(row: VectorRecord, memories: ReadonlyMap<number, VectorRecord>): Row {
  const memory = row.mm === null || row.mm === undefined ? null : num(row, 'mm');
  const space = memory === null ? {} : memories.get(memory);
  if (space === undefined) throw new Error(`mm ${memory} is not in mms`);
  return { task: { ...space, mm_oom_skip: space.oom_skip, ...row }, memory };
}

function scoredTask(
  row: Row,
  { rows, machine, options }: { rows: readonly Row[]; machine: VectorRecord; options: Options },
): ScoredTask {
  const { task, memory } = row;
  const sharers = rows.filter((other) => other.memory === memory && memory !== null);
  const isImmune =
    options.era.scores.neverIsShared && sharers.some((s) => num(s.task, 'oom_score_adj', 0) === OOM_SCORE_ADJ_MIN);
  const children = rows.filter((other) => num(other.task, 'ppid') === num(task, 'pid'));
  const around: Surroundings = {
    machine,
    hasMemory: memory !== null,
    childrenVmPages: children
      .filter((child) => child.memory !== null && child.memory !== memory)
      .map((child) => num(child.task, 'total_vm_pages', 0)),
    oomScoreAdj: isImmune ? OOM_SCORE_ADJ_MIN : num(task, 'oom_score_adj', 0),
    isKthread: flag(task, 'kthread'),
  };
  return { task: oomTask(row), points: pointsOf(task, around, options) };
}

function oomTask({ task, memory }: Row): OomTask {
  return {
    pid: num(task, 'pid'),
    parentPid: num(task, 'ppid'),
    memory,
    isKthread: flag(task, 'kthread'),
    isExiting: flag(task, 'exiting'),
    isVictim: flag(task, 'oom_victim'),
    isOrigin: flag(task, 'oom_origin'),
    isReaped: flag(task, 'mm_oom_skip'),
    isNever: num(task, 'oom_score_adj', 0) === OOM_SCORE_ADJ_MIN || oomAdjOf(task) === OOM_DISABLE,
    hasRawIo: flag(task, 'cap_sys_rawio'),
  };
}

function kill(tasks: readonly ScoredTask[], currentPid: number, era: LinuxEra): OomOutcome {
  if (era.scores.badness === '2.4') return killVictim24(tasks, era.victim24);
  if (era.scores.badness === '2.6') return killVictim26(tasks, currentPid, era.victim26);
  return killVictim(tasks, currentPid, era.victimModern);
}

function outcomeFields(outcome: OomOutcome, totalPages: number, era: LinuxEra): Outputs {
  if (outcome.result === 'wait' || outcome.result === 'panic') return { result: outcome.result };
  return {
    result: outcome.result,
    chosen_pid: outcome.chosenPid,
    reported_score: written(reportedScore(outcome.chosenPoints, totalPages, era.scores.reported)),
    signalled: outcome.signalled,
    victim_pid: outcome.victimPid,
    given_memory_reserves: outcome.givenReserves,
  };
}
