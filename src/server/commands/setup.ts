import { hashToken, newToken } from '../auth/tokens.ts';
import type { Context } from '../context.ts';
import { badRequest, notFound } from '../errors.ts';
import { newId } from '../ids.ts';
import type { Services } from '../services.ts';
import { audit } from './audit.ts';
import { wrongLink } from './invitations.ts';
import { hashPassword, setPassword } from './passwords.ts';

const HOUR_MS = 60 * 60 * 1000;
const TOKEN_LIFE_MS = 24 * HOUR_MS;

/** The link that makes the first host; null if a host exists. Earlier links stop working. */
export async function setupLink(services: Pick<Services, 'db' | 'config'>): Promise<string | null> {
  if ((await services.db.user.count({ where: { role: 'host' } })) > 0) return null;
  const token = newToken();
  await services.db.$transaction([
    services.db.setupToken.deleteMany({ where: { usedAt: null } }),
    services.db.setupToken.create({ data: { tokenHash: hashToken(token) } }),
  ]);
  return `${services.config.baseUrl}/setup?token=${token}`;
}

const NO_LINK = 'This link was used already, or it is too old. Restart the server to get a new one.';

type NewHost = { token: string; name: string; email: string; password: string };

/** Makes the first host. The token works once, for a day, and only until a host exists. */
export async function completeSetup({ services, address }: Context, host: NewHost): Promise<{ ok: true }> {
  const tokenHash = hashToken(host.token);
  const now = Date.now();
  const email = host.email.toLowerCase();
  // Asked before the password is hashed, which is slow.
  if (!(await services.db.setupToken.findUnique({ where: { tokenHash } }))) {
    throw await wrongLink(services, { address, words: NO_LINK });
  }
  const hash = await hashPassword(services, host.password);
  await services.db.$transaction(async (tx) => {
    const used = await tx.setupToken.updateMany({
      where: { tokenHash, usedAt: null, createdAt: { gt: new Date(now - TOKEN_LIFE_MS) } },
      data: { usedAt: new Date(now) },
    });
    const hosts = await tx.user.count({ where: { role: 'host' } });
    if (used.count !== 1 || hosts > 0) throw notFound(NO_LINK);
    if (await tx.user.findUnique({ where: { email } })) throw badRequest('Please choose another address for the host.');
    const user = await tx.user.create({
      data: { id: newId(), name: host.name, email, role: 'host', emailVerified: true },
    });
    await setPassword(tx, { userId: user.id, hash });
    await audit(tx, { actor: user.id, action: 'setup.host', subject: user.id });
  });
  return { ok: true };
}
