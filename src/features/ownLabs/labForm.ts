import { labProblems, type OwnLab, readLab } from '@overcommit/handbook/ownLab';
import { formOf, type RubricForm, readForm } from '../rubric/rubricForm.ts';

/** A lab as it is typed: its rubric as a form, and lists with the empty lines that one is about to fill. */
export type LabForm = Omit<OwnLab, 'rubric'> & { rubric: RubricForm };

export const labForm = ({ rubric, ...lab }: OwnLab): LabForm => ({ ...lab, rubric: formOf(rubric) });

const filled = (lines: readonly string[]): string[] => lines.map((line) => line.trim()).filter((line) => line !== '');

/** Without empty lines, and without fields that say nothing. */
function trimmed({ rubric: _form, ...lab }: LabForm): Omit<OwnLab, 'rubric'> {
  return {
    ...lab,
    title: lab.title.trim(),
    whatYouWillSee: filled(lab.whatYouWillSee),
    questions: filled(lab.questions),
    script: filled(lab.script),
    steps: lab.steps.map(({ lines = [], look = '', ask = '', doneWhen = '', ...step }) => ({
      ...step,
      ...(filled(lines).length > 0 ? { lines: filled(lines) } : {}),
      ...(look.trim() === '' ? {} : { look }),
      ...(ask === '' ? {} : { ask }),
      ...(doneWhen.trim() === '' ? {} : { doneWhen }),
    })),
    prompts: lab.prompts.map((prompt) =>
      Array.isArray(prompt.choices) ? { ...prompt, choices: filled(prompt.choices) } : prompt,
    ),
  };
}

export type ReadForm =
  /** `problems`: what keeps it from being published, each with its place. */
  { ok: true; lab: OwnLab; problems: string[] } | { ok: false; problem: string };

/** The lab that the form says; a form that is no lab cannot be saved, and says why. */
export function readLabForm(form: LabForm): ReadForm {
  const rubric = readForm(form.rubric);
  if (!rubric.ok) return { ok: false, problem: `Rubric: ${rubric.problem}` };
  const read = readLab({ ...trimmed(form), rubric: rubric.rubric });
  if (!read.ok) return read;
  return { ...read, problems: labProblems(read.lab).map(({ place, message }) => `${place}: ${message}.`) };
}

/** Problems of one place, such as `Step 2`. */
export const problemsAt = (problems: readonly string[], place: string): string[] =>
  problems.filter((one) => one.startsWith(`${place},`) || one.startsWith(`${place}:`));

const KB: Record<string, number> = { '': 1024, k: 1, m: 1024, g: 1024 * 1024 };

/** `256`, `256M`, `1G`: kB; null for anything else. A bare number is MiB. */
export function parseSize(text: string): number | null {
  const match = /^\s*(\d{1,7})\s*(?:([kmg])(?:i?b)?)?\s*$/i.exec(text);
  return match ? Number(match[1]) * (KB[(match[2] ?? '').toLowerCase()] ?? 1024) : null;
}

/** `vm/overcommit_memory=2` a line. Null: a line has another form. */
export function parseSettings(text: string): Record<string, string> | null {
  const lines = filled(text.split('\n'));
  const pairs = lines.map((line) => /^([\w./-]{1,64})\s*=\s*(\S.{0,63})$/.exec(line));
  if (pairs.some((pair) => pair === null)) return null;
  return Object.fromEntries(pairs.map((pair) => [pair?.[1] ?? '', pair?.[2] ?? '']));
}

export const settingsText = (settings: Readonly<Record<string, string>>): string =>
  Object.entries(settings)
    .map(([name, value]) => `${name}=${value}`)
    .join('\n');

/** An id that no other of these has: `step-3`. */
export function freshId(word: string, taken: readonly { id: string }[]): string {
  for (let n = taken.length + 1; ; n++) if (!taken.some(({ id }) => id === `${word}-${n}`)) return `${word}-${n}`;
}
