import { Id } from '@overcommit/protocol/api';
import { z } from 'zod';
import { assignmentAccess, type CourseAccess, courseAccess, isTeacher, machineAccess } from '../commands/access.ts';
import type { Context, SignedIn } from '../context.ts';
import { AppError, forbidden, notFound, notNow, unauthorized } from '../errors.ts';
import { toTrpcError } from './errors.ts';
import { type Permission, t } from './trpc.ts';

/**
 * Every procedure starts from one of these. It says who may call it.
 * A procedure cannot start from anything else: the test of the matrix fails on one without a permission.
 */
function permit(permission: Permission) {
  return t.procedure.meta({ permission }).use(async ({ next }) => {
    const result = await next();
    if (!result.ok && result.error.cause instanceof AppError) throw toTrpcError(result.error.cause);
    return result;
  });
}

function signedInOnly(ctx: Context): SignedIn {
  if (!ctx.user) throw unauthorized();
  return { ...ctx, user: ctx.user };
}

function idIn(raw: unknown, name: 'machineId' | 'courseId' | 'assignmentId'): string {
  const parsed = z.looseObject({ [name]: Id }).safeParse(raw);
  const id: unknown = parsed.success ? parsed.data[name] : undefined;
  if (typeof id !== 'string') throw notFound('There is nothing at this address.');
  return id;
}

const NO_PLACE = 'This machine does not exist, or you have no place on it. Ask its owner for a join code.';
const NO_COURSE = 'This course does not exist, or you are not in it. Ask its instructor to add you.';

export const anyone = permit('anyone');

export const signedIn = permit('signedIn').use(({ ctx, next }) => next({ ctx: signedInOnly(ctx) }));

/** Signed in with an account, not as a guest. */
export const accountHolder = permit('account').use(({ ctx, next }) => {
  const known = signedInOnly(ctx);
  if (known.user.isGuest) throw forbidden('Guests cannot do this. Make an account first.');
  return next({ ctx: known });
});

/** Teaches at least one course, or is a host: may make another course. */
export const teacher = permit('teacher').use(async ({ ctx, next }) => {
  const known = signedInOnly(ctx);
  if (!(await isTeacher(known))) throw forbidden('Only instructors may make a course. Ask the host of this service.');
  return next({ ctx: known });
});

/** May look at the machine: has a seat, is in its group, teaches its course, or is a host. */
export const machineViewer = permit('machineViewer').use(async ({ ctx, getRawInput, next }) => {
  const known = signedInOnly(ctx);
  const access = await machineAccess(known, idIn(await getRawInput(), 'machineId'));
  if (!access?.mayView) throw forbidden(NO_PLACE);
  return next({ ctx: { ...known, access } });
});

/** May look at the machine, with an account, not as a guest. */
export const machineAccount = permit('machineAccount').use(async ({ ctx, getRawInput, next }) => {
  const known = signedInOnly(ctx);
  const access = await machineAccess(known, idIn(await getRawInput(), 'machineId'));
  if (!access?.mayView) throw forbidden(NO_PLACE);
  if (known.user.isGuest) throw forbidden('Guests cannot do this. Make an account first.');
  return next({ ctx: { ...known, access } });
});

/** Has a seat at the machine, and so may send it commands. */
export const machineSeat = permit('machineSeat').use(async ({ ctx, getRawInput, next }) => {
  const known = signedInOnly(ctx);
  const access = await machineAccess(known, idIn(await getRawInput(), 'machineId'));
  if (!access?.mayView) throw forbidden(NO_PLACE);
  if (!access.seat) throw forbidden('Open the machine first: that gives you a seat.');
  return next({ ctx: { ...known, access, seat: access.seat } });
});

/** Has a seat and may see the whole log. While a part is concealed no line is run: its answer would reveal that part. */
export const machineLiveSeat = machineSeat.use(({ ctx, next }) => {
  if (ctx.access.untilSeq !== null)
    throw notNow('The rest of this machine is concealed for now: nothing can be run on it.');
  if (ctx.access.isPutAway)
    throw notNow('This machine is put away: nothing can be run on it. Its owner can bring it back.');
  return next();
});

/** Owns the machine or teaches its course: may share it, revoke its code, start it again. */
export const machineManager = permit('machineManager').use(async ({ ctx, getRawInput, next }) => {
  const known = signedInOnly(ctx);
  const access = await machineAccess(known, idIn(await getRawInput(), 'machineId'));
  if (!access?.mayView) throw forbidden(NO_PLACE);
  if (!access.mayManage) throw forbidden('Only the owner of this machine or the staff of its course may do this.');
  return next({ ctx: { ...known, access } });
});

/** Made the machine for themselves, or is a host: may put it away and delete it. */
export const machineOwner = permit('machineOwner').use(async ({ ctx, getRawInput, next }) => {
  const known = signedInOnly(ctx);
  const access = await machineAccess(known, idIn(await getRawInput(), 'machineId'));
  if (!access?.mayView) throw forbidden(NO_PLACE);
  if (!access.isOwner) throw forbidden('Only the person who made this machine may do this.');
  return next({ ctx: { ...known, access } });
});

/** @throws AppError PRECONDITION_FAILED for a change in an archived course; bringing it back is none */
function refuseArchived({ isArchived }: CourseAccess, { type, path }: { type: string; path: string }): void {
  if (isArchived && type === 'mutation' && path !== 'courses.archive')
    throw notNow('This course is archived: it can be read, not changed. An instructor can bring it back.');
}

function courseProcedure(permission: Permission, roles: readonly string[]) {
  return permit(permission).use(async ({ ctx, getRawInput, next, ...call }) => {
    const known = signedInOnly(ctx);
    const course = await courseAccess(known, idIn(await getRawInput(), 'courseId'));
    if (!course) throw forbidden(NO_COURSE);
    if (!roles.includes(course.role)) throw forbidden('Only the staff of this course may do this.');
    refuseArchived(course, call);
    return next({ ctx: { ...known, course } });
  });
}

function assignmentProcedure(permission: Permission, roles: readonly string[]) {
  return permit(permission).use(async ({ ctx, getRawInput, next, ...call }) => {
    const known = signedInOnly(ctx);
    const course = await assignmentAccess(known, idIn(await getRawInput(), 'assignmentId'));
    if (!course) throw forbidden(NO_COURSE);
    if (!roles.includes(course.role)) throw forbidden('Only the staff of this course may do this.');
    refuseArchived(course, call);
    return next({ ctx: { ...known, course } });
  });
}

export const courseMember = courseProcedure('courseMember', ['student', 'assistant', 'instructor']);
export const courseStaff = courseProcedure('courseStaff', ['assistant', 'instructor']);
export const courseInstructor = courseProcedure('courseInstructor', ['instructor']);
export const assignmentMember = assignmentProcedure('assignmentMember', ['student', 'assistant', 'instructor']);
export const assignmentStaff = assignmentProcedure('assignmentStaff', ['assistant', 'instructor']);
export const assignmentInstructor = assignmentProcedure('assignmentInstructor', ['instructor']);

export const hostOnly = permit('host').use(({ ctx, next }) => {
  const known = signedInOnly(ctx);
  if (!known.user.isHost) throw forbidden('Only the host of this service may do this.');
  return next({ ctx: known });
});
