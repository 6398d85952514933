import { z } from 'zod';
import { Policy } from '../entry.ts';
import { isPlainProse } from '../ids.ts';
import { CourseRole, Id, Settings, Slug, titleOf } from './common.ts';
import { RubricCap, RubricItemShape } from './courses.ts';
import { MachineSummary } from './machines.ts';

const Prose = (most: number) =>
  z.string().max(most, `At most ${most} characters, please.`).refine(isPlainProse, 'Only visible characters, please.');

const Percent = z.int().min(0, 'From 0 to 100, please.').max(100, 'From 0 to 100, please.');

/** As `lateRuleSchema` of packages/coursework. */
export const LateRuleShape = z.object({
  percent: Percent,
  per: z.enum(['day', 'hour']),
  capPercent: Percent,
  graceMinutes: z.int().min(0).max(10_080, 'At most a week, please.'),
});

/** When a team may work, and when its work counts; null: no such bound. */
export const WindowShape = z.object({
  opensAt: z.date().nullable(),
  dueAt: z.date().nullable(),
  closesAt: z.date().nullable(),
  attempts: z.int().nullable(),
});
export type WindowShape = z.infer<typeof WindowShape>;

const Kb = z
  .int()
  .min(4096, 'At least 4 MiB, please.')
  .max(1024 ** 3, 'At most 1 TiB, please.');
const MostAttempts = z.int().min(1, 'At least one, please.').max(50, 'At most 50, please.');

/** All that can be set of an assignment. What is null is as the lab says, or has no bound. */
const settings = {
  title: titleOf(120),
  /** A name of the IANA database, such as Europe/Berlin; whether there is such a zone only a host can say. */
  timeZone: z.string().min(1).max(64),
  opensAt: z.date().nullable(),
  dueAt: z.date().nullable(),
  closesAt: z.date().nullable(),
  lateRule: LateRuleShape.nullable(),
  attempts: MostAttempts.nullable(),
  regradeDays: z.int().min(0).max(365, 'At most a year, please.').nullable(),
  policy: Policy.nullable(),
  settings: Settings,
  memKb: Kb.nullable(),
  swapKb: z
    .int()
    .min(0)
    .max(1024 ** 3, 'At most 1 TiB, please.')
    .nullable(),
  seedRule: z.enum(['lab', 'group']),
};

type Dates = { opensAt: Date | null; dueAt: Date | null; closesAt: Date | null };

/** Dates the wrong way round, each with its field. */
function checkDates({ opensAt, dueAt, closesAt }: Dates, context: z.RefinementCtx): void {
  const say = (field: string, message: string) => context.addIssue({ code: 'custom', path: [field], message });
  if (opensAt && dueAt && dueAt <= opensAt) say('dueAt', 'It must be due after it opens.');
  if (closesAt && !dueAt) say('closesAt', 'Only an assignment with a due date can close later.');
  if (closesAt && dueAt && closesAt < dueAt) say('closesAt', 'It must not close before it is due.');
}

export const AssignmentSettings = z.object(settings);
export type AssignmentSettings = z.infer<typeof AssignmentSettings>;

export const CreateAssignmentInput = z
  .object({
    courseId: Id,
    labSlug: Slug,
    title: settings.title,
    timeZone: settings.timeZone.default('UTC'),
    opensAt: settings.opensAt.default(null),
    dueAt: settings.dueAt.default(null),
    closesAt: settings.closesAt.default(null),
    lateRule: settings.lateRule.default(null),
    attempts: settings.attempts.default(null),
    regradeDays: settings.regradeDays.default(null),
    policy: settings.policy.default(null),
    settings: settings.settings.default({}),
    memKb: settings.memKb.default(null),
    swapKb: settings.swapKb.default(null),
    seedRule: settings.seedRule.default('lab'),
  })
  .superRefine(checkDates);
