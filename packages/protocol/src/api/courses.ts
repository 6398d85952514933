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
  section: z.string().nullable(),
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
  /** It can be read, not changed. */
  isArchived: z.boolean(),
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
export const ConfirmAccountInput = z.object({ token: z.string().min(1).max(128) });
export const GroupRef = z.object({ groupId: Id });
export const CourseRef = z.object({ courseId: Id });
/** CSV whose header line names name, email and perhaps group and section. Nothing is imported unless every line is right. */
export const ImportRosterInput = z.object({ courseId: Id, csv: z.string().max(300_000, 'At most 300 kB, please.') });
const RosterErrors = z.object({
  ok: z.literal(false),
  errors: z.array(z.object({ line: z.int(), message: z.string() })),
});
/** What an import would do, line by line. `staff`: left alone. */
export const RosterPreview = z.discriminatedUnion('ok', [
  z.object({
    ok: z.literal(true),
    /** Which header is read as what. */
    used: z.array(z.object({ header: z.string(), as: z.string() })),
    unused: z.array(z.string()),
    lines: z.array(
      z.object({
        line: z.int(),
        name: z.string(),
        email: z.string(),
        group: z.string(),
        what: z.enum(['add', 'change', 'same', 'staff']),
        /** What changes, in words. */
        words: z.string(),
      }),
    ),
  }),
  RosterErrors,
]);
export type RosterPreview = z.infer<typeof RosterPreview>;

const Address = z
  .string()
  .trim()
  .max(254)
  .regex(/^[^\s@,;<>"]{1,64}@[^\s@,;<>"]+\.[^\s@,;<>".]{2,63}$/, 'This is not an email address.');
export const AddMemberInput = z.object({
  courseId: Id,
  name: titleOf(80),
  email: Address,
  /** Name of the group; empty = none. It is made where it is not there. */
  group: z.string().trim().max(60).default(''),
});
export const MemberAdded = z.object({
  invitation: z.object({ name: z.string(), email: z.string(), url: z.string() }).nullable(),
});
/** A student who has no password yet, and how many unused links are out. */
export const InvitedPerson = z.object({ enrollmentId: Id, name: z.string(), email: z.string(), links: z.int() });
export type InvitedPerson = z.infer<typeof InvitedPerson>;
export const InvitationLink = z.object({ name: z.string(), email: z.string(), url: z.string() });
export type InvitationLink = z.infer<typeof InvitationLink>;
/** Null: all of them. */
export const RevokeInvitedInput = z.object({ courseId: Id, enrollmentId: Id.nullable() });
export const MoveMemberInput = z.object({ courseId: Id, enrollmentId: Id, groupId: Id.nullable() });
export const MemberRef = z.object({ courseId: Id, enrollmentId: Id });
export const RandomGroupsInput = z.object({
  courseId: Id,
  size: z.int().min(1).max(50),
  seed: z
    .int()
    .min(0)
    .max(2 ** 31),
  /** Also those who have a group. */
  isForAll: z.boolean(),
});
export const GroupsMade = z.object({ groups: z.int(), people: z.int() });
export const RenameCourseInput = z.object({ courseId: Id, title: titleOf(120) });
export const ArchiveCourseInput = z.object({ courseId: Id, isArchived: z.boolean() });
export const ImportedRoster = z.discriminatedUnion('ok', [
  z.object({
    ok: z.literal(true),
    added: z.int(),
    updated: z.int(),
    /** For people without an account: a one-time link each, to be handed out by staff. */
    invitations: z.array(z.object({ name: z.string(), email: z.string(), url: z.string() })),
  }),
  RosterErrors,
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
