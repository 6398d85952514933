import { type AutomaticItem, type Rubric, rubricSchema } from '@overcommit/coursework';
import {
  AssignmentRef,
  Id,
  LogSourceShape,
  RubricBase,
  RubricEffect,
  RubricPublished,
  RubricVersionRef,
  RubricVersionShape,
  Tried,
  TriedText,
  TryRange,
} from '@overcommit/protocol/api';
import { z } from 'zod';
import { logSources, refuseForeignLogs } from '../../commands/logSources.ts';
import { tooMany } from '../../errors.ts';
import { openRubric, previewRubric, publishRubric, rubricVersion, tryItem, tryText } from '../../grading/index.ts';
import { assignmentInstructor } from '../permissions.ts';
import { t } from '../trpc.ts';

/** Characters of a log that is tried; the edge takes no more either. */
const MAX_LOG_TEXT = 4 * 1024 * 1024;

/** One automatic item, as it stands in a rubric. */
const Item = z
  .unknown()
  .transform((item) => rubricSchema.safeParse({ items: [item] }))
  .refine(({ success }) => success, 'This item is not complete.')
  .transform(({ data }) => data?.items[0])
  .refine((item): item is AutomaticItem => item?.kind === 'automatic', 'Only an automatic item can be tried.');
const Wish = RubricBase.extend({ rubric: rubricSchema });
const Opened = z.object({
  assignmentId: Id,
  courseId: Id,
  courseTitle: z.string(),
  title: z.string(),
  labSlug: z.string(),
  version: z.int(),
  rubric: z.custom<Rubric>((value) => typeof value === 'object').nullable(),
  problem: z.string().nullable(),
  text: z.string(),
  versions: z.array(RubricVersionShape),
});

/** The workbench of an assignment's rubric. What it shows never reaches students, and assistants only read it at the desk. */
export const rubricRouter = t.router({
  open: assignmentInstructor
    .input(AssignmentRef)
    .output(Opened)
    .query(({ ctx, input }) => openRubric(ctx.services, input.assignmentId)),
  version: assignmentInstructor
    .input(RubricVersionRef)
    .output(z.object({ text: z.string() }))
    .query(({ ctx, input }) => rubricVersion(ctx.services, input)),
  sources: assignmentInstructor
    .input(AssignmentRef)
    .output(z.array(LogSourceShape))
    .query(({ ctx }) => logSources(ctx)),
  /** A mutation, because what it reads of the logs is kept. */
  try: assignmentInstructor
    .input(AssignmentRef.extend({ ...TryRange, item: Item }))
    .output(Tried)
    .mutation(async ({ ctx, input }) => {
      await refuseForeignLogs(ctx, input.logsOf);
      return tryItem(ctx.services, input, input.item);
    }),
  tryLog: assignmentInstructor
    .input(
      AssignmentRef.extend({
        text: z.string().max(MAX_LOG_TEXT, 'A log that is tried may have at most 4 MiB.'),
        item: Item,
      }),
    )
    .output(TriedText)
    .mutation(async ({ ctx, input }) => {
      const wait = ctx.services.actionLimits.count('verify', ctx.user.id);
      if (wait !== null) throw tooMany(`Many logs were read just now. Try again in ${wait} seconds.`);
      return tryText(ctx.services, input.text, input.item);
    }),
  preview: assignmentInstructor
    .input(Wish)
    .output(RubricEffect)
    .mutation(({ ctx, input }) => previewRubric(ctx.services, input)),
  publish: assignmentInstructor
    .input(Wish)
    .output(RubricPublished)
    .mutation(({ ctx, input }) => publishRubric(ctx.services, input, ctx.user.id)),
});