export const AssignmentRef = z.object({ assignmentId: Id });
export const UpdateAssignmentInput = AssignmentSettings.extend({ assignmentId: Id }).superRefine(checkDates);

/** What a change would do, each a sentence. */
export const ChangePreview = z.object({ changes: z.array(z.string()) });

/** For the editor: all settings and all extensions. */
export const ExtensionShape = z.object({
  id: Id,
  groupId: Id.nullable(),
  userId: Id.nullable(),
  /** Of the group or the person. */
  name: z.string(),
  dueAt: z.date().nullable(),
  closesAt: z.date().nullable(),
  attempts: z.int().nullable(),
  reason: z.string(),
});
export type ExtensionShape = z.infer<typeof ExtensionShape>;
export const AssignmentEditor = z.object({
  settings: AssignmentSettings,
  extensions: z.array(ExtensionShape),
  /** Whether it can be deleted: nothing was handed in yet. */
  mayDelete: z.boolean(),
  people: z.array(z.object({ userId: Id, name: z.string() })),
});
export type AssignmentEditor = z.infer<typeof AssignmentEditor>;

/** One of `groupId` and `userId`. An extension for the same group or person replaces the one before. */
export const ExtendInput = z
  .object({
    assignmentId: Id,
    groupId: Id.nullable().default(null),
    userId: Id.nullable().default(null),
    dueAt: z.date().nullable().default(null),
    closesAt: z.date().nullable().default(null),
    attempts: MostAttempts.nullable().default(null),
    reason: Prose(500).default(''),
  })
  .superRefine((input, context) => {
    const say = (field: string, message: string) => context.addIssue({ code: 'custom', path: [field], message });
    if ((input.groupId === null) === (input.userId === null)) say('groupId', 'Choose one group or one person.');
    if (!input.dueAt && !input.closesAt && !input.attempts) say('dueAt', 'Give more time or more attempts.');
    if (input.closesAt && input.dueAt && input.closesAt < input.dueAt)
      say('closesAt', 'It must not close before it is due.');
  });
export const ExtensionRef = z.object({ assignmentId: Id, extensionId: Id });

const SealReason = z.enum(['handIn', 'due', 'staff']);
export const SealShape = z.object({
  version: z.int(),
  reason: SealReason,
  /** Name; null: the deadline was carried out. */
  by: z.string().nullable(),
  asOf: z.date(),
  lateMs: z.number(),
  /** What being late costs, in percent of the points earned. */
  latePercent: z.number(),
  parts: z.array(z.object({ machineId: Id, seq: z.int() })),
});
export type SealShape = z.infer<typeof SealShape>;

const Phase = z.enum(['before', 'open', 'late', 'closed']);

/** A question of the lab that is answered in words, with the draft that the reader would go on with. */
export const QuestionShape = z.object({
  id: Id,
  text: z.string(),
  scope: z.enum(['member', 'group']),
  draft: z.object({ version: z.int(), text: z.string(), at: z.date(), by: z.string(), isMine: z.boolean() }).nullable(),
});
export type QuestionShape = z.infer<typeof QuestionShape>;

/** The work of the reader's team. */
export const TeamWork = z.object({
  teamId: Id,
  name: z.string(),
  members: z.array(z.string()),
  window: WindowShape,
  /** The reader's own window, where an extension is theirs alone. */
  myWindow: WindowShape,
  phase: Phase,
  /** What handing in now would cost, in percent of the points earned. */
  percentNow: z.number(),
  attemptsLeft: z.int().nullable(),
  seal: SealShape.nullable(),
  history: z.array(z.object({ type: z.enum(['Sealed', 'Reopened']), at: z.date(), by: z.string(), words: z.string() })),
  questions: z.array(QuestionShape),
  /** The reader's own answers and those of the group, as they are in the seal. */
  sealedAnswers: z.array(z.object({ prompt: Id, text: z.string() })),
});
export type TeamWork = z.infer<typeof TeamWork>;

