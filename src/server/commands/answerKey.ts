import { entriesThat } from '@overcommit/coursework';
import { commandText } from '@overcommit/engine';
import { machineSpecOf, playStory } from '@overcommit/handbook';
import { promptText } from '@overcommit/handbook/promptText';
import type { AnswerKeyShape } from '@overcommit/protocol/api';
import type { SignedIn } from '../context.ts';
import { isOwnSlug } from '../labBook.ts';
import { isTeacher } from './access.ts';
import { labBySlug } from './labs.ts';

const MOST_ENTRIES = 4;

/** The key of a lab of the handbook, for those who teach a course; null for all others. @throws AppError NOT_FOUND */
export async function answerKey(ctx: SignedIn, slug: string): Promise<AnswerKeyShape> {
  if (isOwnSlug(slug) || !(await isTeacher(ctx))) return null;
  const lab = await labBySlug(ctx.services, slug);
  const [usual] = lab.variants;
  if (!usual) return null;
  const { spec, entries } = playStory(machineSpecOf(lab, usual), lab.story, lab.script);
  const lineOf = (seq: number) => entries.flatMap((entry) => (entry.seq === seq ? [commandText(entry.command)] : []));
  return {
    answers: lab.answers.map(({ prompt, shownBy, ...answer }) => ({
      ...answer,
      question: promptText(lab.prompts.find(({ id }) => id === prompt) ?? { text: prompt }, spec),
      shownBy: entriesThat({ spec, entries }, shownBy)
        .slice(0, MOST_ENTRIES)
        .flatMap((seq) => lineOf(seq).map((line) => ({ seq, line }))),
    })),
    guidance: lab.rubric.items.flatMap((item) =>
      item.kind === 'manual' && item.guidance ? [{ title: item.title, text: item.guidance }] : [],
    ),
  };
}
