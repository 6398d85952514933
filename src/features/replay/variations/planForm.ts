import type { PolicyId } from '@overcommit/engine';
import type { PlanInput, VariationShape } from '@overcommit/protocol/api';

/** The fields of a new variation; empty = as on the main line. */
export type PlanForm = {
  isFromBirth: boolean;
  policy: PolicyId | '';
  overcommit: '' | '0' | '1' | '2';
  /** A size such as 512M or 1.5G. */
  ram: string;
  swap: string;
  /** `vm/overcommit_ratio 80`, one a line. */
  tunables: string;
  /** `db -500`, one a line. */
  adjustments: string;
  /** `drop 12`, `change 12 LINE`, `after 12 LINE`, one a line. */
  edits: string;
};

export const EMPTY_FORM: PlanForm = {
  isFromBirth: false,
  policy: '',
  overcommit: '',
  ram: '',
  swap: '',
  tunables: '',
  adjustments: '',
  edits: '',
};

export type PlanRead = { ok: true; plan: PlanInput } | { ok: false; field: keyof PlanForm; message: string };

/** The plan of a form, or the field that cannot be read. The server decides whether the plan makes sense. */
export function readPlan(form: PlanForm, seq: number): PlanRead {
  const plan: PlanInput = { from: form.isFromBirth ? 0 : seq };
  if (form.policy !== '') plan.policy = form.policy;
  for (const [field, key] of [
    ['ram', 'memKb'],
    ['swap', 'swapKb'],
  ] as const) {
    if (form[field].trim() === '') continue;
    const kb = readSize(form[field]);
    if (kb === null) return { ok: false, field, message: 'A size as 512M or 1.5G.' };
    plan[key] = kb;
  }
  const settings = readPairs(form.tunables);
  if (!settings) return { ok: false, field: 'tunables', message: 'One a line: a name, a space, its value.' };
  if (form.overcommit !== '') settings['vm/overcommit_memory'] = form.overcommit;
  if (Object.keys(settings).length > 0) plan.settings = settings;
  const adjustments = readPairs(form.adjustments);
  const numbers = Object.entries(adjustments ?? {}).map(([name, value]) => [name, Number(value)] as const);
  if (!adjustments || numbers.some(([, value]) => !Number.isInteger(value)))
    return { ok: false, field: 'adjustments', message: 'One a line: a process, a space, a number from -1000 to 1000.' };
  if (numbers.length > 0) plan.adjustments = Object.fromEntries(numbers);
  const edits = linesOf(form.edits).map(readEdit);
  if (edits.includes(null))
    return { ok: false, field: 'edits', message: 'One a line: drop 12, change 12 LINE, or after 12 LINE.' };
  if (edits.length > 0) plan.edits = edits as NonNullable<PlanInput['edits']>;
  return { ok: true, plan };
}

const linesOf = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');

function readPairs(text: string): Record<string, string> | null {
  const pairs = linesOf(text).map((line) => /^(\S+)[ =]+(\S+)$/.exec(line));
  if (pairs.includes(null)) return null;
  return Object.fromEntries(pairs.map((match) => [match?.[1], match?.[2]]));
}

function readEdit(line: string): NonNullable<PlanInput['edits']>[number] | null {
  const [, verb, at, rest] = /^(drop|change|after) #?(\d{1,9})(?: (.+))?$/.exec(line) ?? [];
  const seq = Number(at);
  if (verb === 'drop' && rest === undefined) return { kind: 'drop', seq };
  if (rest === undefined) return null;
  if (verb === 'change') return { kind: 'change', seq, line: rest };
  return verb === 'after' ? { kind: 'insert', after: seq, line: rest } : null;
}

const UNITS = { K: 1, M: 1024, G: 1024 ** 2 } as const;

/** Kilobytes; null when the text is not a size. "0" needs no unit. */
export function readSize(text: string): number | null {
  const plain = text.trim();
  if (plain === '0') return 0;
  const [, figure, unit] = /^(\d{1,6}(?:\.\d{1,3})?)\s*([KMG])i?B?$/i.exec(plain) ?? [];
  if (figure === undefined || unit === undefined) return null;
  return Math.round(Number(figure) * UNITS[unit.toUpperCase() as keyof typeof UNITS]);
}

const PLAN_KEYS = ['from', 'policy', 'memKb', 'swapKb', 'settings', 'adjustments'] as const;

/** Whether a variation was made by this plan. Variations with edited inputs never match. */
export function isSamePlan(
  { report, isEdited }: Pick<VariationShape, 'report' | 'isEdited'>,
  plan: PlanInput,
): boolean {
  if (isEdited || plan.edits || !report.plan) return false;
  const { plan: made } = report;
  return PLAN_KEYS.every((key) => textOf(made[key]) === textOf(plan[key]));
}

/** Equal settings give equal texts, in any order. */
const textOf = (value: unknown): string =>
  typeof value === 'object' && value !== null
    ? JSON.stringify(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
    : JSON.stringify(value ?? null);
