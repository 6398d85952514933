import type { OomKiller } from '@overcommit/protocol';
import type { LogLine } from '../text/lines.ts';
import type { Report } from '../types.ts';

/** A report while it is read. */
export type Draft = Report & {
  hasTrigger: boolean;
  caller: string | null;
  /** Which part of the report the last line belonged to; it tells what the next counters mean. */
  section: 'none' | 'memInfo' | 'groupStats' | 'table' | 'slabs';
  /** Kills are seen, so the next table or trigger is another event's. */
  isClosed: boolean;
};

export function newDraft(line: LogLine, killer: OomKiller = 'kernel'): Draft {
  return {
    killer,
    stamp: line.stamp ?? (line.seconds === null ? null : `${line.seconds} s`),
    seconds: line.seconds,
    lines: [line.number, line.number],
    kernel: null,
    era: null,
    invokedBy: null,
    invokerAdj: null,
    gfp: null,
    gfpNames: null,
    order: null,
    constraint: null,
    nodes: null,
    memsAllowed: null,
    taskGroup: null,
    isGroup: false,
    group: { path: null, memory: null, swap: null, memoryAndSwap: null, kernel: null, statsKb: {} },
    memInfo: {},
    zones: [],
    kernelStackKb: null,
    hugepagesKb: 0,
    slabs: [],
    pageKb: 4,
    ramPages: null,
    reservedPages: null,
    swapTotalKb: null,
    swapFreeKb: null,
    tasks: [],
    hasRowsMissing: false,
    chosen: null,
    victim: null,
    isVictimOfBefore: false,
    previousVictim: null,
    alsoKilled: [],
    killsWholeGroup: false,
    killsAsker: false,
    isBySysrq: false,
    isPanic: false,
    isWithoutVictim: false,
    hasReaped: false,
    other: [],
    hasTrigger: false,
    caller: line.caller,
    section: 'none',
    isClosed: false,
  };
}

/** More than names of killed processes. */
export function hasFigures(draft: Draft): boolean {
  return (
    draft.tasks.length > 0 ||
    draft.era !== null ||
    draft.group.memory !== null ||
    draft.ramPages !== null ||
    Object.keys(draft.memInfo).length > 0
  );
}
