/** What counts of one machine: its entries up to `seq`. */
export type Part = { machineId: string; seq: number };
export type AnswerScope = 'member' | 'group';

/** The work of a team on an assignment is a stream of these. Ids only; names live elsewhere. Never edited: a later one counts. */
export type SubmissionEvent =
  /** A text as it stood after a pause of typing. `by`: user id of its writer. */
  | { type: 'AnswerDrafted'; prompt: string; scope: AnswerScope; by: string; text: string }
  /**
   * Freezes what counts. `members`: user ids of the students whose work this is. `asOf`: ISO 8601; answers drafted
   * later do not belong to it. `by`: user id; null = the deadline was carried out.
   */
  | {
      type: 'Sealed';
      parts: Part[];
      members: string[];
      reason: 'handIn' | 'due' | 'staff';
      by: string | null;
      asOf: string;
    }
  /** The seal before it does not count any more. */
  | { type: 'Reopened'; reason: string; by: string };

export type RecordedSubmissionEvent = { version: number; recordedAt: string; event: SubmissionEvent };

/** `version`: of the event in the team's stream; with the team's id it names the seal for good. */
export type Seal = {
  version: number;
  parts: Part[];
  members: string[];
  reason: 'handIn' | 'due' | 'staff';
  by: string | null;
  asOf: string;
  recordedAt: string;
};

export type Draft = { version: number; prompt: string; scope: AnswerScope; by: string; text: string; at: string };

/** A seal or a reopening, as it happened. */
export type Step =
  | ({ type: 'Sealed' } & Seal)
  | { type: 'Reopened'; version: number; reason: string; by: string; recordedAt: string };

export type Submission = {
  /** Of the stream's last event; 0 = nothing happened yet. */
  version: number;
  /** The one that counts; null before the first, and after a reopening. */
  seal: Seal | null;
  /** All that was ever drafted, oldest first. */
  drafts: Draft[];
  history: Step[];
};

export const emptySubmission = (): Submission => ({ version: 0, seal: null, drafts: [], history: [] });

/** A team's work: a fold, like everything else. Versions may have gaps: a reader may leave drafts out. @throws if they do not rise */
export function foldSubmission(events: readonly RecordedSubmissionEvent[]): Submission {
  const submission = emptySubmission();
  for (const recorded of events) {
    if (recorded.version <= submission.version)
      throw new Error(`submission events fall from ${submission.version} to ${recorded.version}`);
    evolve(submission, recorded);
    submission.version = recorded.version;
  }
  return submission;
}

function evolve(submission: Submission, { version, recordedAt, event }: RecordedSubmissionEvent): void {
  switch (event.type) {
    case 'AnswerDrafted': {
      const { prompt, scope, by, text } = event;
      submission.drafts.push({ version, prompt, scope, by, text, at: recordedAt });
      break;
    }
    case 'Sealed': {
      const { type, ...rest } = event;
      const seal: Seal = { version, recordedAt, ...rest };
      submission.seal = seal;
      submission.history.push({ type, ...seal });
      break;
    }
    case 'Reopened': {
      const { type, reason, by } = event;
      submission.seal = null;
      submission.history.push({ type, version, reason, by, recordedAt });
      break;
    }
    default:
      unreachable(event);
  }
}

function unreachable(event: never): never {
  throw new Error(`an unknown submission event: ${JSON.stringify(event)}`);
}

/** `by`: the writer; of a group's answer the last one. `at`: when this text was drafted. */
export type Answer = { prompt: string; scope: AnswerScope; by: string; text: string; at: string };

/** ISO time by user id: a person with an extension may change their own answers up to it. */
export type ExtendedUntil = ReadonlyMap<string, string>;
const NO_ONE: ExtendedUntil = new Map();

/**
 * The answers that belong to a seal: one a prompt and member, or one a prompt for the group. Without a seal: the drafts
 * as they stand. A person's extension moves only their own answers. Empty texts are left out.
 */
export function answersAt(
  submission: Submission,
  seal: Pick<Seal, 'asOf' | 'members'> | null,
  extendedUntil: ExtendedUntil = NO_ONE,
): Answer[] {
  const latest = new Map<string, Answer>();
  for (const { version: _version, ...draft } of submission.drafts) {
    if (seal && !belongsTo(draft, seal, extendedUntil)) continue;
    latest.set(JSON.stringify([draft.prompt, draft.scope === 'member' ? draft.by : null]), draft);
  }
  return [...latest.values()].filter(({ text }) => text.trim() !== '');
}

function belongsTo(
  draft: Answer,
  { asOf, members }: Pick<Seal, 'asOf' | 'members'>,
  extendedUntil: ExtendedUntil,
): boolean {
  if (draft.scope === 'group') return draft.at <= asOf;
  const until = extendedUntil.get(draft.by) ?? asOf;
  return members.includes(draft.by) && draft.at <= (until > asOf ? until : asOf);
}

/** The draft that a member would go on with; null = none yet. */
export function draftOf(submission: Submission, prompt: { id: string; scope: AnswerScope }, by: string): Draft | null {
  const isIts = (draft: Draft) =>
    draft.prompt === prompt.id && draft.scope === prompt.scope && (prompt.scope === 'group' || draft.by === by);
  return submission.drafts.filter(isIts).at(-1) ?? null;
}

/** A team's work from before teams had streams: the last hand-in of each of its machines. */
export type OldHandIn = { machineId: string; seq: number; version: number; by: string; recordedAt: string };

/** The newest of them counts, as a seal of that one machine. */
export function sealOfOld(handIns: readonly OldHandIn[], members: readonly string[]): Seal | null {
  const newest = [...handIns].sort((a, b) => (a.recordedAt < b.recordedAt ? -1 : 1)).at(-1);
  if (!newest) return null;
  const { machineId, seq, version, by, recordedAt } = newest;
  const parts = [{ machineId, seq }];
  return { version, parts, members: [...members], reason: 'handIn', by, asOf: recordedAt, recordedAt };
}
