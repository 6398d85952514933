import { randomUUID } from 'node:crypto';
import type { Tx } from '../db.ts';
import { newId } from '../ids.ts';

/** What an erased account is called on rosters, seats and in the gradebook. Its empty claimed address says that it is one. */
export const FORMER = { name: 'Former member', initials: 'FM', claimsEmail: '' } as const;

/** Accounts that are not erased. */
export const NOT_ERASED = { OR: [{ claimsEmail: null }, { claimsEmail: { not: FORMER.claimsEmail } }] };

type Asker = { courseId: string; by: string };

/**
 * Whose address this is, for the roster of a course. An account that made itself is not the address's owner: anybody can sign
 * up with it. It counts if it is confirmed, if a link of the same teacher led to it, or if it is in the course already. For
 * all others there is a new account without a password; the holder of its link takes it, or merges it with the other one.
 */
export async function ownerOf(tx: Tx, { name, email }: { name: string; email: string }, asker: Asker): Promise<Owner> {
  const known = await tx.user.findMany({
    where: { OR: [{ email }, { claimsEmail: email }], isAnonymous: { not: true } },
    orderBy: { createdAt: 'asc' },
    include: {
      accounts: { select: { id: true } },
      enrollments: { where: { courseId: asker.courseId }, select: { id: true } },
      oneTimeLinks: { select: { createdBy: true, usedAt: true } },
    },
  });
  const own =
    known.find(({ enrollments }) => enrollments.length > 0) ??
    known.find(({ emailVerified, role }) => emailVerified || role === 'host') ??
    known.find(({ oneTimeLinks }) => oneTimeLinks.some(({ createdBy }) => createdBy === asker.by));
  if (own) return { userId: own.id, hasPassword: own.accounts.length > 0 };
  const isFree = !known.some((one) => one.email === email);
  const address = isFree ? { email } : { email: `${randomUUID()}@claims.invalid`, claimsEmail: email };
  const made = await tx.user.create({ data: { id: newId(), name, ...address } });
  return { userId: made.id, hasPassword: false };
}

export type Owner = { userId: string; hasPassword: boolean };

/** How sure it is that an account belongs to the holder of its address. */
export type Standing = 'confirmed' | 'invited' | 'notConfirmed';

/** Null for an erased account. */
export function standingOf(
  user: {
    claimsEmail: string | null;
    emailVerified: boolean;
    role: string;
    accounts: readonly unknown[];
    oneTimeLinks: readonly { createdBy: string; usedAt: Date | null }[];
  },
  staffIds: ReadonlySet<string>,
): Standing | null {
  if (user.claimsEmail === FORMER.claimsEmail) return null;
  const isVouched = user.oneTimeLinks.some(({ usedAt, createdBy }) => usedAt !== null && staffIds.has(createdBy));
  if (user.emailVerified || user.role === 'host' || isVouched) return 'confirmed';
  return user.accounts.length === 0 ? 'invited' : 'notConfirmed';
}
