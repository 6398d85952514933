import type { Candidate } from '../../facts.ts';
import { residence } from '../../memory/residence.ts';
import { spaceOf, vmPages } from '../../memory/space.ts';
import type { Machine, Process } from '../../state.ts';
import type { ChargeRequest, ChargeVerdict, KillScope, MappingKind, Policy } from '../policy.ts';

const GUESS = 0;
const ALWAYS = 1;
const NEVER = 2;

function mode(m: Machine): number {
  return m.tunables['vm/overcommit_memory'] ?? GUESS;
}

/** [CH1] mm/mmap.c:accountable_mapping: private and writable, unless MAP_NORESERVE is honoured. */
function accounts(_m: Machine, { kind, prot, isNoreserve }: MappingKind): boolean {
  return kind !== 'shared' && prot.includes('w') && !isNoreserve;
}

/** [CH5] mm/util.c:vm_commit_limit. */
export function commitLimit(m: Machine): number {
  const kbytes = m.tunables['vm/overcommit_kbytes'] ?? 0;
  const ratio = m.tunables['vm/overcommit_ratio'] ?? 50;
  return (kbytes > 0 ? kbytes >> 2 : Math.floor((m.ramPages * ratio) / 100)) + m.swapPages;
}

/** [CH2]-[CH6] mm/util.c:__vm_enough_memory. */
export function decideCharge(m: Machine, { process, space, pages }: ChargeRequest): ChargeVerdict {
  if (mode(m) === ALWAYS) {
    return { isGranted: true, counted: m.committed, limit: null, isSummed: false, terms: [], rule: 'CH3' };
  }
  if (mode(m) === GUESS) return guess(m, pages);
  const kbytes = m.tunables['vm/overcommit_kbytes'] ?? 0;
  const base = commitLimit(m) - m.swapPages;
  const terms = [
    { label: kbytes > 0 ? 'overcommit_kbytes' : `RAM × ${m.tunables['vm/overcommit_ratio']} %`, pages: base },
    { label: 'swap', pages: m.swapPages },
  ];
  if (process.uid !== 0)
    terms.push({ label: 'reserve for root', pages: -((m.tunables['vm/admin_reserve_kbytes'] ?? 0) >> 2) });
  if (space) {
    const reserve = Math.min(vmPages(space) >> 5, (m.tunables['vm/user_reserve_kbytes'] ?? 0) >> 2);
    terms.push({ label: 'reserve for other processes', pages: -reserve });
  }
  const limit = terms.reduce((sum, term) => sum + term.pages, 0);
  const isGranted = m.committed + pages < limit;
  return {
    isGranted,
    counted: m.committed,
    limit,
    isSummed: true,
    terms,
    rule: 'CH4',
    remedy: isGranted
      ? undefined
      : 'vm/overcommit_memory 0 or 1 would have granted it; so would more swap or a higher overcommit_ratio',
  };
}

/** [CH2] Only the obvious is refused: one request larger than all RAM and swap. What is promised already does not count. */
function guess(m: Machine, pages: number): ChargeVerdict {
  const limit = m.ramPages + m.swapPages;
  const isGranted = pages <= limit;
  return {
    isGranted,
    counted: m.committed,
    limit,
    isSummed: false,
    terms: [
      { label: 'RAM', pages: m.ramPages },
      { label: 'swap', pages: m.swapPages },
    ],
    rule: 'CH2',
    remedy: isGranted ? undefined : 'vm/overcommit_memory 1 grants anything',
  };
}

/** [OOM2] mm/oom_kill.c:oom_badness: resident + swapped + page tables + adj × (pages in scope / 1000). */
function candidate(m: Machine, process: Process, total: number): Candidate {
  const space = process.space === null ? null : spaceOf(m, process.space);
  const held = space ? residence(space) : { anon: 0, shm: 0, swap: 0, file: 0, tables: 0 };
  const terms = [
    { label: 'resident', value: held.anon + held.shm + held.file },
    { label: 'swapped', value: held.swap },
    { label: 'page tables', value: held.tables },
    { label: 'oom_score_adj', value: process.oomScoreAdj * Math.floor(total / 1000) },
  ];
  const points = terms.reduce((sum, term) => sum + term.value, 0);
  const exempt = exemption(m, process);
  return {
    pid: process.pid,
    process: process.name,
    uid: process.uid,
    terms,
    points,
    oomScore: exempt ? 0 : oomScore(points, total),
    ...(exempt ? { exempt } : {}),
  };
}

/** [OOM3] fs/proc/base.c:proc_oom_score. C division truncates towards zero. */
function oomScore(points: number, total: number): number {
  return Math.max(0, Math.trunc(((1000 + Math.trunc((points * 1000) / total)) * 2) / 3));
}

/** [OOM4] include/linux/sched/mm.h:in_vfork: only while the parent, alive, is still in that memory. */
function exemption(m: Machine, process: Process): string | undefined {
  if (process.oomScoreAdj === -1000) return 'oom_score_adj is -1000';
  if (process.isVforkChild && m.processes.some((p) => p.pid === process.ppid && p.space === process.space))
    return 'runs in the memory of its vfork parent';
  return undefined;
}

function candidates(m: Machine, { group, pages }: KillScope): Candidate[] {
  return m.processes
    .filter((p) => p.state !== 'zombie' && (group === null || p.group === group))
    .map((p) => candidate(m, p, pages));
}

export const linux61: Policy = {
  id: 'linux-6.1',
  name: 'Linux 6.1',
  summary: 'Promises freely unless told not to; when memory runs out, kills who holds most of it.',
  accounts,
  honoursNoreserve: (m) => mode(m) !== NEVER,
  chargesOnMprotect: true,
  decideCharge,
  commitLimit,
  isStrict: (m) => mode(m) === NEVER,
  fork: 'mappings',
  vfork: 'free',
  refusalErrno: () => 'ENOMEM',
  onShortage: 'kill-victim',
  candidates,
  tie: 'last',
  pointsIn: 'pages',
  hasOomScore: true,
  killRule: 'OOM1',
};
