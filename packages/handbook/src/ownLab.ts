import { checkPredicate, type PredicateUse, rubricSchema } from '@overcommit/coursework';
import { parseLine, readPolicy } from '@overcommit/engine';
import { z } from 'zod';
import { AVAILABLE_KERNELS } from './availability.ts';
import type { TaughtLab } from './lab.ts';

const Id = z.string().regex(/^[a-z][a-z0-9-]{0,39}$/, 'an id is a small letter, then small letters, digits or hyphens');
const Words = (most: number) => z.string().max(most, `at most ${most} characters`);
const Line = z.string().trim().min(1).max(500);
const Expression = z.string().max(1000);
const Kb = z.int().max(1024 ** 3, 'at most 1 TiB');

const Variant = z.strictObject({
  id: Id,
  label: Words(80).min(1),
  policy: z.string().transform((text, context) => {
    const read = readPolicy(text);
    if (read.ok) return read.id;
    context.addIssue({ code: 'custom', message: read.message });
    return z.NEVER;
  }),
  /** Tunables at boot, such as `vm/overcommit_memory`. */
  settings: z.record(z.string().min(1).max(64), z.string().max(64)),
});

const Step = z.strictObject({
  id: Id,
  who: z.enum(['anyone', 'first', 'second']),
  say: Words(2000).min(1, 'a step says what to do'),
  lines: z.array(Line).max(50).optional(),
  look: Words(1000).optional(),
  ask: Id.optional(),
  again: z.array(Variant).max(6).optional(),
  doneWhen: Expression.optional(),
});

const Prompt = z.strictObject({
  id: Id,
  kind: z.enum(['prediction', 'explanation']),
  text: Words(500).min(1, 'a question needs a text'),
  choices: z.union([z.literal('live processes'), z.array(Words(100).min(1)).min(2).max(12)]).optional(),
  scope: z.enum(['member', 'group']).optional(),
  outcome: z.strictObject({ by: Expression, choices: z.record(z.string().max(100), Expression) }).optional(),
});

const Answer = z.strictObject({
  prompt: Id,
  answer: Words(2000),
  commonWrong: Words(1000),
  misconception: Words(1000),
  shownBy: Expression,
});

/**
 * A lab that an instructor wrote, with its key: plain data that survives JSON. Sizes in kB. Whether its lines and
 * expressions are right, `labProblems` says, so that a half-written lab can be kept.
 */
export const ownLabSchema = z.strictObject({
  title: Words(120).min(1, 'a lab needs a title'),
  /** Does not say how it comes out. */
  plainTitle: Words(120),
  claim: Words(500),
  idea: Words(4000),
  /** Markdown; raw HTML is shown as text. */
  handout: Words(40_000),
  whatYouWillSee: z.array(Words(500).min(1)).max(20),
  finerTruth: Words(2000),
  steps: z.array(Step).max(60),
  questions: z.array(Words(500).min(1)).max(30),
  minutes: z.int().min(1).max(600),
  people: z.strictObject({ from: z.int().min(1).max(100), to: z.int().min(1).max(100) }),
  machine: z.strictObject({
    memKb: Kb.min(4096, 'at least 4 MiB'),
    swapKb: Kb.min(0),
    seed: z
      .int()
      .min(0)
      .max(2 ** 31),
  }),
  variants: z.array(Variant).min(1, 'a lab needs a kernel').max(12),
  tunables: z.array(z.string().min(1).max(64)).max(32).optional(),
  /** Run on the new machine before anyone sits down. */
  script: z.array(Line).max(200),
  prompts: z.array(Prompt).max(30),
  rubric: rubricSchema,
  answers: z.array(Answer).max(30),
});
export type OwnLab = z.infer<typeof ownLabSchema>;

/** Nothing yet: a machine of 256 MiB under Linux. */
export const blankLab = (): OwnLab => ({
  ...{ title: 'A new lab', plainTitle: '', claim: '', idea: '', handout: '', whatYouWillSee: [], finerTruth: '' },
  ...{ steps: [], questions: [], minutes: 30, people: { from: 1, to: 4 } },
  machine: { memKb: 256 * 1024, swapKb: 0, seed: 1 },
  variants: [{ id: 'linux', label: 'Linux 6.1', policy: 'linux-6.1', settings: {} }],
  ...{ script: [], prompts: [], rubric: { items: [] }, answers: [] },
});

/** A lab of the handbook, to go on from. */
export function ownLabFrom(lab: TaughtLab): OwnLab {
  const {
    number: _number,
    slug: _slug,
    needs: _needs,
    story: _story,
    hasRuleBench: _bench,
    handout = '',
    ...rest
  } = lab;
  return ownLabSchema.parse(JSON.parse(JSON.stringify({ ...rest, handout })));
}

/** The lab as the rest of the product knows labs. */
export function taughtLabOf(own: OwnLab, slug: string): TaughtLab {
  const plainTitle = own.plainTitle === '' ? own.title : own.plainTitle;
  const needs = own.variants.slice(0, 1).map(({ policy }) => policy);
  return { ...own, plainTitle, slug, number: 0, needs, story: [] };
}

/** What is wrong in a lab, with the place in words. */
export type LabProblem = { place: string; message: string };

