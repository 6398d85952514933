export type OomGate24 = {
  firstJiffies: number;
  lastJiffies: number;
  lastKillJiffies: number;
  count: number;
};

export const FRESH_OOM_GATE: OomGate24 = { firstJiffies: 0, lastJiffies: 0, lastKillJiffies: 0, count: 0 };

export type OomGateCall = { nowJiffies: number; freeSwapPages: number; hz: number };
export type OomGateRule = {
  /** 2.4.19: no second kill within 5 s of the last. */
  restsAfterKill: boolean;
  /** 2.4 and 2.6.0 to 2.6.7: no kill while a swap slot is free. */
  respectsFreeSwap: boolean;
};

/**
 * The waiting rule before a kill. SPEC [GATE-2.4-1]..[GATE-2.4-5]. Source: mm/oom_kill.c out_of_memory, 2.4.20.
 * The memory shortage must last over 1 s, with at least 10 calls, never more than 5 s apart.
 * @returns the new state and whether this call kills
 */
export function oomGate24(state: OomGate24, call: OomGateCall, rule: OomGateRule): { state: OomGate24; kill: boolean } {
  const stay = (next: OomGate24) => ({ state: next, kill: false });
  if (rule.respectsFreeSwap && call.freeSwapPages > 0) return stay(state);
  const now = call.nowJiffies;
  const sinceLast = now - state.lastJiffies;
  const seen = { ...state, lastJiffies: now };
  if (sinceLast > 5 * call.hz) return stay({ ...seen, firstJiffies: now, count: 0 });
  if (now - state.firstJiffies < call.hz) return stay(seen);
  const counted = { ...seen, count: seen.count + 1 };
  if (counted.count < 10) return stay(counted);
  if (rule.restsAfterKill && now - state.lastKillJiffies < 5 * call.hz) return stay(counted);
  return { state: { ...counted, lastKillJiffies: now, firstJiffies: now, count: 0 }, kill: true };
}
