import {
  policyInfo,
  type RefusalFact,
  type Remedy,
  type Rescue,
  type Shortfall,
  type StatedRemedy,
  statedRemedies,
} from '@overcommit/engine';
import type { Decision } from './decision.ts';
import type { DecisionContext } from './decisionContext.ts';
import { isLimitFact } from './refusals.ts';
import { marginSentence } from './sentences/kill.ts';
import { amountOf, limitName } from './sentences/refusal.ts';
import { count, figures, mib, mibUp } from './words/format.ts';
import { overcommitWord } from './words/modes.ts';

/** One change that would have led to another decision. `line`: the command for it. */
export type Counterfactual = { before: string; line: string | null; after: string };

const plain = (before: string): Counterfactual => ({ before, line: null, after: '' });

/** What would have changed a decision, in words: each by itself, as far as it is known. */
export function counterfactuals(decision: Decision): Counterfactual[] {
  const { context } = decision;
  if (decision.kind === 'refusal')
    return context ? context.remedies.map((one) => remedyWords(one, decision.policy)) : [];
  const margin = marginSentence(decision.fact);
  const rescues = (context?.rescues ?? []).map(rescueWords);
  const group = context && groupWords(decision, context);
  return [...(margin === null ? [] : [plain(margin)]), ...rescues, ...(group ? [plain(group)] : [])];
}

/**
 * What would have let an entry pass without a kill, in a sentence; null where that is not known. Rounded up: the figure said
 * is enough.
 */
export function missingWords(missing: Shortfall | null | undefined, policy: Decision['policy']): string | null {
  if (!missing) return null;
  const { swap, ram, group } = missing;
  const more = (pages: number, what: string) => `${mibUp(pages)} more ${what} (${count(pages, 'page')})`;
  const disk = swapWord(policy);
  const ways = [
    ...(group
      ? [`a memory.max of ${mibUp(group.max + group.more)} for ${group.name}, ${more(group.more, 'than it had')}`]
      : []),
    ...(swap === null ? [] : [more(swap, disk)]),
    ...(ram === null ? [] : [more(ram, 'RAM')]),
  ];
  if (ways.length === 0) return `No amount of ${disk} or RAM would have saved everybody at this entry.`;
  const helpless = swap === null ? ` More ${disk} alone would not have helped.` : '';
  return `With ${ways.join(', or ')}, nobody would have died at this entry.${helpless}`;
}

function rescueWords({ line, verb, instead, isMost, adjustment }: Rescue): Counterfactual {
  const lower = isMost ? ' or lower' : '';
  const isRoots = ROOT_ONLY.has(verb) && !(verb === 'oom_score_adj' && adjustment && adjustment.value >= 0);
  const byRoot = isRoots ? ', which only root may set,' : '';
  const end = instead === null ? 'it would have been spared.' : `${instead} would have died instead.`;
  return { before: 'With ', line, after: `${lower}${byRoot} ${end}` };
}

/** Lowering an adjustment, adding a capability, protecting: no owner may. */
const ROOT_ONLY: ReadonlySet<Rescue['verb']> = new Set([
  'oom_score_adj',
  'oom_adj',
  'cap',
  'protect',
  'nice',
  'sysctl',
]);

function remedyWords(remedy: Remedy, policy: Decision['policy']): Counterfactual {
  if (remedy.kind === 'swap') return plain(`${mib(remedy.pages)} more ${swapWord(policy)}.`);
  if (remedy.kind === 'ask') return plain(`A request of at most ${mib(remedy.pages)}.`);
  const { name, value, was } = remedy;
  return {
    before: '',
    line: `sysctl ${name} ${value}`,
    after: `${settingWord(name, value)} instead of ${figures(was)}.`,
  };
}

function settingWord(name: string, value: number): string {
  if (name === 'vm/overcommit_memory') return ` (${overcommitWord(value)})`;
  if (name !== 'vm/overcommit') return '';
  return (value & 1) === 0 ? ' (nothing is refused)' : ' (RAM counts too)';
}

/**
 * What the kernel's rules name as a way to have it granted, in words. Null for nothing.
 * @param hasFigures whether remedies with figures are shown already: then only other ways to ask
 */
export function otherWays(decision: Decision & { kind: 'refusal' }, hasFigures: boolean): string | null {
  const { fact, policy } = decision;
  const stated = statedRemedies(fact);
  const shown = hasFigures ? stated.filter(isAnotherWay) : stated;
  const words = shown.map((one) => statedWords(one, { fact, policy }));
  // A limit on threads counts those that there are.
  if (isLimitFact(fact) && fact.unit === 'threads') words.push('the end of another process');
  return words.length === 0 ? null : words.join('; or ');
}

const isAnotherWay = (one: StatedRemedy): boolean => 'instead' in one || ('more' in one && one.more === 'free swap');

type Refused = { fact: RefusalFact; policy: Decision['policy'] };

function statedWords(one: StatedRemedy, { fact, policy }: Refused): string {
  if ('knob' in one) return one.to === 'higher' ? `a higher ${one.knob}` : `sysctl ${one.knob} ${one.to}`;
  if ('limit' in one)
    return `an ${limitName({ what: one.limit })} of ${amountOf(fact, one.to)}; once lowered, only root raises it again`;
  if ('more' in one) {
    if (one.more === 'free memory') return 'more free memory';
    return `more ${one.more === 'free swap' ? 'free ' : ''}${swapWord(policy)}`;
  }
  return INSTEAD[one.instead];
}

const INSTEAD: Record<Extract<StatedRemedy, { instead: string }>['instead'], string> = {
  MAP_NORESERVE: 'MAP_NORESERVE',
  MEM_RESERVE: 'reserving without committing (error 1455, ERROR_COMMITMENT_LIMIT)',
  vfork: 'vfork instead of fork, for a new program',
  posix_spawn: 'posix_spawn instead of fork, for a new program',
  'PSALLOC late': 'PSALLOC late',
};

export const swapWord = (policy: Decision['policy']): string => policyInfo(policy).system.swapWord;

/** A full control group does not mean a full machine. */
function groupWords({ fact }: Decision & { kind: 'kill' }, { groupPages, freePages }: DecisionContext): string | null {
  if (fact.scope === 'machine' || groupPages === null) return null;
  return `Only ${fact.scope.cgroup} was full: its memory.max is ${mib(groupPages)}; ${mib(freePages)} of the machine’s RAM were free.`;
}
