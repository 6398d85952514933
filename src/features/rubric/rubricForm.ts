import {
  type Cap,
  checkPredicate,
  formatPoints,
  type Level,
  type PredicateError,
  parsePoints,
  type Rubric,
  type RubricItem,
  rubricSchema,
} from '@overcommit/coursework';

/** How an item counts: towards what the rubric is out of, on top of it, or taken away. */
export type Worth = 'points' | 'bonus' | 'penalty';

/** An item as it is typed: everything is kept, also what is no number yet. */
export type ItemForm = {
  /** Of the line on the screen; it never changes. */
  key: string;
  kind: RubricItem['kind'];
  id: string;
  title: string;
  scope: RubricItem['scope'];
  outOf: string;
  worth: Worth;
  earned: string;
  evidence: string;
  whenEarned: string;
  whenNot: string;
  guidance: string;
  levels: { id: string; label: string; points: string }[];
};
export type CapForm = { title: string; itemIds: string[]; most: string };
export type RubricForm = { items: ItemForm[]; caps: CapForm[] };

export type ItemProblems = Partial<Record<'id' | 'title' | 'outOf' | 'levels', string>> & {
  earned?: PredicateError | undefined;
  evidence?: PredicateError | undefined;
};

const worthOf = ({ isBonus, isPenalty }: RubricItem): Worth => (isPenalty ? 'penalty' : isBonus ? 'bonus' : 'points');

function itemForm(item: RubricItem): ItemForm {
  const isAutomatic = item.kind === 'automatic';
  return {
    key: item.id,
    kind: item.kind,
    id: item.id,
    title: item.title,
    scope: item.scope,
    outOf: formatPoints(item.outOf),
    worth: worthOf(item),
    earned: isAutomatic ? item.earned : '',
    evidence: isAutomatic ? (item.evidence ?? '') : '',
    whenEarned: isAutomatic ? (item.whenEarned ?? '') : '',
    whenNot: isAutomatic ? (item.whenNot ?? '') : '',
    guidance: isAutomatic ? '' : (item.guidance ?? ''),
    levels: (item.levels ?? []).map(({ id, label, points }) => ({ id, label, points: formatPoints(points) })),
  };
}

export function formOf({ items, caps = [] }: Rubric): RubricForm {
  return {
    items: items.map(itemForm),
    caps: caps.map(({ title, itemIds, most }) => ({ title, itemIds, most: formatPoints(most) })),
  };
}

/** An id from a title: “Every member acted” → `every-member-acted`, with a number where it is taken. */
export function idFrom(title: string, taken: ReadonlySet<string>): string {
  const plain = title
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^[^a-z]+|-+$/g, '')
    .slice(0, 36)
    .replace(/-+$/, '');
  const base = plain === '' ? 'item' : plain;
  for (let n = 1; ; n++) {
    const id = n === 1 ? base : `${base}-${n}`;
    if (!taken.has(id)) return id;
  }
}

export function newItem(form: RubricForm, kind: RubricItem['kind']): ItemForm {
  const id = idFrom('new item', new Set(form.items.flatMap((item) => [item.id, item.key])));
  return {
    ...{ key: id, kind, id, title: '', scope: 'group', outOf: '1', worth: 'points' },
    ...{ earned: '', evidence: '', whenEarned: '', whenNot: '', guidance: '', levels: [] },
  };
}

/** The form with one item in another place; at an end it stays. */
export function moveItem(form: RubricForm, key: string, by: 1 | -1): RubricForm {
  const at = form.items.findIndex((item) => item.key === key);
  const to = at + by;
  if (at < 0 || to < 0 || to >= form.items.length) return form;
  const items = [...form.items];
  const [moved] = items.splice(at, 1);
  if (moved) items.splice(to, 0, moved);
  return { ...form, items };
}

/** Without an item, and without its place in the caps. */
export function removeItem(form: RubricForm, key: string): RubricForm {
  const id = form.items.find((item) => item.key === key)?.id;
  const caps = form.caps.map((cap) => ({ ...cap, itemIds: cap.itemIds.filter((one) => one !== id) }));
  return { items: form.items.filter((item) => item.key !== key), caps };
}

const ID = /^[a-z][a-z0-9-]{0,39}$/;
const POINTS = 'A number with at most two decimals, such as 2.5.';

function levelsProblem({ levels, outOf, worth }: ItemForm): string | undefined {
  if (levels.length === 0) return undefined;
  if (worth === 'penalty') return 'A penalty has no levels.';
  const most = parsePoints(outOf);
  for (const { label, points } of levels) {
    const parsed = parsePoints(points);
    if (label.trim() === '') return 'Each level needs a name.';
    if (parsed === null) return `“${label}”: ${POINTS}`;
    if (most !== null && parsed > most) return `“${label}” gives more points than the item.`;
  }
  return undefined;
}

