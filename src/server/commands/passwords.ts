import type { Tx } from '../db.ts';
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
