import type { Candidate } from '../facts.ts';

/** The pick among candidates: the highest points; equal points by the policy's rule. Null if none may be chosen. */
export function pickVictim(candidates: readonly Candidate[], tie: 'first' | 'last'): Candidate | null {
  let best: Candidate | null = null;
  for (const candidate of candidates) {
    if (candidate.exempt !== undefined) continue;
    if (!best || candidate.points > best.points || (tie === 'last' && candidate.points === best.points))
      best = candidate;
  }
  return best;
}
