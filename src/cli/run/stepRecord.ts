import {
  type CallResult,
  commitStatement,
  type Entry,
  factsOf,
  listProcesses,
  type Machine,
  meminfo,
  type ProcessView,
  procFile,
} from '@overcommit/engine';
import { answerOf } from '@overcommit/reading';

/** One line of `overcommit run --json`, and of a kernel's recording: what a step did, and the machine after it. Sizes in kB. */
export type StepRecord = {
  step: number;
  op: string;
  result: string;
  pages: number;
  died: string[];
  mem: Record<string, number>;
  procs: Record<string, Record<string, number | null>>;
  kmsg: string[];
};
export type StepOutcome = { result: CallResult; pages: number; died: string[]; kmsg: string[] };

const KB_PER_PAGE = 4;

/** A step as seen from outside: the call's answer, the deaths and the kernel's log. */
export function outcomeOf(entry: Pick<Entry, 'command' | 'facts'>): StepOutcome {
  const { result, pages = 0 } = answerOf(entry);
  return {
    result,
    pages,
    died: factsOf(entry, 'ProcessEnded').map(({ process }) => process),
    kmsg: factsOf(entry, 'KernelSaid').flatMap(({ lines }) => lines),
  };
}

/** Why a call failed, with its sum in pages; undefined where it did not, or nothing more is known. */
export function whyOf(entry: Pick<Entry, 'command' | 'facts'>): string | undefined {
  const { result, detail } = answerOf(entry);
  if (result === 'ok' && detail === undefined) return undefined;
  const charge = factsOf(entry, 'ChargeDecided').find((fact) => !fact.isGranted);
  if (charge?.limit) {
    const { asked, counted, limit, isSummed } = charge;
    const there = isSummed ? `, ${counted} promised` : '';
    return `${asked} pages asked${there}, ${limit} allowed${detail === undefined ? '' : `; ${detail}`}`;
  }
  const [own] = factsOf(entry, 'RequestRefused');
  if (own) return `${own.what}: ${own.asked} ${own.unit} asked, ${own.counted} there, ${own.limit} allowed`;
  return detail;
}

/** The machine as the recordings describe it. */
export function readMachine(m: Machine): Pick<StepRecord, 'mem' | 'procs'> {
  const procs: StepRecord['procs'] = {};
  for (const view of listProcesses(m)) {
    if (view.pid !== 1 && view.state !== 'exiting') procs[view.name] = readProcess(m, view);
  }
  return { mem: readMem(m), procs };
}

const MEM_KEYS = [
  ['MemTotal', 'MemFree', 'MemAvailable', 'Cached', 'SwapCached', 'SwapTotal', 'SwapFree', 'AnonPages', 'Shmem'],
  ['Slab', 'PageTables', 'KernelStack', 'CommitLimit', 'Committed_AS', 'Mlocked'],
].flat();

/** Every system has the commit statement. Where a system has a text in /proc's format, it says more. */
function readMem(m: Machine): Record<string, number> {
  const c = commitStatement(m);
  const base: Record<string, number> = {
    MemTotal: c.ramPages * KB_PER_PAGE,
    MemFree: c.freePages * KB_PER_PAGE,
    SwapTotal: c.swapTotalPages * KB_PER_PAGE,
    SwapFree: (c.swapTotalPages - c.swapUsedPages) * KB_PER_PAGE,
    CommitLimit: c.limitPages * KB_PER_PAGE,
    Committed_AS: c.committedPages * KB_PER_PAGE,
  };
  return pick(MEM_KEYS, { ...base, ...readColons(meminfo(m)) }) as Record<string, number>;
}

const STATUS_KEYS = ['VmSize', 'VmRSS', 'RssAnon', 'RssFile', 'RssShmem', 'VmData', 'VmSwap', 'VmPTE', 'VmLck'];
const ROLLUP_KEYS = ['Pss', 'Private_Dirty', 'Shared_Dirty'];

function readProcess(m: Machine, view: ProcessView): Record<string, number | null> {
  const base = {
    VmSize: view.vszPages * KB_PER_PAGE,
    VmRSS: view.rssPages * KB_PER_PAGE,
    RssAnon: view.anonPages * KB_PER_PAGE,
    RssFile: view.filePages * KB_PER_PAGE,
    VmSwap: view.swapPages * KB_PER_PAGE,
    VmPTE: view.tablePages * KB_PER_PAGE,
    ...readColons(procFile(m, view.pid, 'status')),
  };
  const rollup = { Pss: view.pssPages * KB_PER_PAGE, ...readColons(procFile(m, view.pid, 'smaps_rollup')) };
  return {
    pid: view.pid,
    ppid: view.ppid,
    ...pick(STATUS_KEYS, base),
    oom_score: view.oomScore,
    oom_score_adj: view.oomScoreAdj,
    ...pick(ROLLUP_KEYS, rollup),
  };
}

/** `Name:  123 kB` lines of a /proc text. */
function readColons(text: string): Record<string, number> {
  const found: Record<string, number> = {};
  for (const match of text.matchAll(/^(\w+):\s+(\d+)(?: kB)?$/gm)) found[match[1] as string] = Number(match[2]);
  return found;
}

function pick(keys: readonly string[], from: Record<string, number>): Record<string, number> {
  return Object.fromEntries(keys.flatMap((key) => (from[key] === undefined ? [] : [[key, from[key]]])));
}
