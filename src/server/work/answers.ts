import { type Draft, draftOf, phaseOf, type Submission, windowOf } from '@overcommit/coursework';
import { zonedWords } from '../../timeZone.ts';
import { forbidden, notFound, notNow } from '../errors.ts';
import { databaseNow } from '../store/index.ts';
import { assignmentOf } from './assignment.ts';
import { decideForTeam } from './seals.ts';
import type { TeamRef } from './stream.ts';
import type { WordPrompt, WorkDeps } from './types.ts';

export type DraftInput = TeamRef & {
  prompt: WordPrompt;
  /** User id. */
  by: string;
  text: string;
  /** Version of the draft that the writer went on from; 0 = none. */
  basedOn: number;
  commandId: string;
};

/** A conflict is an answer: another member changed the group's text first, and both texts are kept. */
export type DraftSaved = { ok: true; version: number; at: string } | { ok: false; current: Draft };

/** Keeps a text as it is typed. Until the closing time only: later it would look as if it counted. */
export async function saveDraft(deps: WorkDeps, input: DraftInput): Promise<DraftSaved> {
  const { assignmentId, teamId, prompt, by, text, basedOn, commandId } = input;
  const ref = { assignmentId, teamId };
  await refuseOutside(deps, ref, by);
  let outcome: DraftSaved | null = null;
  const appended = await decideForTeam(deps, ref, (submission) => {
    const current = draftOf(submission, prompt, by);
    outcome = answerWithout(current, input);
    return outcome
      ? null
      : { event: { type: 'AnswerDrafted', prompt: prompt.id, scope: prompt.scope, by, text }, commandId };
  });
  if (appended) return { ok: true, version: appended.version, at: appended.recordedAt };
  if (!outcome) throw new Error(`a draft of ${teamId} on base ${basedOn} was neither kept nor refused`);
  return outcome;
}

/** The answer where nothing has to be written: the same text is there, or another member's. Null: write. */
function answerWithout(current: Draft | null, { text, basedOn, by, prompt }: DraftInput): DraftSaved | null {
  if (!current) return text === '' ? { ok: true, version: 0, at: '' } : null;
  if (current.text === text) return { ok: true, version: current.version, at: current.at };
  const isOthers = prompt.scope === 'group' && current.by !== by && current.version > basedOn;
  return isOthers ? { ok: false, current } : null;
}

async function refuseOutside(deps: WorkDeps, { assignmentId, teamId }: TeamRef, userId: string): Promise<void> {
  const { assignment, extensions } = await assignmentOf(deps, assignmentId);
  const window = windowOf(assignment.window, extensions, { teamId, userId });
  const phase = phaseOf(window, await databaseNow(deps.db));
  const words = (at: Date | null) => (at ? zonedWords(assignment.timeZone, at) : '');
  if (phase === 'before') throw notNow(`This assignment opens on ${words(window.opensAt)}.`);
  if (phase === 'closed')
    throw forbidden(`This assignment closed on ${words(window.closesAt)}. Your text is kept in this browser only.`);
}

/** Until when the own answers of members with an extension count, by user id, as `answersAt` takes it. */
export function extendedUntil(windows: Readonly<Record<string, { dueAt: Date | null }>>): Map<string, string> {
  return new Map(
    Object.entries(windows).flatMap(([userId, { dueAt }]) => (dueAt ? [[userId, dueAt.toISOString()] as const] : [])),
  );
}

/** The prompt of a lab that is answered in words. @throws AppError NOT_FOUND */
export function promptIn(prompts: readonly WordPrompt[], id: string): WordPrompt {
  const found = prompts.find((prompt) => prompt.id === id);
  if (!found) throw notFound('This lab has no such question.');
  return found;
}

/** What one person may see of the team's drafts: their own, and those of the group. */
export function draftsFor(submission: Submission, prompts: readonly WordPrompt[], userId: string): (Draft | null)[] {
  return prompts.map((prompt) => draftOf(submission, prompt, userId));
}
