import type { Fact } from '../facts.ts';
import { policyOf } from '../kernels/registry.ts';
import { spaceOf } from '../memory/space.ts';
import type { Machine, Vma } from '../state.ts';
import { nameOfMapping } from './processes.ts';

type ChargeDecided = Extract<Fact, { type: 'ChargeDecided' }>;

/**
 * All that a fork asks for, and for which regions of its parent; the parts add up to `pages`. `promised`: what was promised
 * before the first of them. Pages.
 */
export type ForkAsk = { pages: number; promised: number; parts: { name: string; pages: number }[] };

/**
 * [VIEW-9] What a refused fork asked for in all. Some kernels charge one mapping after the other: their fact is about the
 * one that was too much, and what was granted before it stands in `counted`. Pure.
 * @param m the machine as it stood when the fact happened: see `applyEntry`
 * @returns null for every other fact, where the parent is gone, and where its mappings do not add up to what the fact says
 */
export function forkAskOf(m: Machine, fact: ChargeDecided): ForkAsk | null {
  const space = fact.call === 'fork' && !fact.isGranted ? m.processes.find((p) => p.pid === fact.pid)?.space : null;
  if (space === null || space === undefined) return null;
  const { vmas, regions } = spaceOf(m, space);
  const charged = vmas.filter((vma) => vma.isAccounted && !vma.isDontFork);
  const pages = charged.reduce((sum, vma) => sum + vma.count, 0);
  if (!isTheSame(m, fact, { charged, pages })) return null;
  const parts = new Map<string, number>();
  for (const vma of charged) {
    const name = nameOfMapping(vma, regions);
    parts.set(name, (parts.get(name) ?? 0) + vma.count);
  }
  const promised = policyOf(m.spec.policy).fork === 'mappings' ? m.committed : fact.counted;
  return { pages, promised, parts: [...parts].map(([name, count]) => ({ name, pages: count })) };
}

type Charged = { charged: readonly Vma[]; pages: number };

/** Whether the fact is about these mappings: about all of them, or about one, after those before it were counted. */
function isTheSame(m: Machine, { asked, counted }: ChargeDecided, { charged, pages }: Charged): boolean {
  if (policyOf(m.spec.policy).fork !== 'mappings') return asked === pages;
  let before = m.committed;
  return charged.some((vma) => {
    const isIt = before === counted && vma.count === asked;
    before += vma.count;
    return isIt;
  });
}
