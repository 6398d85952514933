import { hashToken } from '../auth/tokens.ts';
import type { SignedIn } from '../context.ts';
import { badRequest, notFound } from '../errors.ts';
import { standingOf } from './addresses.ts';
import { audit } from './audit.ts';
import { linkFor, type OneTime, wrongLink } from './invitations.ts';

/**
 * A link with which the holder of an account that signed up by itself confirms it. Staff give it to the person whom they
 * know by the address. It sets no password: it must not be a way into the account of another person.
 */
export async function confirmationLink(
  { services, user }: SignedIn,
  { courseId, enrollmentId }: { courseId: string; enrollmentId: string },
): Promise<OneTime> {
  const enrolled = await services.db.enrollment.findFirst({
    where: { id: enrollmentId, courseId },
    include: { user: { include: { accounts: { select: { id: true } }, oneTimeLinks: true } } },
  });
  if (!enrolled) throw badRequest('This person is not in the course.');
  const staff = await services.db.enrollment.findMany({ where: { courseId, role: { not: 'student' } } });
  const standing = standingOf(enrolled.user, new Set(staff.map(({ userId }) => userId)));
  if (standing !== 'notConfirmed')
    throw badRequest('There is nothing to confirm: the account is confirmed or invited.');
  const { userId } = enrolled;
  return services.db.$transaction(async (tx) => {
    await audit(tx, { actor: user.id, action: 'user.confirmationLink', subject: userId });
    return linkFor(tx, { services, userId, kind: 'confirmation', createdBy: user.id });
  });
}

const NOT_YOURS = 'This link is for another account, was used already, or is too old.';

/** @throws AppError NOT_FOUND for a link that is not for the caller */
export async function confirmAccount({ services, user, address }: SignedIn, token: string): Promise<{ ok: true }> {
  const tokenHash = hashToken(token);
  const now = new Date();
  await services.db.$transaction(async (tx) => {
    const used = await tx.oneTimeLink.updateMany({
      where: { tokenHash, kind: 'confirmation', userId: user.id, usedAt: null, expiresAt: { gt: now } },
      data: { usedAt: now },
    });
    if (used.count !== 1) {
      const isKnown = (await tx.oneTimeLink.count({ where: { tokenHash } })) > 0;
      throw isKnown ? notFound(NOT_YOURS) : await wrongLink(services, { address, words: NOT_YOURS });
    }
    const { createdBy } = await tx.oneTimeLink.findUniqueOrThrow({ where: { tokenHash } });
    const by = await tx.user.findUnique({ where: { id: createdBy }, select: { role: true } });
    // A host answers for the address; other staff only for their own courses.
    if (by?.role === 'host') await tx.user.update({ where: { id: user.id }, data: { emailVerified: true } });
  });
  return { ok: true };
}
