import type { Machine } from '../../state.ts';
import { freeSwap, HZ, jiffiesNow } from '../measure.ts';
import type { Patience } from '../policy.ts';
import type { LinuxEra } from './eraRules.ts';
import { type OomGate24, oomGate24 } from './formulas/oomGate24.ts';

/** [KL-8] How long a process that needs a page sleeps between two attempts: a tenth of a second of the machine's time. */
export const RETRY_JIFFIES = HZ / 10;

const WHY = 'no page is free; the killer strikes after ten failures, over a second, and 5 s after the last kill';

/** [KL-7], [KL-8] The gate of 2.4 is called again every RETRY_JIFFIES until it opens. */
export function waitAtGate(m: Machine, { gate }: LinuxEra): Patience | 'for ever' {
  const freeSwapPages = freeSwap(m);
  if (gate.respectsFreeSwap && freeSwapPages > 0) return 'for ever';
  if (!gate.isTimed) return {};
  const start = jiffiesNow(m);
  let slept = 0;
  let state: OomGate24 = {
    firstJiffies: m.killer.gateFirst ?? 0,
    lastJiffies: m.killer.gateLast ?? 0,
    lastKillJiffies: m.killer.gateLastKill ?? 0,
    count: m.killer.gateCount ?? 0,
  };
  for (;;) {
    const answer = oomGate24(state, { nowJiffies: start + slept, freeSwapPages, hz: HZ }, gate);
    state = answer.state;
    if (answer.kill) break;
    slept += RETRY_JIFFIES;
  }
  const memory = {
    gateFirst: state.firstJiffies,
    gateLast: state.lastJiffies,
    gateLastKill: state.lastKillJiffies,
    gateCount: state.count,
    sleptJiffies: (m.killer.sleptJiffies ?? 0) + slept,
  };
  return { waited: { milliseconds: (slept * 1000) / HZ, why: WHY }, memory };
}