export const AssignmentDetail = z.object({
  id: Id,
  courseId: Id,
  courseTitle: z.string(),
  title: z.string(),
  labSlug: z.string(),
  /** The server's time; the dates below are meant in `timeZone`. */
  now: z.date(),
  timeZone: z.string(),
  opensAt: z.date().nullable(),
  dueAt: z.date().nullable(),
  closesAt: z.date().nullable(),
  lateRule: LateRuleShape.nullable(),
  /** False for a student before it opens: the rubric and the questions are held back until then. */
  isOpen: z.boolean(),
  isReleased: z.boolean(),
  myRole: CourseRole,
  rubric: z.array(RubricItemShape),
  caps: z.array(RubricCap),
  myMachineId: Id.nullable(),
  /** Null for staff, and for a student without a group. */
  myWork: TeamWork.nullable(),
  /** Only after the release: the reader's own points, by item. */
  myGrade: z
    .object({
      points: z.number(),
      outOf: z.number(),
      releasedAt: z.date(),
      items: z.array(z.object({ itemId: Id, points: z.number().nullable(), note: z.string() })),
    })
    .nullable(),
  /** Those of the reader's own group; none for staff, who have the board. */
  machines: z.array(MachineSummary),
});
export type AssignmentDetail = z.infer<typeof AssignmentDetail>;

export const BoardRow = z.object({
  teamId: Id,
  name: z.string(),
  members: z.array(z.string()),
  machines: z.array(z.object({ machineId: Id, title: z.string(), entries: z.int() })),
  /** A member did something on one of the machines. */
  hasStarted: z.boolean(),
  lastAt: z.date().nullable(),
  window: WindowShape,
  hasExtension: z.boolean(),
  phase: Phase,
  seal: SealShape.nullable(),
  isReopened: z.boolean(),
});
export type BoardRow = z.infer<typeof BoardRow>;
export const Board = z.object({
  rows: z.array(BoardRow),
  /** Students of the course who are in no group, and so in no row. */
  withoutGroup: z.array(z.string()),
});
export type Board = z.infer<typeof Board>;

export const HandInInput = AssignmentRef.extend({ acceptsPercent: Percent.default(0) });
export const DraftInput = AssignmentRef.extend({
  prompt: Id,
  text: Prose(20_000),
  /** Version of the draft that was on the screen; 0 = none. */
  basedOn: z.int().min(0),
  commandId: Id,
});
/** A conflict is an answer, not an error: another member changed the group's text first. */
export const DraftKept = z.discriminatedUnion('ok', [
  z.object({ ok: z.literal(true), version: z.int() }),
  z.object({ ok: z.literal(false), current: z.object({ version: z.int(), text: z.string(), by: z.string() }) }),
]);
export const TeamInput = AssignmentRef.extend({ teamId: Id });
export const ReopenInput = TeamInput.extend({
  reason: Prose(500).refine((text) => text.trim() !== '', 'Say why.'),
  /** A new due date for the group; needed once the old one is over. */
  dueAt: z.date().nullable().default(null),
});
export const MakeMachinesInput = AssignmentRef.extend({ most: z.int().min(1).max(10).default(5) });
/** `left`: groups that have none yet. */
export const MachinesMade = z.object({ machineIds: z.array(Id), left: z.int() });
export const StartAttemptInput = AssignmentRef.extend({ policy: Policy.optional(), settings: Settings.optional() });

/** What an assignment's machine is part of, for the pages of the machine. */
export const MachineWork = z
  .object({
    assignmentId: Id,
    title: z.string(),
    timeZone: z.string(),
    window: WindowShape,
    phase: Phase,
    /** The last entry that counts; null: the team is not sealed. */
    sealedSeq: z.int().nullable(),
    /** For a member of the team; empty for staff. */
    questions: z.array(QuestionShape),
    attemptsLeft: z.int().nullable(),
  })
  .nullable();
export type MachineWork = z.infer<typeof MachineWork>;
