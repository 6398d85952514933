import type { Db, Tx } from '../db.ts';
import { newId } from '../ids.ts';
import type { Services } from '../services.ts';

/** Hashes as better-auth does. Slow on purpose: do it before a transaction, not in it. */
export async function hashPassword({ auth }: Pick<Services, 'auth'>, password: string): Promise<string> {
  const context = await auth.$context;
  return context.password.hash(password);
}

/** Gives an account its password. */
export async function setPassword(tx: Tx, { userId, hash }: { userId: string; hash: string }): Promise<void> {
  await tx.account.upsert({
    where: { providerId_accountId: { providerId: 'credential', accountId: userId } },
    create: { id: newId(), providerId: 'credential', accountId: userId, userId, password: hash },
    update: { password: hash },
  });
}

/** Checking a password takes about 50 ms, so only so many accounts that share an address are tried, the oldest first. */
const MOST_TRIED = 8;

type Sought = { where: NonNullable<Parameters<Db['user']['findMany']>[0]>['where']; password: string };

/** The account among these whose password this is; null = none. Slow: limit it. */
export async function accountByPassword(
  { auth, db }: Pick<Services, 'auth' | 'db'>,
  { where, password }: Sought,
): Promise<string | null> {
  const users = await db.user.findMany({
    where: { AND: [where ?? {}, { accounts: { some: { password: { not: null } } } }] },
    orderBy: { createdAt: 'asc' },
    take: MOST_TRIED,
    select: { id: true, accounts: { select: { password: true } } },
  });
  const context = await auth.$context;
  for (const { id, accounts } of users)
    for (const { password: hash } of accounts)
      if (hash !== null && (await context.password.verify({ hash, password }))) return id;
  return null;
}
