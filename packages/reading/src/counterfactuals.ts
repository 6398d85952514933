import type { Remedy, Rescue, Shortfall } from '@overcommit/engine';
import type { Decision } from './decision.ts';
import type { DecisionContext } from './decisionContext.ts';
import { marginSentence } from './sentences/kill.ts';
import { count, figures, mib, mibUp } from './words/format.ts';
import { overcommitWord } from './words/modes.ts';

/** One way in which it would have turned out otherwise; `line` is what would have been typed for it. */
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

function rescueWords({ line, verb, instead, isMost }: Rescue): Counterfactual {
  const lower = isMost ? ' or lower' : '';
  const isRoots = ROOT_ONLY.has(verb) && !(verb === 'oom_score_adj' && !line.includes(' -'));
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

/** What no figure says of a remedy that the kernel's rules put into words: another call, another way to ask. Null for nothing. */
export function otherWays(policy: Decision['policy'], remedy: string): string | null {
  if (policy.startsWith('linux') || policy === 'freebsd') return null;
  return remedy.replace(/^(a larger page file|more paging space|more swap)(, or |; )/, '');
}

export const swapWord = (policy: Decision['policy']): string =>
  policy.startsWith('aix') ? 'paging space' : policy === 'windows' ? 'page file' : 'swap';

/** A full control group is no full machine. */
function groupWords({ fact }: Decision & { kind: 'kill' }, { groupPages, freePages }: DecisionContext): string | null {
  if (fact.scope === 'machine' || groupPages === null) return null;
  return `Only ${fact.scope.cgroup} was full: its memory.max is ${mib(groupPages)}; ${mib(freePages)} of the machine’s RAM were free.`;
}
