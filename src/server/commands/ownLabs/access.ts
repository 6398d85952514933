import type { Context, SignedIn } from '../../context.ts';
import { notFound } from '../../errors.ts';
import { isOwnSlug } from '../../labBook.ts';
import { isTeacher } from '../access.ts';

type Version = { version: number | null; of: { authorId: string | null; isShared: boolean } };

async function versionOf({ services: { db } }: Context, slug: string): Promise<Version | null> {
  return db.labVersion.findUnique({
    where: { slug },
    select: { version: true, of: { select: { authorId: true, isShared: true } } },
  });
}

/** Its author; other instructors where it is shared. A draft that is tried is its author's alone. */
async function mayUse(ctx: SignedIn, { version, of }: Version): Promise<boolean> {
  if (of.authorId === ctx.user.id) return true;
  return version !== null && of.isShared && (await isTeacher(ctx));
}

/** Whether the caller works with it: on a machine of theirs, or in an assignment that has opened. */
async function worksWith({ services: { db }, user }: SignedIn, labSlug: string): Promise<boolean> {
  const isOpen = { OR: [{ opensAt: null }, { opensAt: { lte: new Date() } }] };
  const staff = { enrollments: { some: { userId: user.id, role: { not: 'student' as const } } } };
  const students = { enrollments: { some: { userId: user.id } } };
  const assignments = await db.assignment.count({
    where: { labSlug, OR: [{ course: staff }, { course: students, ...isOpen }] },
  });
  if (assignments > 0) return true;
  const seats = { some: { userId: user.id, removedAt: null } };
  return (
    (await db.machine.count({ where: { labSlug, seats, OR: [{ assignmentId: null }, { assignment: isOpen }] } })) > 0
  );
}

/** Whether the caller may read an own lab's version, without its key. */
export async function mayReadLab(ctx: Context, slug: string): Promise<boolean> {
  const { user } = ctx;
  if (!user) return false;
  const known: SignedIn = { ...ctx, user };
  const version = await versionOf(ctx, slug);
  if (!version) return false;
  if (user.isHost && version.version !== null) return true;
  return (await mayUse(known, version)) || (await worksWith(known, slug));
}

/** A lab of the handbook may be used by everyone. @throws AppError NOT_FOUND for another person's lab that is not shared */
export async function refuseForeignLab(ctx: SignedIn, slug: string): Promise<void> {
  if (!isOwnSlug(slug)) return;
  const version = await versionOf(ctx, slug);
  if (!version || !(await mayUse(ctx, version))) throw notFound(`There is no lab “${slug}”.`);
}
