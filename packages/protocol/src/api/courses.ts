import { z } from 'zod';
import { CourseRole, DisplayName, Id, titleOf } from './common.ts';
import { MachineSummary } from './machines.ts';

export const CourseSummary = z.object({
  id: Id,
  title: z.string(),
  myRole: CourseRole,
  assignments: z.int(),
  members: z.int(),
});
export type CourseSummary = z.infer<typeof CourseSummary>;

export const RosterRow = z.object({
  enrollmentId: Id,
  name: z.string(),
  role: CourseRole,
  groupId: Id.nullable(),
  isMe: z.boolean(),
  /** Null unless the reader is staff. */
  userId: Id.nullable(),
  /** Null unless the reader is staff. */
  email: z.string().nullable(),
  /** Whether the account is that of the address's owner; null unless the reader is staff. `invited`: it has no password yet. */
  standing: z.enum(['confirmed', 'invited', 'notConfirmed']).nullable(),
});
export type RosterRow = z.infer<typeof RosterRow>;

export const AssignmentSummary = z.object({
  id: Id,
  title: z.string(),
  labSlug: z.string(),
  opensAt: z.date().nullable(),
  dueAt: z.date().nullable(),
  timeZone: z.string(),
  myMachineId: Id.nullable(),
});
export type AssignmentSummary = z.infer<typeof AssignmentSummary>;

export const CourseDetail = z.object({
  id: Id,
  title: z.string(),
  myRole: CourseRole,
  roster: z.array(RosterRow),
  groups: z.array(z.object({ id: Id, name: z.string(), enrollmentIds: z.array(Id) })),
  assignments: z.array(AssignmentSummary),
  /** Staff see all of them, a student those of their own group. */
  machines: z.array(MachineSummary),
});
export type CourseDetail = z.infer<typeof CourseDetail>;

export const CreateCourseInput = z.object({ title: titleOf(120) });
export const CreateGroupInput = z.object({
  courseId: Id,
  name: titleOf(60),
  enrollmentIds: z.array(Id).max(100),
});
export const SetRoleInput = z.object({ courseId: Id, enrollmentId: Id, role: CourseRole });
export const GroupRef = z.object({ groupId: Id });
export const CourseRef = z.object({ courseId: Id });
/** CSV with the columns name, email, group (a header line, any order). Nothing is imported unless every line is right. */
export const ImportRosterInput = z.object({ courseId: Id, csv: z.string().max(60_000) });
export const ImportedRoster = z.discriminatedUnion('ok', [
  z.object({
    ok: z.literal(true),
    added: z.int(),
    updated: z.int(),
    /** For people without an account: a one-time link each, to be handed out by staff. */
    invitations: z.array(z.object({ name: z.string(), email: z.string(), url: z.string() })),
  }),
  z.object({ ok: z.literal(false), errors: z.array(z.object({ line: z.int(), message: z.string() })) }),
]);
export type ImportedRoster = z.infer<typeof ImportedRoster>;

/** Points are whole hundredths, as in packages/coursework: 250 = 2.5 points. */
export const Hundredths = z.int().min(-100_000).max(100_000);

/** A rubric item as members of the course see it; fields for graders only are null for a student. */
export const RubricItemShape = z.object({
  id: Id,
  title: z.string(),
  kind: z.enum(['automatic', 'manual']),
  scope: z.enum(['group', 'member']),
  outOf: Hundredths,
  isBonus: z.boolean(),
  /** It takes points away: its points are 0 or less. */
  isPenalty: z.boolean(),
  /** CEL of an automatic item; staff only. */
  predicate: z.string().nullable(),
  /** What the grader of a manual item looks for; staff only. */
  guidance: z.string().nullable(),
});
/** These items give together at most `most`. */
export const RubricCap = z.object({ title: z.string(), itemIds: z.array(Id), most: Hundredths });
export type RubricItemShape = z.infer<typeof RubricItemShape>;

export const MyGrade = z.object({
  assignmentId: Id,
  title: z.string(),
  courseTitle: z.string(),
  points: z.number(),
  outOf: z.number(),
  releasedAt: z.date(),
});
export type MyGrade = z.infer<typeof MyGrade>;

export const AcceptInvitationInput = z.object({
  token: z.string().min(1).max(128),
  /** Required for an invitation; a link for a new password does not change the name. */
  name: DisplayName.optional(),
  password: z.string().min(10, 'At least 10 characters, please.').max(128),
});
