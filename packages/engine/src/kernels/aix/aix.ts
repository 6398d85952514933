import type { Candidate } from '../../facts.ts';
import { totalOf } from '../../memory/runs.ts';
import { accountedPages } from '../../memory/space.ts';
import type { ContentRun, Machine, Process } from '../../state.ts';
import { distinctPages, heldBy, livePages, living } from '../measure.ts';
import { killOwnOrFound } from '../ownOrFound.ts';
import type {
  Alarm,
  ChargeRequest,
  ChargeVerdict,
  KillResponse,
  PagingSpaceUse,
  Policy,
  Shortage,
  ShortageResponse,
} from '../policy.ts';
import { PLAIN_SYSTEM } from '../system.ts';
import { aixKillMessages } from './messages.ts';
import {
  AIX_FORK_RETRY,
  type AixKillRule,
  type AixProcess,
  type AixThresholds,
  aixAction,
  aixExemption,
  aixThresholds,
  aixVictim,
  type PagingSpaceMode,
} from './pagingSpace.ts';

/** [KAIX-1] Which way a process takes its slots: by its own PSALLOC, else as the system does. */
function isEarly(process: Process, mode: PagingSpaceMode): boolean {
  return process.traits.isEarly ?? mode === 'early';
}

export type PagingSpace = { total: number; used: number; free: number };

/** [KAIX-2] Slots of paging space: of early processes all they asked for, of the others what was touched or paged out. */
export function pagingSpace(m: Machine, mode: PagingSpaceMode): PagingSpace {
  const early = new Set(living(m).flatMap((p) => (isEarly(p, mode) && p.space !== null ? [p.space] : [])));
  const spaces = m.spaces.filter((space) => early.has(space.id));
  const objects = mode === 'early' ? m.objects.filter((object) => object.isAccounted) : [];
  const asked = spaces.reduce((sum, space) => sum + accountedPages(space), 0);
  const shared = objects.reduce((sum, object) => sum + object.pages, 0);
  const written = swappedIn(spaces.map((s) => s.pages)) + swappedIn(objects.map((o) => o.contents));
  const others = mode === 'late' ? livePages(m) - distinctPages(spaces) : totalOf(m.slots) - written;
  const used = Math.min(m.swapPages, asked + shared + Math.max(0, others));
  return { total: m.swapPages, used, free: m.swapPages - used };
}

/** Paging space by the system's own way of taking slots; `deferred` under a kernel that is not AIX. */
export function ownPagingSpace(m: Machine): PagingSpace {
  const mode = (['late', 'early'] as const).find((one) => m.spec.policy === `aix-${one}`) ?? 'deferred';
  return pagingSpace(m, mode);
}

/** Slots that are written already: of what was asked for early they were counted then. */
function swappedIn(contents: readonly (readonly ContentRun[])[]): number {
  let pages = 0;
  for (const runs of contents) for (const run of runs) if (run.state === 'swap') pages += run.count;
  return pages;
}

/** [KAIX-3] npswarn and npskill: by the formulas, unless set. */
function thresholds(m: Machine): AixThresholds {
  const usual = aixThresholds(m.swapPages);
  return { npswarn: m.tunables.npswarn || usual.npswarn, npskill: m.tunables.npskill || usual.npskill };
}

/** [KAIX-4] Without any paging space there are no thresholds: real systems always have some. */
function hasPagingSpace(m: Machine): boolean {
  return m.swapPages > 0;
}

/** Without any paging space there are no marks [KAIX-4]. */
function pagingSpaceUse(m: Machine, mode: PagingSpaceMode): PagingSpaceUse {
  const { total, used } = pagingSpace(m, mode);
  return { total, used, ...(hasPagingSpace(m) ? thresholds(m) : { npswarn: 0, npskill: 0 }) };
}

function decideCharge(m: Machine, { process, pages, call }: ChargeRequest, mode: PagingSpaceMode): ChargeVerdict {
  const { used, free, total } = pagingSpace(m, mode);
  const starts = call === 'fork' || call === 'spawn' || call === 'posix_spawn';
  const waits = starts ? { waitedMs: AIX_FORK_RETRY.tries * AIX_FORK_RETRY.intervalMs } : {};
  if (isEarly(process, mode)) {
    const isGranted = pages <= free;
    const verdict = {
      isGranted,
      counted: used,
      limit: total,
      isSummed: true,
      terms: [{ label: 'paging space', pages: total }],
    };
    if (isGranted) return { ...verdict, rule: 'KAIX-5' };
    return { ...verdict, rule: 'KAIX-5', ...waits, remedies: [{ more: 'swap' }, { instead: 'PSALLOC late' }] };
  }
  const { npskill } = thresholds(m);
  const isGranted = !(starts && hasPagingSpace(m) && free < npskill);
  const verdict = { isGranted, counted: used, limit: null, isSummed: false, terms: [], rule: 'KAIX-6' };
  return isGranted ? verdict : { ...verdict, ...waits, remedies: [{ more: 'free swap' }] };
}

function killRule(m: Machine): AixKillRule {
  return {
    order: 'youngest',
    nokilluid: m.tunables.nokilluid ?? 0,
    lowPsHandling: m.tunables.low_ps_handling === 2 ? 2 : 1,
  };
}

function asAix(m: Machine, process: Process, mode: PagingSpaceMode): AixProcess {
  const { anon, shm, swap } = heldBy(m, process);
  const { sigdanger } = process.traits;
  return {
    pid: process.pid,
    uid: process.uid,
    startTick: process.startTick,
    isKproc: false,
    handlesSigdanger: sigdanger === 'exit' || sigdanger === 'release',
    isEarly: isEarly(process, mode),
    pagingSpacePages: mode === 'deferred' ? swap : anon + shm + swap,
  };
}

