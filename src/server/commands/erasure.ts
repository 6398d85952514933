import { randomUUID } from 'node:crypto';
import type { SignedIn } from '../context.ts';
import type { Tx } from '../db.ts';
import { badRequest, notFound, tooMany } from '../errors.ts';
import type { Services } from '../services.ts';
import { FORMER } from './addresses.ts';
import { audit } from './audit.ts';
import { accountByPassword } from './passwords.ts';
import { lockHosts } from './people.ts';

/** By the person, who is asked for the password again: a session that was left open must not be enough. */
export async function eraseOwn({ services, user }: SignedIn, password: string): Promise<{ ok: true }> {
  const wait = services.actionLimits.count('changePassword', user.id);
  if (wait !== null) throw tooMany('The password was wrong too often. Try again in a quarter of an hour.');
  const own = await accountByPassword(services, { where: { id: user.id }, password });
  if (own === null) throw badRequest('This is not the password of your account. Nothing was erased.');
  services.actionLimits.forgive('changePassword', user.id);
  return erase(services, { userId: user.id, by: user.id });
}

/** By a host. Guests can be erased as well: they gave a name. */
export async function eraseAccount({ services, user }: SignedIn, userId: string): Promise<{ ok: true }> {
  if (userId === user.id) throw badRequest('Erase your own account on its page, with your password.');
  return erase(services, { userId, by: user.id });
}

/**
 * Takes everything that tells who a person is out of the plain tables. The row stays under a name for all former members:
 * logs, grades and work that was handed in name its id. There is no way back.
 * @throws AppError NOT_FOUND, or BAD_REQUEST for the last host and for the only instructor of a course
 */
async function erase(services: Services, { userId, by }: { userId: string; by: string }): Promise<{ ok: true }> {
  const erased = await services.db.$transaction(
    async (tx) => {
      await lockHosts(tx);
      const person = await tx.user.findUnique({ where: { id: userId } });
      if (!person || person.claimsEmail === FORMER.claimsEmail) throw notFound('There is no account with this id.');
      await refuseLastHost(tx, person);
      await refuseOnlyInstructor(tx, userId);
      const ids = [userId, ...(await invitedTo(tx, person))];
      for (const id of ids) await forget(tx, id);
      await audit(tx, { actor: by, action: 'user.erase', subject: userId });
      return ids;
    },
    { timeout: 60_000 },
  );
  // A log-in that had checked the password before may have made a session after.
  await services.db.session.deleteMany({ where: { userId: { in: erased } } });
  await services.accessChanged(erased);
  return { ok: true };
}

async function refuseLastHost(tx: Tx, { id, role }: { id: string; role: string }): Promise<void> {
  if (role !== 'host' || (await tx.user.count({ where: { role: 'host', id: { not: id } } })) > 0) return;
  throw badRequest('This is the only host of the service. Make another person a host first.');
}

async function refuseOnlyInstructor(tx: Tx, userId: string): Promise<void> {
  const isInstructor = { enrollments: { some: { userId, role: 'instructor' as const } } };
  const taught = (await tx.course.findMany({ where: isInstructor, select: { id: true } })).map(({ id }) => id);
  // As a change of roles does: two instructors who leave at the same moment wait for each other.
  await tx.$queryRaw`SELECT id FROM courses WHERE id = ANY(${taught}) ORDER BY id FOR UPDATE`;
  const alone = await tx.course.findMany({
    where: { id: { in: taught }, enrollments: { none: { role: 'instructor', userId: { not: userId } } } },
    select: { name: true },
    orderBy: { name: 'asc' },
  });
  if (alone.length === 0) return;
  const names = alone.map(({ name }) => `“${name}”`).join(', ');
  throw badRequest(`This is the only instructor of ${names}. Make another person an instructor there first.`);
}

/** Accounts without a password that wait for the holder of this address. Only a confirmed account is that holder's. */
async function invitedTo(tx: Tx, person: { id: string; email: string; emailVerified: boolean }): Promise<string[]> {
  if (!person.emailVerified) return [];
  const where = { claimsEmail: person.email, accounts: { none: {} }, id: { not: person.id } };
  return (await tx.user.findMany({ where, select: { id: true } })).map(({ id }) => id);
}

async function forget(tx: Tx, userId: string): Promise<void> {
  const of = { where: { userId } };
  await tx.session.deleteMany(of);
  await tx.account.deleteMany(of);
  await tx.oneTimeLink.deleteMany(of);
  await tx.apiToken.deleteMany(of);
  await tx.enrollment.deleteMany({ where: { userId, role: { not: 'student' } } });
  await tx.extension.updateMany({ ...of, data: { reason: '' } });
  const { name: displayName, initials } = FORMER;
  await tx.seat.updateMany({ ...of, data: { displayName, initials, resumeTokenHash: null } });
  await forgetTexts(tx, userId);
  await tx.user.update({
    where: { id: userId },
    data: {
      name: FORMER.name,
      email: `${randomUUID()}@erased.invalid`,
      claimsEmail: FORMER.claimsEmail,
      emailVerified: false,
      image: null,
      role: 'user',
    },
  });
}

/** Comments go with their words. What others use stays, and belongs to nobody any more. */
async function forgetTexts(tx: Tx, userId: string): Promise<void> {
  await tx.comment.updateMany({
    where: { authorId: userId },
    data: { text: '', authorId: null, removedAt: new Date() },
  });
  await tx.remark.updateMany({ where: { createdBy: userId }, data: { createdBy: '' } });
  await tx.variation.deleteMany({ where: { ownerId: userId, isShared: false } });
  await tx.variation.updateMany({ where: { ownerId: userId }, data: { ownerId: null } });
  await tx.ownLab.deleteMany({ where: { authorId: userId, versions: { none: {} } } });
  await tx.ownLab.updateMany({ where: { authorId: userId }, data: { authorId: null } });
}
