import { z } from 'zod';
import { isPlainProse } from '../ids.ts';
import { Id } from './common.ts';
import { Hundredths } from './courses.ts';

const Prose = z
  .string()
  .max(4000, 'At most 4000 characters, please.')
  .refine(isPlainProse, 'Only visible characters, please.');

/** What the log said of an item, with the machine and the entries that show it. */
const Automatic = z.object({
  verdict: z.enum(['earned', 'partly', 'missed', 'error']).nullable(),
  explanation: z.string(),
  machineId: Id.nullable(),
  evidence: z.array(z.int()),
});

export const RegradeShape = z.object({
  text: z.string(),
  at: z.date(),
  machineId: Id.nullable(),
  seq: z.int().nullable(),
  answer: z.object({ upheld: z.boolean(), text: z.string(), at: z.date() }).nullable(),
});
export type RegradeShape = z.infer<typeof RegradeShape>;

/** A member's figures; sizes in pages. */
export const CreditShape = z.object({
  commands: z.int(),
  caused: z.object({ pages: z.int(), kills: z.int(), refusals: z.int() }),
  suffered: z.object({ kills: z.int() }),
  predictions: z.object({ made: z.int(), right: z.int() }),
  answers: z.int(),
});
export type CreditShape = z.infer<typeof CreditShape>;

export const MyItem = z.object({
  itemId: Id,
  title: z.string(),
  outOf: Hundredths,
  isBonus: z.boolean(),
  isPenalty: z.boolean(),
  /** Null: not graded. */
  points: Hundredths.nullable(),
  automatic: Automatic.nullable(),
  note: z.string(),
  /** The comments and the level that the grader chose, in words. */
  remarks: z.array(z.string()),
  level: z.string().nullable(),
  /** After the release. */
  changes: z.array(
    z.object({ from: Hundredths.nullable(), points: Hundredths.nullable(), note: z.string(), at: z.date() }),
  ),
  regrades: z.array(RegradeShape),
});
export type MyItem = z.infer<typeof MyItem>;

/** A student's own released figures. */
export const MyFigure = z.object({
  releasedAt: z.date(),
  /** Null: always. */
  regradeUntil: z.date().nullable(),
  /** Before and after what lateness costs. */
  earned: Hundredths,
  latePercent: z.int(),
  total: Hundredths,
  outOf: Hundredths,
  ungraded: z.int(),
  items: z.array(MyItem),
  /** What counts of the student's team: null = nothing was handed in. */
  handedInAt: z.date().nullable(),
  /** The student's own answers, and those of the group. */
  answers: z.array(z.object({ prompt: z.string(), text: z.string(), isGroups: z.boolean() })),
  credit: CreditShape.nullable(),
});
export type MyFigure = z.infer<typeof MyFigure>;

export const AskRegradeInput = z.object({
  assignmentId: Id,
  itemId: Id,
  machineId: Id.nullable().default(null),
  seq: z.int().min(1).nullable().default(null),
  text: Prose,
});
/** A request, by the number of its event; who asked is known by a pseudonym only. */
export const RegradeRow = RegradeShape.omit({ machineId: true }).extend({
  request: z.int(),
  pseudonym: z.string(),
  itemId: Id,
  itemTitle: z.string(),
  outOf: Hundredths,
  /** What counts now. */
  points: Hundredths.nullable(),
  note: z.string(),
  explanation: z.string().nullable(),
  /** The reader gave these points, so that another grader answers. */
  isOwn: z.boolean(),
  /** Others whose item came to the same in the same way. */
  similar: z.int(),
});
export type RegradeRow = z.infer<typeof RegradeRow>;
export const RegradeList = z.object({ title: z.string(), courseId: Id, rows: z.array(RegradeRow) });
export type RegradeList = z.infer<typeof RegradeList>;

export const AnswerRegradeInput = z.object({
  assignmentId: Id,
  request: z.int().min(1),
  upheld: z.boolean(),
  text: Prose,
  /** New points, where the request is upheld; the text is then their note. Null: they stay. */
  points: Hundredths.nullable().default(null),
  /** Give these points to the similar cases too. */
  withSimilar: z.boolean().default(false),
});
export const RegradeAnswered = z.object({ changed: z.int() });

const GradebookItem = z.object({
  id: Id,
  title: z.string(),
  outOf: Hundredths,
  isBonus: z.boolean(),
  isPenalty: z.boolean(),
});
export const GradebookAssignment = z.object({
  id: Id,
  title: z.string(),
  outOf: Hundredths,
  releasedAt: z.date().nullable(),
  /** Students whose grades are released. */
  released: z.int(),
  items: z.array(GradebookItem),
  /** Teams whose logs are judged, of all that need it. */
  judged: z.object({ done: z.int(), total: z.int() }),
});
export type GradebookAssignment = z.infer<typeof GradebookAssignment>;

/** One student in one assignment. `mark`: what a teacher looks for. */
export const GradebookCell = z.object({
  /** In the order of the assignment's items. */
  points: z.array(Hundredths.nullable()),
  total: Hundredths.nullable(),
  latePercent: z.int(),
  ungraded: z.int(),
  mark: z.enum(['none', 'late', 'missing', 'preview']),
  isReleased: z.boolean(),
  isChanged: z.boolean(),
});
export type GradebookCell = z.infer<typeof GradebookCell>;

export const Gradebook = z.object({
  title: z.string(),
  isInstructor: z.boolean(),
  assignments: z.array(GradebookAssignment),
  rows: z.array(
    z.object({
      studentId: Id,
      name: z.string(),
      email: z.string(),
      group: z.string(),
      /** In the order of the assignments. */
      cells: z.array(GradebookCell),
    }),
  ),
  /** By item and grader: saves, and the time between a grader's saves as far as it is work. */
  graders: z.array(
    z.object({ assignmentId: Id, itemId: Id, name: z.string(), saves: z.int(), minutes: z.number(), mean: z.number() }),
  ),
});
export type Gradebook = z.infer<typeof Gradebook>;