function lineProblems(place: string, lines: readonly string[]): LabProblem[] {
  return lines.flatMap((line, n) => {
    const parsed = parseLine(line);
    return parsed.ok ? [] : [{ place: `${place}, line ${n + 1}`, message: parsed.rejection.message }];
  });
}

type Asked = { place: string; expression: string | undefined; use: PredicateUse; scope?: 'group' | 'member' };

function expressionProblem({ place, expression, use, scope = 'group' }: Asked): LabProblem[] {
  if (expression === undefined || expression === '') return [];
  const error = checkPredicate(expression, { scope, use });
  if (!error) return [];
  return [{ place: error.column === null ? place : `${place}, column ${error.column}`, message: error.message }];
}

function twice(place: string, ids: readonly string[]): LabProblem[] {
  return ids.flatMap((id, n) => (ids.indexOf(id) < n ? [{ place, message: `“${id}” stands twice` }] : []));
}

function stepProblems({ steps, prompts }: OwnLab): LabProblem[] {
  return steps.flatMap(({ lines = [], ask, doneWhen }, n) => {
    const place = `Step ${n + 1}`;
    const isAsked = ask === undefined || prompts.some(({ id }) => id === ask);
    return [
      ...lineProblems(place, lines),
      ...(isAsked ? [] : [{ place, message: `there is no question “${ask}”` }]),
      ...expressionProblem({ place: `${place}, done when`, expression: doneWhen, use: 'done' }),
    ];
  });
}

function kernelProblems({ variants }: OwnLab): LabProblem[] {
  return variants
    .filter(({ policy }) => !AVAILABLE_KERNELS.includes(policy))
    .map(({ label, policy }) => ({
      place: `Kernel “${label}”`,
      message: `${policy} is none that a lab can start with`,
    }));
}

function promptProblems({ prompts, answers }: OwnLab): LabProblem[] {
  return [
    ...prompts.flatMap(({ id, choices, outcome }) => {
      if (!outcome) return [];
      const place = `Question “${id}”`;
      const known = Array.isArray(choices) ? choices : [];
      const foreign = Object.keys(outcome.choices).filter((choice) => !known.includes(choice));
      return foreign.map((choice) => ({ place, message: `“${choice}” is none of its choices` }));
    }),
    ...answers
      .filter(({ prompt }) => !prompts.some(({ id }) => id === prompt))
      .map(({ prompt }) => ({ place: 'Answer key', message: `there is no question “${prompt}”` })),
  ];
}

function rubricProblems({ rubric }: OwnLab): LabProblem[] {
  return rubric.items.flatMap((item) => {
    if (item.kind !== 'automatic') return [];
    const { title, scope, earned, evidence } = item;
    return [
      ...expressionProblem({ place: `Rubric, “${title}”, earned`, expression: earned, use: 'earned', scope }),
      ...expressionProblem({ place: `Rubric, “${title}”, evidence`, expression: evidence, use: 'evidence', scope }),
    ];
  });
}

/** Everything that keeps a lab from being used: lines that do not parse, expressions, ids. Empty: it can be used. */
export function labProblems(lab: OwnLab): LabProblem[] {
  return [
    ...lineProblems('Starting script', lab.script),
    ...stepProblems(lab),
    ...twice(
      'Steps',
      lab.steps.map(({ id }) => id),
    ),
    ...twice(
      'Questions',
      lab.prompts.map(({ id }) => id),
    ),
    ...twice(
      'Kernels',
      lab.variants.map(({ id }) => id),
    ),
    ...kernelProblems(lab),
    ...promptProblems(lab),
    ...rubricProblems(lab),
  ];
}

const FORMAT = 'overcommit-lab';
/** Characters of a lab file: more than the largest lab of the handbook ten times over. */
export const MOST_LAB_CHARACTERS = 400_000;

export function labFile(lab: OwnLab): string {
  return `${JSON.stringify({ format: FORMAT, version: 1, lab }, null, 2)}\n`;
}

export type ReadLab = { ok: true; lab: OwnLab } | { ok: false; problem: string };

/** Reads a file of `labFile`. `problem` is a sentence with the place. */
export function readLabFile(text: string): ReadLab {
  if (text.length > MOST_LAB_CHARACTERS)
    return { ok: false, problem: `This file is too large for a lab: at most ${MOST_LAB_CHARACTERS / 1000} kB.` };
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    return { ok: false, problem: `This is not JSON: ${error instanceof Error ? error.message : 'it cannot be read'}.` };
  }
  const isFile = typeof json === 'object' && json !== null && 'format' in json && json.format === FORMAT;
  if (!isFile) return { ok: false, problem: 'This is not a lab that was exported here.' };
  return readLab((json as { lab?: unknown }).lab);
}

/** A lab out of anything. */
export function readLab(value: unknown): ReadLab {
  const parsed = ownLabSchema.safeParse(value);
  if (parsed.success) return { ok: true, lab: parsed.data };
  const [issue] = parsed.error.issues;
  const place = issue && issue.path.length > 0 ? `${issue.path.join('.')}: ` : '';
  return { ok: false, problem: `${place}${issue?.message ?? 'it cannot be read'}.` };
}