/** What is wrong with an item, by field. An expression's problem has its column. */
export function problemsOf(item: ItemForm, others: readonly ItemForm[]): ItemProblems {
  const { kind, id, key, title, outOf, earned, evidence, scope } = item;
  const isTaken = others.some((other) => other.key !== key && other.id === id);
  const isAutomatic = kind === 'automatic';
  const found: ItemProblems = {
    id: isTaken ? 'Another item has this id.' : ID.test(id) ? undefined : 'Small letters, digits and hyphens.',
    title: title.trim() === '' ? 'An item needs a title.' : undefined,
    outOf: parsePoints(outOf) === null ? POINTS : undefined,
    levels: isAutomatic ? undefined : levelsProblem(item),
    earned: (isAutomatic && checkPredicate(earned, { scope, use: 'earned' })) || undefined,
    evidence: (isAutomatic && evidence !== '' && checkPredicate(evidence, { scope, use: 'evidence' })) || undefined,
  };
  return Object.fromEntries(Object.entries(found).filter(([, problem]) => problem !== undefined));
}

const optional = <K extends string>(name: K, value: string) => (value.trim() === '' ? {} : { [name]: value });

function readLevels(levels: ItemForm['levels']): Level[] {
  const taken = new Set<string>();
  return levels.map(({ id, label, points }) => {
    const own = id === '' ? idFrom(label, taken) : id;
    taken.add(own);
    return { id: own, label, points: parsePoints(points) ?? 0 };
  });
}

/** The item as the rubric will have it. Whether it is right, `problemsOf` says. */
export function itemOf(item: ItemForm): RubricItem {
  const { kind, id, title, scope, outOf, worth, earned, levels } = item;
  const base = {
    ...{ id, title: title.trim(), scope, outOf: parsePoints(outOf) ?? 0 },
    ...(worth === 'bonus' ? { isBonus: true } : {}),
    ...(worth === 'penalty' ? { isPenalty: true } : {}),
    ...(levels.length > 0 ? { levels: readLevels(levels) } : {}),
  };
  if (kind === 'manual') return { kind, ...base, ...optional('guidance', item.guidance) };
  const words = { ...optional('whenEarned', item.whenEarned), ...optional('whenNot', item.whenNot) };
  return { kind, ...base, earned, ...optional('evidence', item.evidence), ...words };
}

const capOf = ({ title, itemIds, most }: CapForm): Cap => ({
  title: title.trim(),
  itemIds,
  most: parsePoints(most) ?? 0,
});

function capProblem({ title, itemIds, most }: CapForm): string | null {
  if (title.trim() === '') return 'A cap needs a title.';
  if (parsePoints(most) === null) return `“${title}”: ${POINTS}`;
  return itemIds.length === 0 ? `“${title}” names no item.` : null;
}

export type ReadRubric = { ok: true; rubric: Rubric } | { ok: false; problem: string };

/** The rubric that the form says, or the first thing that is wrong with it. */
export function readForm({ items, caps }: RubricForm): ReadRubric {
  for (const item of items) {
    const [field, problem] = Object.entries(problemsOf(item, items))[0] ?? [];
    if (!problem) continue;
    const words = typeof problem === 'string' ? problem : wordsOf(problem);
    return { ok: false, problem: `“${item.title || 'An item without a title'}”, ${field}: ${words}` };
  }
  const problem = caps.map(capProblem).find((one) => one !== null);
  if (problem) return { ok: false, problem };
  const rubric = { items: items.map(itemOf), ...(caps.length > 0 ? { caps: caps.map(capOf) } : {}) };
  const parsed = rubricSchema.safeParse(rubric);
  return parsed.success ? { ok: true, rubric: parsed.data } : { ok: false, problem: firstIssue(parsed.error) };
}

/** “Column 12: No such key: victm.” */
export function wordsOf({ message, column }: PredicateError): string {
  return `${column === null ? '' : `Column ${column}: `}${message}.`;
}

type Issues = { issues: { path: PropertyKey[]; message: string }[] };

function firstIssue({ issues: [issue] }: Issues): string {
  const place = issue && issue.path.length > 0 ? `${issue.path.join('.')}: ` : '';
  return `${place}${issue?.message ?? 'it cannot be read'}.`;
}

const FORMAT = 'overcommit-rubric';
/** Characters of a rubric file; fifty items have less. */
export const MOST_CHARACTERS = 400_000;

export function rubricFile(rubric: Rubric): string {
  return `${JSON.stringify({ format: FORMAT, version: 1, rubric }, null, 2)}\n`;
}

/** Reads a file of `rubricFile`, or the bare rubric. Nothing is changed where it cannot be read. */
export function readRubricFile(text: string): ReadRubric {
  if (text.length > MOST_CHARACTERS) return { ok: false, problem: 'This file is too large for a rubric.' };
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    return { ok: false, problem: `This is not JSON: ${error instanceof Error ? error.message : 'it cannot be read'}.` };
  }
  const isFramed = typeof json === 'object' && json !== null && 'rubric' in json;
  const parsed = rubricSchema.safeParse(isFramed ? (json as { rubric: unknown }).rubric : json);
  return parsed.success ? { ok: true, rubric: parsed.data } : { ok: false, problem: firstIssue(parsed.error) };
}
