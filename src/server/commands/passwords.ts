import type { Tx } from '../db.ts';
import type { Services } from '../services.ts';
import { newId } from './ids.ts';

/** Gives an account its password, hashed as better-auth hashes it. */
export async function setPassword(
  tx: Tx,
  { services, userId, password }: { services: Pick<Services, 'auth'>; userId: string; password: string },
): Promise<void> {
  const auth = await services.auth.$context;
  const hash = await auth.password.hash(password);
  await tx.account.upsert({
    where: { providerId_accountId: { providerId: 'credential', accountId: userId } },
    create: { id: newId(), providerId: 'credential', accountId: userId, userId, password: hash },
    update: { password: hash },
  });
}
