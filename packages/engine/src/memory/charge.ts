import { type Act, emit } from '../act.ts';
import type { ChargeVerdict } from '../kernels/policy.ts';
import type { AddressSpace, Process } from '../state.ts';

export type Charge = { process: Process; space: AddressSpace | null; call: string };

/** Ask the policy for `pages` of commit; the decision becomes a fact either way. SPEC [CH-1]-[CH-6]. True = granted. */
export function charge(act: Act, { process, space, call }: Charge, pages: number): boolean {
  return chargeEach(act, { process, space, call }, [pages]);
}

/**
 * Charge several mappings one after the other, as fork does. All granted: one fact for the sum. One refused: the fact is
 * about that one, and what was granted before it is given back.
 */
export function chargeEach(act: Act, { process, space, call }: Charge, parts: readonly number[]): boolean {
  const { m, policy } = act;
  const fact = { type: 'ChargeDecided', pid: process.pid, process: process.name, call } as const;
  let granted = 0;
  let last: ChargeVerdict | null = null;
  for (const asked of parts) {
    if (asked === 0) continue;
    // What was granted before counts for the next one, but is only promised once all are.
    const asPromised = granted === 0 ? m : { ...m, committed: m.committed + granted };
    last = policy.decideCharge(asPromised, { process, space, pages: asked, call });
    if (!last.isGranted) {
      emit(act, { ...fact, asked, ...last, errno: policy.refusalErrno(call) });
      const lines = policy.refusalLines?.(process, asked);
      if (lines) emit(act, { type: 'KernelSaid', lines });
      return false;
    }
    granted += asked;
  }
  if (!last) return true;
  const { limit, rule, isSummed, waitedMs } = last;
  emit(act, {
    ...fact,
    ...{ isGranted: true, asked: granted, counted: m.committed, limit },
    ...(isSummed ? { isSummed } : {}),
    rule,
    ...(waitedMs === undefined ? {} : { waitedMs }),
  });
  return true;
}

export function release(act: Act, { process, call }: { process: Process; call: string }, pages: number): void {
  if (pages > 0) emit(act, { type: 'ChargeReleased', pid: process.pid, process: process.name, pages, call });
}

/**
 * [CH-7] mm/shmem.c:shmem_acct_block: pages of an object that was not promised whole are charged one by one. Answers how
 * many of `want` are granted; 0 comes with the refusal as a fact.
 */
export function chargeSome(act: Act, who: Charge, want: number): number {
  const { process, space, call } = who;
  const verdict = act.policy.decideCharge(act.m, { process, space, pages: want, call });
  let count = want;
  if (!verdict.isGranted && verdict.isSummed && verdict.limit !== null) {
    count = Math.max(1, Math.min(want, verdict.limit - verdict.counted - 1));
  }
  return charge(act, who, count) ? count : 0;
}
