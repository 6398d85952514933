import { policyInfo, TODAY } from '@overcommit/engine';
import type { Decision } from '@overcommit/reading';
import { figures, isLimitFact, mib, swapWord } from '@overcommit/reading';
import type { SeatLike } from './people.ts';

/**
 * A question about a decision, to be answered by a variation. `token` goes into the address of the replay, which
 * prepares the variation from it: see `readToken`.
 */
export type WhatIf = { token: string; label: string; title: string };

/** What a token says: under which conditions, and from where. `isFromBirth`: promises made before would make no sense under them. */
export type Asked = { isFromBirth: boolean } & (
  | { kind: 'kernel'; policy: string }
  | { kind: 'set'; name: string; value: number }
  | { kind: 'swap'; kb: number }
  | { kind: 'adj'; process: string; value: number }
  | { kind: 'line'; line: string }
);

const SPARED = -500;
const PAGES_A_MIB = 256;
const MORE_MIB = 64;

/**
 * Questions that make sense for this decision, and that the person in this seat may ask.
 * @param missingSwap pages of swap with which no process would have died; null = no amount is enough, undefined = not known
 */
export function whatIfsOf(decision: Decision, mySeat: SeatLike | null, missingSwap?: number | null): WhatIf[] {
  if (decision.kind === 'warning') return [];
  return decision.kind === 'kill' ? afterKill(decision, mySeat, missingSwap) : afterRefusal(decision);
}

const kernel = (policy: Decision['policy'], label: string): WhatIf => ({
  token: `kernel:${policy}`,
  label,
  title: `The whole log under ${policyInfo(policy).name}`,
});

const setting = (
  name: string,
  value: number,
  { label, where }: { label: string; where: 'birth' | 'here' },
): WhatIf => ({
  token: `set:${name}:${value}:${where}`,
  label,
  title: `${name} ${value}, ${where === 'birth' ? 'from the beginning' : 'from just before this'}`,
});

function moreSwap({ policy, context }: Decision, pages: number): WhatIf[] {
  if (!context) return [];
  const more = Math.ceil(pages / PAGES_A_MIB);
  // A swap area gives away its first page.
  const kb = (context.swapPages + 1) * 4 + more * 1024;
  const title = `${mib(kb / 4)} of ${swapWord(policy)} in all, from just before this`;
  return [{ token: `swap:${kb}`, label: `${figures(more)} MiB more ${swapWord(policy)}`, title }];
}

function afterKill(
  decision: Decision & { kind: 'kill' },
  mySeat: SeatLike | null,
  missingSwap: number | null = MORE_MIB * PAGES_A_MIB,
): WhatIf[] {
  const { fact, policy } = decision;
  const isMachine = fact.scope === 'machine';
  const { strictPeer } = policyInfo(policy).system;
  return [
    ...(strictPeer ? [kernel(strictPeer.policy, strictPeer.label)] : []),
    ...(isMachine ? strict(decision) : []),
    ...spared(decision, mySeat),
    ...(isMachine && missingSwap !== null ? moreSwap(decision, missingSwap) : []),
  ];
}

/** What this kernel has for "promise only what there is". */
function strict({ policy, context }: Decision): WhatIf[] {
  const way = policyInfo(policy).system.strictWay;
  if (way?.kind === 'kernel') return [kernel(way.policy, way.label)];
  if (!way || way.isSet(context?.mode ?? 0)) return [];
  return [setting(way.name, way.value, { label: 'strict', where: 'birth' })];
}

/** The victim, harder to choose. What a variation cannot hold is put in as an input, which only who may type it can do. */
function spared({ fact, policy, context }: Decision & { kind: 'kill' }, mySeat: SeatLike | null): WhatIf[] {
  const hasAdjustment = policyInfo(policy).knobs.includes('oom_score_adj');
  if (!context) {
    const isOpen = hasAdjustment && fact.formula === undefined && fact.runnerUp !== null && !fact.insteadOf;
    return isOpen ? [adjusted(fact.victim.process, SPARED)] : [];
  }
  const victim = fact.candidates.find((c) => c.pid === fact.victim.pid);
  return context.rescues.flatMap(({ verb, line, adjustment }): WhatIf[] => {
    if (verb === 'oom_score_adj' && adjustment)
      return [adjusted(adjustment.process, Math.min(SPARED, adjustment.value))];
    const isOwn = verb === 'sigdanger' && mySeat?.uid === victim?.uid;
    if (mySeat?.role !== 'staff' && !isOwn) return [];
    return [{ token: `line:${line}`, label: line, title: 'Typed just before this' }];
  });
}

const adjusted = (process: string, value: number): WhatIf => ({
  token: `adj:${process}:${value}`,
  label: `adj ${value < 0 ? '−' : ''}${Math.abs(value)}`,
  title: `oom_score_adj of ${process} at ${value}, from just before this`,
});

const MODE_LABELS: Record<number, string> = { 0: 'guess', 1: 'always' };

function afterRefusal(decision: Decision & { kind: 'refusal' }): WhatIf[] {
  const { policy, context, fact } = decision;
  // A process's own limit is the same under every setting and every kernel.
  if (isLimitFact(fact)) return [];
  const found = (context?.remedies ?? []).flatMap((remedy): WhatIf[] => {
    if (remedy.kind === 'ask') return [];
    if (remedy.kind === 'swap') return moreSwap(decision, remedy.pages);
    const { name, value } = remedy;
    const short = name.replace(/^vm\/(overcommit_)?/, '');
    const label = name === 'vm/overcommit_memory' ? (MODE_LABELS[value] ?? `${value}`) : `${short} ${value}`;
    return [setting(name, value, { label, where: 'here' })];
  });
  if (policyInfo(policy).system.hasOvercommitModes) {
    const isKnown = context !== null && context.remedies.length > 0;
    return isKnown ? found : [setting('vm/overcommit_memory', 1, { label: 'always', where: 'here' })];
  }
  return fact.limit === null ? found : [kernel(TODAY, policyInfo(TODAY).name), ...found];
}

/** What a link asks for; null where it is none of `whatIfsOf`. What makes sense is the server's to say. */
export function readToken(token: string): Asked | null {
  const [, kind, rest = ''] = /^(kernel|set|swap|adj|line):(.{1,600})$/.exec(token) ?? [];
  if (kind === 'kernel') return { kind, policy: rest, isFromBirth: true };
  if (kind === 'line') return { kind, line: rest, isFromBirth: false };
  if (kind === 'swap') return /^\d{1,12}$/.test(rest) ? { kind, kb: Number(rest), isFromBirth: false } : null;
  if (kind === 'adj') {
    const [, process, value] = /^(\S{1,64}):(-?\d{1,4})$/.exec(rest) ?? [];
    return process === undefined ? null : { kind, process, value: Number(value), isFromBirth: false };
  }
  if (kind !== 'set') return null;
  const [, name, value, where] = /^([\w/.-]{1,64}):(\d{1,12}):(birth|here)$/.exec(rest) ?? [];
  return name === undefined ? null : { kind, name, value: Number(value), isFromBirth: where === 'birth' };
}
