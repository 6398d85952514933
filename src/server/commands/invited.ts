import { addressOf } from '../addressOf.ts';
import type { SignedIn } from '../context.ts';
import { NOT_ERASED } from './addresses.ts';
import { audit } from './audit.ts';
import { linkFor } from './invitations.ts';

type Invited = { enrollmentId: string; userId: string; name: string; email: string; links: number };

/** Students without a password whom no other person invited: the link sets the password of their account. */
async function invitedBy({ services: { db }, user }: SignedIn, courseId: string): Promise<Invited[]> {
  const rows = await db.enrollment.findMany({
    where: { courseId, role: 'student', user: { accounts: { none: {} }, isAnonymous: { not: true }, ...NOT_ERASED } },
    include: {
      user: {
        select: { id: true, name: true, email: true, claimsEmail: true, oneTimeLinks: { where: { usedAt: null } } },
      },
    },
    orderBy: [{ user: { name: 'asc' } }, { id: 'asc' }],
  });
  const now = new Date();
  return rows
    .filter((row) => row.user.oneTimeLinks.every(({ createdBy }) => createdBy === user.id))
    .map((row) => ({
      enrollmentId: row.id,
      userId: row.user.id,
      name: row.user.name,
      email: addressOf(row.user),
      links: row.user.oneTimeLinks.filter(({ expiresAt }) => expiresAt > now).length,
    }));
}

/** Who has not used an invitation of the caller's yet, with the links that are out. */
export async function listInvited(ctx: SignedIn, courseId: string): Promise<Omit<Invited, 'userId'>[]> {
  return (await invitedBy(ctx, courseId)).map(({ userId: _account, ...rest }) => rest);
}

/** A new link for each of them. Links that were handed out before stay valid. */
export async function inviteAll(
  ctx: SignedIn,
  courseId: string,
): Promise<{ name: string; email: string; url: string }[]> {
  const { services, user } = ctx;
  const people = await invitedBy(ctx, courseId);
  return services.db.$transaction(
    async (tx) => {
      const links: { name: string; email: string; url: string }[] = [];
      for (const { userId, name, email } of people) {
        const { url } = await linkFor(tx, { services, userId, kind: 'invitation', createdBy: user.id });
        links.push({ name, email, url });
      }
      await audit(tx, { actor: user.id, action: 'invitation.make', subject: courseId, after: { links: links.length } });
      return links;
    },
    { timeout: 60_000 },
  );
}

/** Takes back the unused links of one person, or of all. */
export async function revokeInvited(
  ctx: SignedIn,
  { courseId, enrollmentId }: { courseId: string; enrollmentId: string | null },
): Promise<{ revoked: number }> {
  const { services, user } = ctx;
  const people = (await invitedBy(ctx, courseId)).filter(
    (one) => enrollmentId === null || one.enrollmentId === enrollmentId,
  );
  return services.db.$transaction(async (tx) => {
    const { count: revoked } = await tx.oneTimeLink.deleteMany({
      where: {
        userId: { in: people.map(({ userId }) => userId) },
        usedAt: null,
        createdBy: user.id,
        kind: 'invitation',
      },
    });
    await audit(tx, { actor: user.id, action: 'invitation.revoke', subject: courseId, after: { revoked } });
    return { revoked };
  });
}
