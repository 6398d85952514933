import type { Fact } from '../facts.ts';
import type { ChargeRequest, ChargeVerdict } from '../kernels/policy.ts';
import { policyOf } from '../kernels/registry.ts';
import { spaceOf } from '../memory/space.ts';
import { initProcess } from '../process/lifecycle.ts';
import type { Machine } from '../state.ts';
import { largest, least } from './search.ts';

type ChargeDecided = Extract<Fact, { type: 'ChargeDecided' }>;

/** What would have granted a refused request, each by itself. Sizes in pages. */
export type Remedy =
  /** A tunable at this value; the least that does where it is a size. */
  | { kind: 'setting'; name: string; value: number; was: number }
  /** So much more swap, paging space, page file. */
  | { kind: 'swap'; pages: number }
  /** A request of at most this, which is over 0. */
  | { kind: 'ask'; pages: number };

const INIT_PID = 1;
/** Stands for every uid but root's. */
const SOMEBODY = 1000;
const MOST_RATIO = 1000;
const MOST_KBYTES = 2 ** 31 - 1;
const MOST_SWAP_TIMES = 64;
/** Calls whose size is the caller's choice. */
const SIZED: readonly string[] = ['mmap', 'mremap', 'brk'];

type Request = Omit<ChargeRequest, 'pages'> & { parts: number[] };

/**
 * [VIEW-3] What would have granted this request, found by asking the kernel's own rules again. Pure.
 * @param m the machine as it stood when the fact happened: see `applyEntry`
 * @returns nothing where asking again does not lead to this very refusal: the machine has moved on within the entry
 */
export function remediesOf(m: Machine, fact: ChargeDecided): Remedy[] {
  const request = requestsOf(m, fact).find((one) => isSame(fact, ask(m, one)));
  if (!request) return [];
  const grants = (changed: Partial<Machine>) => ask({ ...m, ...changed }, request).isGranted;
  const set = (values: Record<string, number>) => grants({ tunables: { ...m.tunables, ...values } });
  const remedies = settings(m, set);
  const swap = least(1, MOST_SWAP_TIMES * m.ramPages, (pages) => grants({ swapPages: m.swapPages + pages }));
  if (swap !== null) remedies.push({ kind: 'swap', pages: swap });
  if (!SIZED.includes(fact.call)) return remedies;
  const most = largest(1, fact.asked - 1, (pages) => ask(m, { ...request, parts: [pages] }).isGranted);
  return most === null ? remedies : [...remedies, { kind: 'ask', pages: most }];
}

function settings(m: Machine, grants: (values: Record<string, number>) => boolean): Remedy[] {
  const found: Remedy[] = [];
  const put = (name: string, value: number | null) => {
    if (value !== null) found.push({ kind: 'setting', name, value, was: m.tunables[name] ?? 0 });
  };
  const tried = (name: string, values: number[]) => {
    const was = m.tunables[name];
    if (was === undefined) return;
    for (const value of new Set(values)) if (value !== was && grants({ [name]: value })) put(name, value);
  };
  tried('vm/overcommit_memory', [0, 1]);
  // Bit 1 enforces the limit, bit 4 counts RAM as well as swap.
  tried('vm/overcommit', [0, (m.tunables['vm/overcommit'] ?? 0) | 4]);
  const { 'vm/overcommit_ratio': ratio, 'vm/overcommit_kbytes': kbytes } = m.tunables;
  if (m.tunables['vm/overcommit_memory'] !== 2 || ratio === undefined) return found;
  if (kbytes)
    put(
      'vm/overcommit_kbytes',
      least(kbytes + 1, MOST_KBYTES, (value) => grants({ 'vm/overcommit_kbytes': value })),
    );
  else
    put(
      'vm/overcommit_ratio',
      least(ratio + 1, MOST_RATIO, (value) => grants({ 'vm/overcommit_ratio': value })),
    );
  return found;
}

function isSame(fact: ChargeDecided, { isGranted, counted, limit }: ChargeVerdict): boolean {
  return !isGranted && counted === fact.counted && limit === fact.limit;
}

/**
 * The requests that the fact can come from; none if the asking process is gone. On some kernels fork asks once for each
 * mapping. init asks for a new process as root or as another user; the fact does not say which.
 */
function requestsOf(m: Machine, { pid, call, asked }: ChargeDecided): Request[] {
  if (pid === INIT_PID)
    return [0, SOMEBODY].map((uid) => ({ process: initProcess(uid), space: null, call, parts: [asked] }));
  const process = m.processes.find((p) => p.pid === pid);
  if (!process) return [];
  const space = process.space === null ? null : spaceOf(m, process.space);
  if (call !== 'fork' || !space || policyOf(m.spec.policy).fork !== 'mappings')
    return [{ process, space, call, parts: [asked] }];
  const parts = space.vmas.filter((vma) => vma.isAccounted && !vma.isDontFork).map((vma) => vma.count);
  return [{ process, space, call, parts }];
}

/** The first refusal, or the last grant. */
function ask(m: Machine, { parts, ...request }: Request): ChargeVerdict {
  const { decideCharge } = policyOf(m.spec.policy);
  let { committed } = m;
  let verdict: ChargeVerdict | null = null;
  for (const pages of parts) {
    verdict = decideCharge({ ...m, committed }, { ...request, pages });
    if (!verdict.isGranted) return verdict;
    committed += pages;
  }
  if (!verdict) throw new Error('a request for nothing is not asked');
  return verdict;
}
