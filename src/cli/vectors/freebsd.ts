import { type FreebsdProcess, type FreebsdThreadState, freebsdVictim, reserveSwap } from '@overcommit/engine/formulas';
import { flag, inputNames, list, num, type VectorRecord, type VectorSet } from './record.ts';

/** How the files write "no limit". */
const NO_LIMIT = Number.MAX_SAFE_INTEGER;

/** `swap-reserve`: one reservation of swap. */
export const SWAP_RESERVE_SET: VectorSet = {
  inputs: inputNames(
    ...['request_bytes', 'overcommit', 'swap_total_bytes', 'swap_reserved_before_bytes', 'page_count'],
    ...[
      'free_reserved',
      'wired_pages',
      'user_vmsize_before_bytes',
      'rlimit_swap_bytes',
      'priv_noquota',
      'priv_norlimit',
    ],
  ),
  compute: (record) => {
    const rlimit = num(record, 'rlimit_swap_bytes');
    const answer = reserveSwap({
      requestBytes: num(record, 'request_bytes'),
      overcommit: num(record, 'overcommit'),
      swapTotalBytes: num(record, 'swap_total_bytes'),
      swapReservedBytes: num(record, 'swap_reserved_before_bytes'),
      pageCount: num(record, 'page_count'),
      freeReservedPages: num(record, 'free_reserved'),
      wiredPages: num(record, 'wired_pages'),
      userVmBytes: num(record, 'user_vmsize_before_bytes'),
      rlimitSwapBytes: rlimit === NO_LIMIT ? null : rlimit,
      mayExceedTotal: flag(record, 'priv_noquota'),
      mayExceedRlimit: flag(record, 'priv_norlimit'),
    });
    return {
      ok: answer.isGranted,
      swap_reserved_after_bytes: answer.swapReservedBytes,
      user_vmsize_after_bytes: answer.userVmBytes,
    };
  },
};

/** `oom-tables`: whom a shortage kills. */
export const OOM_TABLES_SET: VectorSet = {
  inputs: inputNames('shortage', 'swap_pager_avail_pages', 'procs'),
  compute: (record) => {
    const { shortage } = record;
    if (shortage !== 'mem' && shortage !== 'swapz') throw new Error(`unknown shortage ${String(shortage)}`);
    const processes = list(record, 'procs').map(freebsdProcess);
    return { killed_pid: freebsdVictim(processes, shortage, num(record, 'swap_pager_avail_pages'))?.pid ?? null };
  },
};

const THREAD_STATES: readonly string[] = ['running', 'runq', 'sleeping', 'suspended', 'other'];

function isThreadState(value: unknown): value is FreebsdThreadState {
  return typeof value === 'string' && THREAD_STATES.includes(value);
}

function freebsdProcess(row: VectorRecord): FreebsdProcess {
  if (!isThreadState(row.thread)) throw new Error(`unknown thread state ${String(row.thread)}`);
  return {
    pid: num(row, 'pid'),
    isProtected: flag(row, 'protected'),
    isSystem: flag(row, 'system'),
    isInExec: flag(row, 'in_exec'),
    isKilled: flag(row, 'killed'),
    isNormal: row.state === 'normal',
    thread: row.thread,
    hasMemory: flag(row, 'has_vmspace'),
    swapPages: num(row, 'swap_pages'),
    residentPages: num(row, 'resident_pages'),
  };
}
