import {
  type Aftermath,
  policyInfo,
  type RefusalFact,
  type Remedy,
  type Rescue,
  type Shortfall,
  type StatedRemedy,
  statedRemedies,
} from '@overcommit/engine';
import { type Aftermaths, changeKey, remedyChange, shortfallChanges } from './changes.ts';
import type { Decision } from './decision.ts';
import type { DecisionContext } from './decisionContext.ts';
import { isLimitFact } from './refusals.ts';
import { marginSentence } from './sentences/kill.ts';
import { amountOf, limitName } from './sentences/refusal.ts';
import { count, entryNumber, figures, mib, mibUp } from './words/format.ts';
import { overcommitWord } from './words/modes.ts';

/** One change that would have led to another decision. `line`: the command for it. */
export type Counterfactual = { before: string; line: string | null; after: string };

const plain = (before: string): Counterfactual => ({ before, line: null, after: '' });

/**
 * What would have changed a decision, in words: each by itself, as far as it is known.
 * @param aftermaths what came of each up to the end of the log; left out = not tried
 */
export function counterfactuals(decision: Decision, aftermaths: Aftermaths = {}): Counterfactual[] {
  const { context } = decision;
  if (decision.kind === 'refusal')
    return context ? context.remedies.map((one) => remedyWords(one, decision.policy, aftermaths)) : [];
  if (decision.kind === 'warning') return [];
  const margin = marginSentence(decision.fact);
  const rescues = (context?.rescues ?? []).map((one) => rescueWords(one, aftermaths));
  const group = context && groupWords(decision, context);
  return [...(margin === null ? [] : [plain(margin)]), ...rescues, ...(group ? [plain(group)] : [])];
}

/**
 * What would have let an entry pass without a kill, a sentence each, and which processes would still have died later in the log;
 * null where that is not known. Rounded up: the figure said is enough.
 * @param aftermaths as for `counterfactuals`
 */
export function missingWays(
  missing: Shortfall | null | undefined,
  policy: Decision['policy'],
  aftermaths: Aftermaths = {},
): string[] | null {
  if (!missing) return null;
  const { swap, ram } = missing;
  const disk = swapWord(policy);
  const ways = shortfallChanges(missing).map(({ what, change }) => {
    const words =
      what === 'group' ? groupAmount(missing) : what === 'swap' ? more(swap ?? 0, disk) : more(ram ?? 0, 'RAM');
    const sum = what === 'ram' ? ramWords(missing) : '';
    const end = afterWords(aftermaths[changeKey(change)]) ?? 'nobody would have died at this entry';
    return `With ${words}, ${end}.${sum}`;
  });
  if (ways.length === 0) return [`No amount of ${disk} or RAM would have saved everybody at this entry.`];
  return swap === null ? [...ways, `More ${disk} alone would not have helped.`] : ways;
}

const more = (pages: number, what: string): string => `${mibUp(pages)} more ${what} (${count(pages, 'page')})`;

function groupAmount({ group }: Shortfall): string {
  if (!group) return '';
  return `a memory.max of ${mibUp(group.max + group.more)} for ${group.name}, ${more(group.more, 'than it had')}`;
}

/** The sum behind the figure. */
function ramWords({ ramSum }: Shortfall): string {
  if (!ramSum) return '';
  const { taken, left, free } = ramSum;
  // In pages, as the figure in brackets: tenths of a MiB would not add up to what was rounded up.
  return ` The entry takes ${count(taken, 'page')}, and below ${figures(left)} free ones this kernel kills; ${figures(free)} were free.`;
}

/** "nobody would have died up to #60, the last entry when this was worked out", "bgsave would have died at #54 instead". */
function afterWords(after: Aftermath | undefined): string | null {
  if (!after) return null;
  const { kills, panic, end, gaveUp } = after;
  if (panic) return `the machine would have crashed at ${entryNumber(panic.at)}: ${panic.message}`;
  const [first, ...others] = kills;
  const until = gaveUp ? '' : ', the last entry when this was worked out';
  if (!first) return `nobody would have died up to ${entryNumber(end)}${until}`;
  const rest = others.length === 0 ? '' : `, and ${count(others.length, 'other')} after it`;
  return `${first.process} would have died at ${entryNumber(first.at)} instead${rest}`;
}

function rescueWords({ line, verb, instead, isMost, adjustment }: Rescue, aftermaths: Aftermaths): Counterfactual {
  const lower = isMost ? ' or lower' : '';
  const isRoots = ROOT_ONLY.has(verb) && !(verb === 'oom_score_adj' && adjustment && adjustment.value >= 0);
  const byRoot = isRoots ? ', which only root may set,' : '';
  const atOnce = instead === null ? 'it would have been spared' : `${instead} would have died instead`;
  const end = `${afterWords(aftermaths[changeKey({ line })]) ?? atOnce}.`;
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

function remedyWords(remedy: Remedy, policy: Decision['policy'], aftermaths: Aftermaths): Counterfactual {
  const change = remedyChange(remedy);
  const then = change && grantedWords(aftermaths[changeKey(change)]);
  if (remedy.kind === 'swap') return plain(`${mibUp(remedy.pages)} more ${swapWord(policy)}.${then ?? ''}`);
  if (remedy.kind === 'ask') return plain(`A request of at most ${mib(remedy.pages)}.`);
  const { name, value, was } = remedy;
  return {
    before: '',
    line: `sysctl ${name} ${value}`,
    after: `${settingWord(name, value)} instead of ${figures(was)}.${then ?? ''}`,
  };
}

/** What being granted would have led to. */
function grantedWords(after: Aftermath | undefined): string {
  const words = after && afterWords(after);
  return words ? ` Then ${words.replace(' instead', '')}.` : '';
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