/** [KAIX-7] The youngest first: points are the time of start, and of equals the last, which has the higher pid. */
function candidates(m: Machine, mode: PagingSpaceMode): Candidate[] {
  const rule = killRule(m);
  return living(m).map((process) => {
    const seen = asAix(m, process, mode);
    const exempt = aixExemption(seen, rule);
    const who = { pid: process.pid, process: process.name, uid: process.uid };
    const terms = [{ label: 'started at tick', value: process.startTick }];
    return { ...who, terms, points: process.startTick, oomScore: null, ...(exempt === null ? {} : { exempt }) };
  });
}

function kill(m: Machine, mode: PagingSpaceMode, ownChoice: Shortage['ownChoice']): KillResponse | null {
  const found = aixVictim(
    living(m).map((p) => asAix(m, p, mode)),
    killRule(m),
  );
  if (!found) return null;
  return killOwnOrFound(m, {
    pid: found.pid,
    ownChoice,
    candidates: () => candidates(m, mode),
    rule: 'KAIX-7',
    lines: (victim) => {
      const { pagingSpacePages } = asAix(m, victim, mode);
      return aixKillMessages({ pid: victim.pid, name: victim.comm, uid: victim.uid }, pagingSpacePages * 4);
    },
  });
}

/** [KAIX-8] SIGDANGER on each fall below npswarn, SIGKILL while below npskill. */
function pagingSpaceAlarm(m: Machine, mode: PagingSpaceMode, ownChoice: Shortage['ownChoice']): Alarm | null {
  if (!hasPagingSpace(m)) return null;
  const { free } = pagingSpace(m, mode);
  const marks = thresholds(m);
  const isWarned = (m.killer.isWarned ?? 0) === 1;
  if (isWarned && free >= marks.npswarn) return { outcome: 'note', memory: { isWarned: 0 } };
  if (!isWarned && free < marks.npswarn) {
    const pids = living(m).map((p) => p.pid);
    return { outcome: 'warn', pids, freePages: free, npswarn: marks.npswarn, memory: { isWarned: 1 } };
  }
  return aixAction(free, free, marks) === 'kill' ? kill(m, mode, ownChoice) : null;
}

/** [KAIX-10] Late allocation: no further than the next mark at once, and no further at all without a slot. */
function touchable(m: Machine, process: Process, mode: PagingSpaceMode): number {
  if (mode !== 'late' || !hasPagingSpace(m) || isEarly(process, mode)) return Number.MAX_SAFE_INTEGER;
  const { free } = pagingSpace(m, mode);
  const { npswarn, npskill } = thresholds(m);
  if (free >= npswarn) return free - npswarn + 1;
  return free >= npskill ? free - npskill + 1 : free;
}

/** [KAIX-11] RAM is full and nothing can be paged out. */
function shortageResponse(m: Machine, mode: PagingSpaceMode, { ownChoice }: Shortage): ShortageResponse {
  return kill(m, mode, ownChoice) ?? { outcome: 'stall', why: 'no page is free, and no process may be killed' };
}

function aix(mode: PagingSpaceMode, { name, summary }: { name: string; summary: string }): Policy {
  return {
    id: `aix-${mode}`,
    name,
    summary,
    system: {
      ...PLAIN_SYSTEM,
      messages: 'errpt -a',
      memoryReport: 'lsps -s',
      swapWord: 'paging space',
      strictWay: mode === 'early' ? null : { kind: 'kernel', policy: 'aix-early', label: 'PSALLOC=early' },
    },
    accounts: (_m, { kind, prot }) =>
      kind !== 'shared' && (prot.includes('w') || (mode === 'early' && kind === 'anon')),
    honoursNoreserve: () => false,
    chargesOnMprotect: true,
    decideCharge: (m, request) => decideCharge(m, request, mode),
    commitLimit: (m) => (mode === 'early' ? m.swapPages : m.ramPages + m.swapPages),
    isStrict: () => mode === 'early',
    fork: 'space',
    vfork: 'free',
    refusalErrno: () => 'ENOMEM',
    onShortage: 'kill-victim',
    candidates: (m) => candidates(m, mode),
    tie: 'last',
    pointsIn: 'ticks',
    hasOomScore: false,
    tunables: () => ({ npswarn: 0, npskill: 0, nokilluid: 0, low_ps_handling: 1 }),
    maxima: { low_ps_handling: 2 },
    shortageResponse: (m, shortage) => shortageResponse(m, mode, shortage),
    pagingSpace: (m) => pagingSpaceUse(m, mode),
    pagingSpaceAlarm: (m, ownChoice) => pagingSpaceAlarm(m, mode, ownChoice),
    touchable: (m, process) => touchable(m, process, mode),
    knobs: ['nice', 'sigdanger', 'psalloc'],
    hasGroups: false,
  };
}

export const aixLate = aix('late', {
  name: 'AIX, late allocation',
  summary: 'A page takes its paging-space slot when it is touched; warns with SIGDANGER, then kills the youngest.',
});
export const aixDeferred = aix('deferred', {
  name: 'AIX, deferred allocation',
  summary: 'A page takes its paging-space slot when it must leave RAM; warns with SIGDANGER, then kills the youngest.',
});
export const aixEarly = aix('early', {
  name: 'AIX, PSALLOC=early',
  summary: 'Every slot is taken when memory is asked for: the request fails, and whoever has its slots is safe.',
});
