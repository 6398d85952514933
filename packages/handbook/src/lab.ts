import type { OutcomeRule, Rubric } from '@overcommit/coursework';
import { bornNow, type MachineSpec, type PolicyId } from '@overcommit/engine';
import { AVAILABLE_KERNELS, kernelName } from './availability.ts';

/** One way to start the lab: a kernel and its settings at boot. The first variant of a lab is its default. */
export type LabVariant = { id: string; label: string; policy: PolicyId; settings: Record<string, string> };

/** One step of a handout, as everyone may read it. */
export type LabStep = {
  /** Stable: it names the step in what was skipped. */
  id: string;
  /** Who does it: `anyone`, or a part in a class of two (`first`, `second`). */
  who: 'anyone' | 'first' | 'second';
  /** What to do, in words. It never says how it comes out. */
  say: string;
  /** Lines of the lab script language, as they would be typed in the shell. */
  lines?: string[];
  /** What to look at afterwards. */
  look?: string;
  /** The lab’s question (the id of a prompt) that this step waits for. Each question is asked by one step at most. */
  ask?: string;
  /** Ways in which the group’s own lines are sent again on a new machine. */
  again?: LabVariant[];
};

/**
 * A question to the class. A prediction is answered before the event that decides it. `choices`: the answers to choose
 * from, or whatever is alive on the machine when it is asked; without any, the answer is a text.
 */
export type LabPrompt = {
  id: string;
  kind: 'prediction' | 'explanation';
  /** `{kernel}` stands for the kernel of the machine on which it is put: see `promptText`. */
  text: string;
  /** `live processes`: the choices are the processes alive when it is put, and `nobody`; the next kill decides. */
  choices?: string[] | 'live processes';
  /** Whether each member answers an explanation, or the group together. Left out: each member. */
  scope?: 'member' | 'group';
};

/** The lab played through by named hands, for the demo course, the tests and the page itself. */
export type StoryLine = { hand: 'ana' | 'ben' | 'staff'; line: string };

/** A template as everyone may read it: handout, machine, starting script, prompts. Plain data; see `labs/`. */
export type Lab = {
  number: number;
  slug: string;
  title: string;
  /** A title that does not say how it comes out: shown on a machine until its question is answered. */
  plainTitle: string;
  /** The claim of 2007, in our words. */
  claim: string;
  /** One paragraph: the idea behind it. */
  idea: string;
  /** More of the handout, as Markdown: labs that instructors wrote have one. */
  handout?: string;
  whatYouWillSee: string[];
  /** Where today's kernels differ from the claim. */
  finerTruth: string;
  steps: LabStep[];
  questions: string[];
  minutes: number;
  /** How many people a machine of this lab is made for. */
  people: { from: number; to: number };
  /** Every one of these kernels is needed for the lab to make its point. */
  needs: PolicyId[];
  machine: Pick<MachineSpec, 'memKb' | 'swapKb' | 'seed'>;
  variants: LabVariant[];
  /** Tunables that the handout asks for: who starts the machine again may set them. */
  tunables?: string[];
  /** The lab’s page has a bench on which a scoring rule is run against `RECORDINGS`. */
  hasRuleBench?: true;
  /** Run by the platform on the new machine, before any seat is taken. */
  script: string[];
  story: StoryLine[];
  prompts: LabPrompt[];
};

/** What those who teach need to know about one question. */
export type KeyAnswer = {
  /** The id of a prompt. */
  prompt: string;
  answer: string;
  /** What many say instead, and what they believe that makes them say it. */
  commonWrong: string;
  misconception: string;
  /** Expression: the entries that show it, asked of the log of the lab's story. */
  shownBy: string;
};

/** The part of a lab that students do not get before it is released. Only the server imports it. */
export type LabKey = {
  rubric: Rubric;
  /** By prompt: how the log shows which of the written choices came true. */
  outcomes: Record<string, OutcomeRule>;
  /** By step with lines: when the log shows that it was done. Expressions as in rubrics; once true they stay true. */
  doneWhen: Record<string, string>;
  answers: KeyAnswer[];
};

export type TaughtPrompt = LabPrompt & { outcome?: OutcomeRule };
/** `doneWhen` is left out for a step that asks, and for one that sends the lines again. */
export type TaughtStep = LabStep & { doneWhen?: string };
/** A lab with its key: what the server works with. */
export type TaughtLab = Omit<Lab, 'steps' | 'prompts'> & {
  steps: TaughtStep[];
  prompts: TaughtPrompt[];
  rubric: Rubric;
  answers: KeyAnswer[];
};

export const MIB_IN_KB = 1024;

/** Whether a lab can be started today; `reason` is a whole sentence for a person. Derived from `availability.ts`. */
export function labAvailability(lab: Lab): { canStart: boolean; missing: string[]; reason: string | null } {
  const missing = lab.needs.filter((id) => !AVAILABLE_KERNELS.includes(id)).map((id) => kernelName(id));
  if (missing.length === 0) return { canStart: true, missing, reason: null };
  return {
    canStart: false,
    missing,
    reason: `This lab needs ${missing.join(' and ')}, which Overcommit does not have yet.`,
  };
}

/** The variants whose kernel exists today, default first. */
export function startableVariants(lab: Lab): LabVariant[] {
  return lab.variants.filter((variant) => AVAILABLE_KERNELS.includes(variant.policy));
}

/** The spec of a new machine of this lab. `settings` are added to those of the variant. */
export function machineSpecOf(lab: Lab, variant: LabVariant, settings: Record<string, string> = {}): MachineSpec {
  return bornNow({ ...lab.machine, policy: variant.policy, settings: { ...variant.settings, ...settings } });
}

/** The questions of a lab that are answered in words, as part of what is handed in. */
export function wordPrompts({
  prompts,
}: Pick<Lab, 'prompts'>): { id: string; text: string; scope: 'member' | 'group' }[] {
  return prompts
    .filter(({ kind }) => kind === 'explanation')
    .map(({ id, text, scope = 'member' }) => ({ id, text, scope }));
}
