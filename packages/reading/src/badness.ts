import { type Candidate, type PolicyId, policyInfo } from '@overcommit/engine';
import { figures } from './words/format.ts';
import { pointsUnit } from './words/points.ts';

/** A step of the formula. `title` says what it stands for. */
export type BadnessColumn = { id: string; head: string; title: string };
/** `cells`: a step each, as one writes it: "4 452", "÷ 16", "× 2"; "–" where it changes nothing. */
export type BadnessRow = { candidate: Candidate; cells: string[] };
export type BadnessTable = { caption: string; columns: BadnessColumn[]; rows: BadnessRow[] };
type Asked = {
  policy: PolicyId;
  formula?: string | undefined;
  candidates: readonly Candidate[];
  isRanked?: boolean | undefined;
};

/**
 * Who can be chosen, most points first, with every step of the rule in force, in its order. Read from left to right a row
 * computes to its points, the result of each division cut to a whole number. @param formula the machine's own rule.
 * @param isRanked the candidates are in that order already, as `badnessTable` of the engine gives them; else in the kernel's
 */
export function badnessTableOf({ policy, formula, candidates, isRanked }: Asked): BadnessTable {
  const steps = (formula === undefined && policyInfo(policy).formulaSteps) || [];
  const labels = candidates.flatMap(({ terms }) => terms.map(({ label }) => label));
  // What no formula lists is a last step of some: a score that was too low or too high.
  const others = [...new Set(labels.filter((label) => !steps.some((step) => isOf(label, step))))];
  const columns = [...steps, ...others].map(columnOf);
  const ranked = isRanked ? candidates : inOrder(candidates, policyInfo(policy).tie);
  const rows = ranked.map((candidate) => ({
    candidate,
    cells: columns.map(({ id }) => cellOf(candidate, id, formula !== undefined)),
  }));
  return { caption: captionOf({ policy, formula }, columns), columns, rows };
}

const isOf = (label: string, step: string): boolean => label.startsWith(step) || label.endsWith(step);

/** The exempt come last, in the kernel's order. */
function inOrder(candidates: readonly Candidate[], tie: 'first' | 'last'): Candidate[] {
  const places = new Map(candidates.map((candidate, i) => [candidate, tie === 'last' ? -i : i]));
  const place = (candidate: Candidate): number => places.get(candidate) ?? 0;
  const isOut = ({ exempt }: Candidate): number => Number(exempt !== undefined);
  return [...candidates].sort((a, b) => isOut(a) - isOut(b) || b.points - a.points || place(a) - place(b));
}

/** Steps that divide, multiply or shift: without a term they change nothing. */
const isFactor = (step: string): boolean => step.startsWith('for ') || step === 'oom_adj';

function cellOf({ terms }: Candidate, step: string, isOwnRule: boolean): string {
  const term = terms.find(({ label }) => isOf(label, step));
  if (!term) return isFactor(step) || isOwnRule ? '–' : '0';
  const [, adj] = /^oom_adj (-?\d+)$/.exec(term.label) ?? [];
  if (adj !== undefined) return Number(adj) < 0 ? `÷ ${figures(2 ** -Number(adj))}` : `× ${figures(2 ** Number(adj))}`;
  const [, sign, by] = /^([÷×]) (\d+) /.exec(term.label) ?? [];
  if (sign !== undefined) return `${sign} ${figures(Number(by))}`;
  // Numbers that are names are not grouped.
  return isOwnRule && ['uid', 'pid'].includes(step) ? String(term.value) : figures(term.value);
}

const HEADS: Readonly<Record<string, string>> = {
  'for CPU time': 'CPU',
  'for age': 'age',
  'for nice': 'nice',
  'for root': 'root',
  'for raw I/O': 'raw I/O',
  oom_score_adj: 'adj',
};

const TITLES: Readonly<Record<string, string>> = {
  total_vm: 'pages of the whole address space, touched or not',
  children: 'pages of its children with memory of their own; from 2.6.11 on half of each, and one',
  'for CPU time': 'divided by the square root of the CPU time it has used, in units of about ten seconds',
  'for age': 'divided by the fourth root of the time since it was started, in units of about twenty minutes',
  'for nice': 'doubled where it is niced',
  'for root': 'a quarter for root',
  'for raw I/O': 'a quarter for a process with direct access to hardware',
  oom_adj: 'doubled or halved for each step of oom_adj',
  '‰ of memory': 'thousandths: (resident + swapped + page tables) × 1000 ÷ (RAM and swap, or the group’s limit)',
  'root bonus': 'three per cent of memory for root',
  oom_score_adj: 'oom_score_adj, in thousandths of memory',
  'started at tick': 'when it was started: the youngest goes first, of equals the higher pid',
};

function columnOf(step: string): BadnessColumn {
  return { id: step, head: HEADS[step] ?? step, title: TITLES[step] ?? step };
}

function captionOf({ policy, formula }: Pick<Asked, 'policy' | 'formula'>, columns: readonly BadnessColumn[]): string {
  if (formula !== undefined) return `by this machine’s own rule “${formula}”: its terms, and the points it gives`;
  const unit = pointsUnit(policy);
  if (unit === 'ticks') return 'the last to start goes first, of equals the higher pid';
  const pages = unit === 'pages' ? 'in pages of 4 KiB; ' : '';
  return columns.some(({ id }) => isFactor(id))
    ? 'each row computes to its points from left to right; divisions are cut to whole numbers'
    : `${pages}each row adds up to its points`;
}
